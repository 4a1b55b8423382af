//! The type grammar of manifests: what a route's door accepts and what it says it returns.

use std::fmt;

/// `any none bool int float number complex string bytes link map tuple op`, `list[T]`, `tuple[T, U]`, `map[K, V]`,
/// `T | U`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Any,
    None,
    Bool,
    /// Refuses bools.
    Int,
    /// Takes floats and ints, without converting.
    Float,
    /// Takes ints, floats and complex numbers.
    Number,
    Complex,
    String,
    Bytes,
    Link,
    Op,
    /// A tuple of anything.
    Tuple,
    /// A map of anything.
    Map,
    List(Box<Type>),
    TupleOf(Vec<Type>),
    MapOf(Box<Type>, Box<Type>),
    Union(Vec<Type>),
}

impl Type {
    /// The type `text` spells; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { rest: text };
        let parsed = parser.union(0)?;
        if parser.rest.trim_start().is_empty() {
            Ok(parsed)
        } else {
            Err(format!("{text:?} is not a type: unexpected {:?}", parser.rest.trim_start()))
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    const MAX_DEPTH: usize = 32;

    fn union(&mut self, depth: usize) -> Result<Type, String> {
        if depth > Self::MAX_DEPTH {
            return Err("a type nested too deeply".into());
        }
        let mut members = vec![self.single(depth)?];
        while self.eat('|') {
            members.push(self.single(depth)?);
        }
        Ok(if members.len() == 1 { members.remove(0) } else { Type::Union(members) })
    }

    fn eat(&mut self, c: char) -> bool {
        let rest = self.rest.trim_start();
        match rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn single(&mut self, depth: usize) -> Result<Type, String> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        let args = if self.eat('[') { Some(self.args(depth + 1)?) } else { None };
        let wrong = |expected: &str| Err(format!("{name}[…] takes {expected}"));
        Ok(match (name, args) {
            ("any", None) => Type::Any,
            ("none", None) => Type::None,
            ("bool", None) => Type::Bool,
            ("int", None) => Type::Int,
            ("float", None) => Type::Float,
            ("number", None) => Type::Number,
            ("complex", None) => Type::Complex,
            ("string", None) => Type::String,
            ("bytes", None) => Type::Bytes,
            ("link", None) => Type::Link,
            ("op", None) => Type::Op,
            ("tuple" | "list", None) => Type::Tuple,
            ("map", None) => Type::Map,
            ("list", Some(args)) => match <[Type; 1]>::try_from(args) {
                Ok([item]) => Type::List(Box::new(item)),
                Err(_) => return wrong("one type"),
            },
            ("tuple", Some(items)) if items.is_empty() => return wrong("at least one type"),
            ("tuple", Some(items)) => Type::TupleOf(items),
            ("map", Some(args)) => match <[Type; 2]>::try_from(args) {
                Ok([key, value]) => Type::MapOf(Box::new(key), Box::new(value)),
                Err(_) => return wrong("a key type and a value type"),
            },
            ("", _) => return Err("a type is missing".into()),
            (_, Some(_)) => return Err(format!("{name} takes no […]")),
            (_, None) => return Err(format!("{name:?} is not a type")),
        })
    }

    fn args(&mut self, depth: usize) -> Result<Vec<Type>, String> {
        let mut args = Vec::new();
        if self.eat(']') {
            return Ok(args);
        }
        loop {
            args.push(self.union(depth)?);
            if self.eat(']') {
                return Ok(args);
            }
            if !self.eat(',') {
                return Err("expected ',' or ']'".into());
            }
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, items: &[Type], separator: &str| {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    f.write_str(separator)?;
                }
                item.fmt(f)?;
            }
            Ok(())
        };
        match self {
            Self::Any => f.write_str("any"),
            Self::None => f.write_str("none"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Float => f.write_str("float"),
            Self::Number => f.write_str("number"),
            Self::Complex => f.write_str("complex"),
            Self::String => f.write_str("string"),
            Self::Bytes => f.write_str("bytes"),
            Self::Link => f.write_str("link"),
            Self::Op => f.write_str("op"),
            Self::Tuple => f.write_str("tuple"),
            Self::Map => f.write_str("map"),
            Self::List(item) => write!(f, "list[{item}]"),
            Self::TupleOf(items) => {
                f.write_str("tuple[")?;
                list(f, items, ", ")?;
                f.write_str("]")
            }
            Self::MapOf(key, value) => write!(f, "map[{key}, {value}]"),
            Self::Union(members) => list(f, members, " | "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_back_as_they_are_written() {
        for text in ["any", "int", "list[int | none]", "tuple[int, string]", "map[string, list[any]]", "a | b"] {
            match Type::parse(text) {
                Ok(parsed) => assert_eq!(parsed.to_string(), text),
                Err(message) => assert_eq!((text, message.as_str()), ("a | b", "\"a\" is not a type")),
            }
        }
        for bad in ["", "int[", "list[int, int]", "map[int]", "int x", "string[int]", "|", "list[]"] {
            assert!(Type::parse(bad).is_err(), "{bad}");
        }
        assert!(Type::parse(&"list[".repeat(100_000)).is_err());
    }
}
