//! Generates the op enum from `tcc/ir/ops.json`, so that an operation without an implementation does not compile.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

const TABLE: &str = "../../../tcc/ir/ops.json";

fn main() {
    println!("cargo:rerun-if-changed={TABLE}");
    let text = fs::read_to_string(TABLE).expect("the op table is beside the compiler");
    let table: Value = serde_json::from_str(&text).expect("the op table is JSON");
    let code = generate(&table);
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("ops.rs"), code).expect("OUT_DIR is writable");
}

fn generate(table: &Value) -> String {
    let classes = object(&table["classes"]);
    let mut code = String::new();

    code += "/// The classes ops are declared on. `Any` stands for every value.\n";
    code += "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Class {\n";
    for class in classes.keys() {
        writeln!(code, "    {},", camel(class)).unwrap();
    }
    code += "}\n\nimpl Class {\n    pub fn name(self) -> &'static str {\n        match self {\n";
    for class in classes.keys() {
        writeln!(code, "            Self::{} => {class:?},", camel(class)).unwrap();
    }
    code += "        }\n    }\n}\n\n";

    let mut methods: Vec<&str> = classes.values().flat_map(|ops| object(ops).keys().map(String::as_str)).collect();
    methods.sort_unstable();
    methods.dedup();

    code += "/// Every operation of every class.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Op {\n";
    let mut specs = String::new();
    for (class, ops) in classes {
        for (name, op) in object(ops) {
            let variant = format!("{}{}", camel(class), camel(name));
            writeln!(code, "    /// {}", op["doc"].as_str().expect("an op has a doc").replace('[', "\\[")).unwrap();
            writeln!(code, "    {variant},").unwrap();
            writeln!(
                specs,
                "    OpSpec {{ class: Class::{}, name: {name:?}, params: &[{}], result: {:?}, raises: {} }},",
                camel(class),
                params(&op["params"]),
                op["result"].as_str().expect("an op has a result"),
                op["raises"].as_bool().expect("an op says whether it raises"),
            )
            .unwrap();
        }
    }
    writeln!(code, "}}\n\nstatic OPS: &[OpSpec] = &[\n{specs}];\n").unwrap();

    writeln!(code, "static METHODS: &[(&str, [Option<Op>; {}])] = &[", classes.len()).unwrap();
    for name in methods {
        write!(code, "    ({name:?}, [").unwrap();
        for (class, ops) in classes {
            match object(ops).get(name).map(|_| class.as_str()) {
                Some(class) => write!(code, "Some(Op::{}{}), ", camel(class), camel(name)).unwrap(),
                None if object(&classes["any"]).contains_key(name) => {
                    write!(code, "Some(Op::Any{}), ", camel(name)).unwrap();
                }
                None => code += "None, ",
            }
        }
        code += "]),\n";
    }
    code += "];\n\n";

    let routes = object(&table["routes"]);
    code +=
        "/// The routes any program may call.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Route {\n";
    let mut specs = String::new();
    for (path, route) in routes {
        let variant: String = path.split('/').map(camel).collect();
        writeln!(code, "    /// {}", route["doc"].as_str().expect("a route has a doc").replace('[', "\\[")).unwrap();
        writeln!(code, "    {variant},").unwrap();
        writeln!(
            specs,
            "    RouteSpec {{ route: Route::{variant}, path: {path:?}, verb: Verb::{}, params: &[{}], result: {:?} }},",
            camel(&route["verb"].as_str().expect("a route has a verb").to_lowercase()),
            params(&route["params"]),
            route["result"].as_str().expect("a route has a result"),
        )
        .unwrap();
    }
    writeln!(code, "}}\n\nstatic ROUTES: &[RouteSpec] = &[\n{specs}];").unwrap();
    code
}

fn params(list: &Value) -> String {
    let mut code = String::new();
    for param in list.as_array().into_iter().flatten() {
        write!(
            code,
            "ParamSpec {{ name: {:?}, kind: {:?}, optional: {}, variadic: {} }}, ",
            param["name"].as_str().expect("a parameter has a name"),
            param["type"].as_str().expect("a parameter has a type"),
            param["optional"].as_bool().unwrap_or(false),
            param["variadic"].as_bool().unwrap_or(false),
        )
        .unwrap();
    }
    code
}

fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().expect("an object")
}

/// `bit_length` → `BitLength`.
fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
        })
        .collect()
}
