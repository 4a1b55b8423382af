//! Characters as CPython classes and changes them.

#[rustfmt::skip]
mod tables;

/// Whether `c` is in a sorted table of ranges.
fn within(table: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let at = table.partition_point(|&(_, last)| last < code);
    table.get(at).is_some_and(|&(first, _)| first <= code)
}

macro_rules! properties {
    ($($(#[$doc:meta])* $name:ident $table:ident,)*) => {
        $($(#[$doc])* pub fn $name(c: char) -> bool {
            within(tables::$table, c)
        })*
    };
}

properties! {
    is_alpha ALPHA,
    is_digit DIGIT,
    is_numeric NUMERIC,
    is_printable PRINTABLE,
    is_lower LOWER,
    is_upper UPPER,
    /// `ǅ` and the like.
    is_title TITLE,
    is_case_ignorable CASE_IGNORABLE,
    is_ident_start IDENT_START,
    is_ident_continue IDENT_CONTINUE,
}

pub fn is_space(c: char) -> bool {
    match c {
        '\t'..='\r' | '\x1c'..=' ' => true,
        c if c.is_ascii() => false,
        c => within(tables::WIDE_SPACE, c),
    }
}

/// What `str.splitlines` breaks at, `\r\n` aside.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub fn is_cased(c: char) -> bool {
    is_lower(c) || is_upper(c) || is_title(c)
}

/// The value of a decimal digit of any script.
pub fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = u32::from(c);
    let at = tables::DECIMAL_ZEROS.partition_point(|&zero| zero <= code);
    let zero = tables::DECIMAL_ZEROS.get(at.checked_sub(1)?)?;
    (code - zero < 10).then_some(code - zero)
}

type Single = &'static [(u32, u32, u32, i32)];
type Several = &'static [(u32, &'static str)];

fn push_mapped(out: &mut String, c: char, single: Single, several: Several) {
    let code = u32::from(c);
    let at = single.partition_point(|&(_, last, _, _)| last < code);
    if let Some(&(first, _, step, delta)) = single.get(at)
        && first <= code
        && (code - first) % step == 0
    {
        out.push(code.checked_add_signed(delta).and_then(char::from_u32).unwrap_or(c));
    } else if let Ok(at) = several.binary_search_by_key(&code, |&(code, _)| code) {
        out.push_str(several[at].1);
    } else {
        out.push(c);
    }
}

pub fn push_lower(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        push_mapped(out, c, tables::TO_LOWER, tables::TO_LOWER_SEVERAL);
    }
}

pub fn push_upper(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_uppercase());
    } else {
        push_mapped(out, c, tables::TO_UPPER, tables::TO_UPPER_SEVERAL);
    }
}

pub fn push_title(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_uppercase());
    } else {
        push_mapped(out, c, tables::TO_TITLE, tables::TO_TITLE_SEVERAL);
    }
}

pub fn push_folded(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        push_mapped(out, c, tables::TO_FOLD, tables::TO_FOLD_SEVERAL);
    }
}
