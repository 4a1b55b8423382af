//! What programs mean: dataflow, laziness, closures, loops, limits, and where errors are said to be.

use std::cell::{Cell, RefCell};

use tc_ir::{Id, Link, Manifest};
use tc_vm::{Args, Category, Error, Host, Library, Value, eval_json};

/// The result of a POST op with the given form and arguments.
fn run(form: &str, args: &str) -> Result<String, Error> {
    eval_json(&format!(r#"{{"/state/scalar/op/post": {form}}}"#), args)
}

#[track_caller]
fn gives(form: &str, args: &str, result: &str) {
    assert_eq!(run(form, args).as_deref(), Ok(result), "{form}");
}

#[track_caller]
fn fails(form: &str, args: &str, message: &str, ids: &str) {
    let error = run(form, args).expect_err(form);
    let found: Vec<&str> = error.ids().iter().map(Id::as_str).collect();
    assert_eq!((error.message(), found.join("/").as_str()), (message, ids), "{form}");
}

/// A host that notes what it is asked for, and fails the `n`th check.
#[derive(Default)]
struct Notes {
    calls: RefCell<Vec<String>>,
    checks: Cell<u32>,
    checks_allowed: Option<u32>,
}

impl Host for Notes {
    fn op(&self, link: &Link, args: Args) -> Result<Value, Error> {
        let args = match args {
            Args::Post(params) => params.iter().map(|(name, value)| format!("{name}={value:?}")).collect::<Vec<_>>(),
            other => vec![format!("{other:?}")],
        };
        self.calls.borrow_mut().push(format!("{link} {}", args.join(" ")));
        Ok(Value::None)
    }

    fn check(&self) -> Result<(), Error> {
        self.checks.set(self.checks.get() + 1);
        match self.checks_allowed {
            Some(allowed) if self.checks.get() > allowed => Err(Error::new(Category::Timeout, "out of time")),
            _ => Ok(()),
        }
    }
}

fn library(routes: &str) -> Library {
    let manifest = format!(
        r#"{{"schema": {{"id": "/lib/a/b/1.0.0", "version": "1.0.0", "dependencies": ["/lib/other/x/1.0.0"]}},
            "routes": [{routes}]}}"#
    );
    let manifest = Manifest::decode(manifest.as_bytes()).expect("a manifest");
    Library::compile(manifest).expect("a valid manifest")
}

fn named(params: &[(&str, i64)]) -> Args {
    Args::Post(params.iter().map(|(name, value)| (Id::new(name).expect("an id"), Value::Int(*value))).collect())
}

#[test]
fn order_in_a_form_decides_only_which_entry_is_the_result() {
    gives(
        r#"[["b", {"$a/add": {"r": 1}}], ["a", {"$x/mul": {"r": 2}}], ["c", {"$b/add": {"r": {"$a": []}}}]]"#,
        r#"{"x": 5}"#,
        "21",
    );
}

#[test]
fn an_entry_nothing_needs_never_runs() {
    gives(r#"[["bad", {"$x/div": {"r": 0}}], ["good", {"$x/add": {"r": 1}}]]"#, r#"{"x": 1}"#, "2");
}

#[test]
fn the_branch_not_taken_never_runs() {
    let form = r#"[["bad", {"$x/div": {"r": 0}}],
                   ["r", {"/state/scalar/ref/if": [{"$c": []}, {"$bad": []},
                     {"/state/scalar/op/post": [["y", {"$x/add": {"r": 1}}]]}]}]]"#;
    gives(form, r#"{"x": 1, "c": false}"#, "2");
    gives(form, r#"{"x": 1, "c": 0.0}"#, "2");
    fails(form, r#"{"x": 1, "c": true}"#, "division by zero", "bad");
    fails(form, r#"{"x": 1, "c": "yes"}"#, "a condition is a number or bool, found string", "r");
}

#[test]
fn an_entry_runs_once() {
    let library = library(
        r#"{"path": "/f", "opdef": {"/state/scalar/op/post": [
            ["e", {"/host/event": {"topic": "t", "value": 1}}], ["r", [{"$e": []}, {"$e": []}]]]}}"#,
    );
    let notes = Notes::default();
    assert_eq!(library.call("/f", named(&[]), &notes).expect("runs").to_json().as_deref(), Ok("[null,null]"));
    assert_eq!(*notes.calls.borrow(), ["/host/event topic='t' value=1"]);
}

#[test]
fn after_keeps_effects_in_order() {
    let library = library(
        r#"{"path": "/f", "opdef": {"/state/scalar/op/post": [
            ["c", {"/state/scalar/ref/after": [{"$b": []}, {"/host/event": {"topic": "c"}}]}],
            ["b", {"/state/scalar/ref/after": [
                {"/state/scalar/ref/if": [{"$x": []}, {"/host/event": {"topic": "a"}}, null]},
                {"/state/scalar/ref/after": [[{"$first": []}], {"/host/event": {"topic": "b"}}]}]}],
            ["first", {"/host/event": {"topic": "first"}}],
            ["r", {"/state/scalar/ref/after": [{"$c": []}, 7]}]]}}"#,
    );
    let notes = Notes::default();
    assert_eq!(library.call("/f", named(&[("x", 1)]), &notes), Ok(Value::Int(7)));
    let topics: Vec<String> = notes.calls.borrow().iter().map(|call| call.replace("/host/event topic=", "")).collect();
    assert_eq!(topics, ["'a'", "'first'", "'b'", "'c'"]);
}

#[test]
fn long_chains_of_entries_do_not_recurse() {
    let mut form = vec![r#"["x0", {"$x/add": {"r": 1}}]"#.to_owned()];
    for n in 1..200_000 {
        form.push(format!(r#"["x{n}", {{"$x{}/add": {{"r": 1}}}}]"#, n - 1));
    }
    gives(&format!("[{}]", form.join(",")), r#"{"x": 0}"#, "200000");
}

#[test]
fn ops_capture_by_value_and_are_called_by_their_verb() {
    gives(
        r#"[["k", {"$x/mul": {"r": 10}}],
            ["f", {"/state/scalar/op/post": [["y", {"$n/add": {"r": {"$k": []}}}]]}],
            ["g", {"/state/scalar/op/get": ["key", [["z", {"$f": {"n": {"$key": []}}}]]]}],
            ["r", [{"$f": {"n": 1}}, {"$g": [2]}]]]"#,
        r#"{"x": 3}"#,
        "[31,32]",
    );
    fails(
        r#"[["f", {"/state/scalar/op/post": [["y", {"$n/add": {"r": 1}}]]}], ["r", {"$f": {}}]]"#,
        "{}",
        "missing parameter 'n'",
        "r",
    );
    fails(
        r#"[["f", {"/state/scalar/op/post": [["y", {"$n/add": {"r": 1}}]]}], ["r", {"$f": [1]}]]"#,
        "{}",
        "a POST op, called here with GET",
        "r",
    );
}

const FACTORIAL: &str = r#"["fact", {"/state/scalar/op/post": [
    ["last", {"$n/le": {"r": 1}}],
    ["value", {"/state/scalar/ref/if": [{"$last": []}, 1, {"/state/scalar/op/post": [
        ["less", {"$n/sub": {"r": 1}}], ["rest", {"$fact": {"n": {"$less": []}}}], ["all", {"$n/mul": {"r": {"$rest": []}}}]]}]}]]}]"#;

#[test]
fn definitions_may_use_themselves_and_each_other() {
    gives(
        &format!(r#"[{FACTORIAL}, ["r", {{"$fact": {{"n": {{"$x": []}}}}}}]]"#),
        r#"{"x": 20}"#,
        "2432902008176640000",
    );
    fails(
        &format!(r#"[{FACTORIAL}, ["r", {{"$fact": {{"n": {{"$x": []}}}}}}]]"#),
        r#"{"x": 21}"#,
        "integer overflow",
        "r/value/all",
    );
    let parity = |name: &str, other: &str, base: &str| {
        format!(
            r#"["{name}", {{"/state/scalar/op/post": [["{name}.z", {{"$n/eq": {{"r": {{"$zero": []}}}}}}],
                ["{name}.r", {{"/state/scalar/ref/if": [{{"${name}.z": []}}, {base}, {{"/state/scalar/op/post": [
                    ["{name}.m", {{"$n/sub": {{"r": 1}}}}], ["{name}.c", {{"${other}": {{"n": {{"${name}.m": []}}}}}}]]}}]}}]]}}]"#
        )
    };
    let form = format!(
        r#"[["zero", {{"$x/sub": {{"r": {{"$x": []}}}}}}], {}, {}, ["r", {{"$even": {{"n": {{"$x": []}}}}}}]]"#,
        parity("even", "odd", "true"),
        parity("odd", "even", "false")
    );
    gives(&form, r#"{"x": 101}"#, "false");
    gives(&form, r#"{"x": 500}"#, "true");
}

#[test]
fn recursion_ends_in_an_error_not_in_a_crash() {
    let forever =
        r#"["f", {"/state/scalar/op/post": [["y", {"$f": {"n": {"$n": []}}}], ["z", [{"$y": []}, {"$n": []}]]]}]"#;
    let error = run(&format!(r#"[{forever}, ["r", {{"$f": {{"n": 1}}}}]]"#), "{}").expect_err("endless");
    assert_eq!(error.message(), "maximum recursion depth exceeded");
    let form = format!(r#"[{FACTORIAL}, ["r", {{"$fact": {{"n": {{"$x": []}}}}}}]]"#).replace("mul", "add");
    gives(&form, r#"{"x": 1000}"#, "500500");
}

#[test]
fn while_gives_the_first_state_that_ends_it() {
    let collatz = r#"[["r", {"/state/scalar/ref/while": [
        {"/state/scalar/op/post": [["more", {"$state/ne": {"r": 1}}]]},
        {"/state/scalar/op/post": [["odd", {"$state/mod": {"r": 2}}], ["next", {"/state/scalar/ref/if": [{"$odd": []},
            {"/state/scalar/op/post": [["t", {"$state/mul": {"r": 3}}], ["u", {"$t/add": {"r": {"$one": []}}}]]},
            {"$state/floordiv": {"r": 2}}]}]]},
        {"$n": []}]}]]"#;
    gives(collatz, r#"{"n": 27, "one": 1}"#, "1");
    gives(collatz, r#"{"n": 1, "one": 1}"#, "1");
    fails(collatz, r#"{"n": 9223372036854775807, "one": 1}"#, "integer overflow", "r/next/t");
    fails(collatz, r#"{"n": "x", "one": 1}"#, "mod expects number, found string", "r/odd");
}

#[test]
fn loops_carry_several_values_in_a_map() {
    let form = r#"[["out", {"/state/scalar/ref/while": [
        {"/state/scalar/op/post": [["i", {"$state/get": {"i": "i"}}], ["more", {"$i/lt": {"r": {"$n": []}}}]]},
        {"/state/scalar/op/post": [
            ["j", {"$state/get": {"i": "i"}}], ["xs", {"$state/get": {"i": "xs"}}],
            ["next", {"i": {"$j/add": {"r": 1}}, "xs": {"$xs/append": {"value": {"$j": []}}}}]]},
        {"i": 0, "xs": []}]}], ["r", {"$out/get": {"i": "xs"}}]]"#;
    gives(form, r#"{"n": 4}"#, "[0,1,2,3]");
    // In place, as nothing else holds the list: a copy at each step would take minutes.
    let form = form
        .replace(r#"["r", {"$out/get": {"i": "xs"}}]"#, r#"["ys", {"$out/get": {"i": "xs"}}], ["r", {"$ys/len": {}}]"#);
    gives(&form, r#"{"n": 300000}"#, "300000");
}

#[test]
fn for_each_gives_the_last_result_or_the_last_state() {
    let square = r#"{"/state/scalar/op/post": [["s", {"$x/mul": {"r": {"$x": []}}}]]}"#;
    let each = format!(r#"[["r", {{"/state/scalar/ref/for_each": [{{"$xs": []}}, {square}, "x"]}}]]"#);
    gives(&each, r#"{"xs": [1, 2, 3]}"#, "9");
    gives(&each, r#"{"xs": []}"#, "null");
    let join = r#"{"/state/scalar/op/post": [["s", {"$state/concat": {"r": {"$x": []}}}]]}"#;
    let fold = format!(r#"[["r", {{"/state/scalar/ref/for_each": [{{"$xs": []}}, {join}, "x", "-"]}}]]"#);
    gives(&fold, r#"{"xs": "aé"}"#, r#""-aé""#);
    gives(&fold, r#"{"xs": {"k": 1, "l": 2}}"#, r#""-kl""#);
    gives(&fold, r#"{"xs": []}"#, r#""-""#);
    fails(&fold, r#"{"xs": 1}"#, "'int' object is not iterable", "r");
}

#[test]
fn ranges_are_iterated_without_being_built() {
    let library = library(
        r#"{"path": "/f", "opdef": {"/state/scalar/op/post": [
            ["xs", {"/state/scalar/tuple/range": [1000000000000]}],
            ["r", {"/state/scalar/ref/for_each": [{"$xs": []}, {"/state/scalar/op/post": [
                ["s", {"$state/add": {"r": {"$x": []}}}]]}, "x", 0]}]]}}"#,
    );
    let notes = Notes { checks_allowed: Some(50), ..Notes::default() };
    let error = library.call("/f", named(&[]), &notes).expect_err("a trillion steps");
    assert_eq!(error.category(), Category::Timeout);
}

#[test]
fn operations_take_ops_whose_one_parameter_has_any_name() {
    let map = r#"[["r", {"$xs/map": {"op": {"/state/scalar/op/post": [["y", {"$anything/mul": {"r": {"$k": []}}}]]}}}], ["k", {"$n/add": {"r": 0}}]]"#;
    let map = format!("[{}", map[1..].replacen(r#"["k","#, r#"["unused","#, 1));
    gives(&map.replace(r#"{"$k": []}"#, "3"), r#"{"xs": [1, 2], "n": 3}"#, "3");
    gives(
        r#"[["k", {"$n/add": {"r": 0}}], ["r", {"$xs/map": {"op": {"/state/scalar/op/post": [["y", {"$any/mul": {"r": {"$k": []}}}]]}}}]]"#,
        r#"{"xs": [1, 2], "n": 3}"#,
        "[3,6]",
    );
    gives(
        r#"[["r", {"$xs/sort": {"key": {"/state/scalar/op/post": [["y", {"$w/len": {}}]]}, "reverse": true}}]]"#,
        r#"{"xs": ["a", "ccc", "b", "dd"]}"#,
        r#"["ccc","dd","a","b"]"#,
    );
    gives(
        r#"[["r", {"$xs/fold": {"item_name": "x", "op": {"/state/scalar/op/post": [
            ["t", {"$total/add": {"r": {"$x": []}}}], ["n", {"$count/add": {"r": 1}}],
            ["s", {"total": {"$t": []}, "count": {"$n": []}}]]}, "value": {"total": 0, "count": 0}}}]]"#,
        r#"{"xs": [1, 2, 3]}"#,
        r#"{"total":6,"count":3}"#,
    );
}

#[test]
fn siblings_are_called_with_their_door() {
    let library = library(
        r#"{"path": "/double", "opdef": {"/state/scalar/op/post": [["r", {"$x/mul": {"r": {"$by": []}}}]]},
            "params": [{"name": "x", "type": "int"}, {"name": "by", "type": "int", "default": 2}]},
           {"path": "/two", "value": 2},
           {"path": "/f", "opdef": {"/state/scalar/op/post": [["t", {"$self/two": [null]}],
              ["r", [{"$self/double": {"x": {"$x": []}}}, {"/lib/a/b/1.0.0/double": {"x": {"$t": []}, "by": 5}}]]]}},
           {"path": "/other", "opdef": {"/state/scalar/op/get": ["k", [["r", {"/lib/other/x/1.0.0/y": [{"$k": []}]}]]]}},
           {"path": "/same", "op": {"method": "POST", "path": "/lib/a/b/1.0.0/double"}}"#,
    );
    let notes = Notes::default();
    let json = |path: &str, args: Args| library.call(path, args, &notes).and_then(|value| value.to_json());
    assert_eq!(json("/f", named(&[("x", 4)])).as_deref(), Ok("[8,10]"));
    assert_eq!(json("/same", named(&[("x", 4)])).as_deref(), Ok("8"));
    assert_eq!(json("/other", Args::Get(Value::Int(1))).as_deref(), Ok("null"));
    assert_eq!(*notes.calls.borrow(), ["/lib/other/x/1.0.0/y Get(1)"]);
    let refused = |path: &str, args: Args| json(path, args).expect_err("refused");
    assert_eq!(refused("/double", named(&[])).message(), "missing parameter 'x'");
    assert_eq!(refused("/double", named(&[("y", 1)])).message(), "unknown parameter 'y'; it takes x, by");
    let text = Args::Post(vec![(Id::new("x").expect("an id"), Value::Bool(true))]);
    assert_eq!(refused("/double", text).message(), "'x' expects int, found bool");
    assert_eq!(refused("/nowhere", named(&[])).category(), Category::NotFound);
    assert_eq!(refused("/two", named(&[])).category(), Category::MethodNotAllowed);
    assert_eq!(refused("/two", Args::Get(Value::Int(1))).category(), Category::BadRequest);
}

#[test]
fn values_that_nest_without_end_are_no_danger() {
    let nest = |op: &str| {
        format!(
            r#"[["x", {{"/state/scalar/ref/for_each": [{{"/state/scalar/tuple/range": [200000]}},
                {{"/state/scalar/op/post": [["n", [{{"$state": []}}]]]}}, "i", 0]}}],
                ["y", {{"/state/scalar/ref/for_each": [{{"/state/scalar/tuple/range": [200000]}},
                {{"/state/scalar/op/post": [["m", [{{"$state": []}}]]]}}, "j", 0]}}], ["r", {op}]]"#
        )
    };
    gives(&nest(r#"{"$x/len": {}}"#), "{}", "1");
    for op in [
        r#"{"$x/eq": {"r": {"$y": []}}}"#,
        r#"{"$x/repr": {}}"#,
        r#"{"$x/hash": {}}"#,
        r#"{"$x/lt": {"r": {"$y": []}}}"#,
    ] {
        assert!(run(&nest(op), "{}").is_err(), "{op}");
    }
    assert!(run(&nest(r#"{"$x": []}"#), "{}").expect_err("no JSON").message().contains("nested deeper"));
    let closures = r#"[["first", {"/state/scalar/op/post": [["one", {"$a/add": {"r": 1}}]]}],
        ["x", {"/state/scalar/ref/for_each": [{"/state/scalar/tuple/range": [200000]},
            {"/state/scalar/op/post": [["n", {"/state/scalar/op/post": [["m", {"$state": {"a": {"$b": []}}}]]}]]},
            "i", {"$first": []}]}], ["r", {"$x/is_none": {}}]]"#;
    gives(closures, "{}", "false");
    let double = r#"[["x", {"/state/scalar/ref/for_each": [{"/state/scalar/tuple/range": [60]},
        {"/state/scalar/op/post": [["n", [{"$state": []}, {"$state": []}]]]}, "i", 0]}], ["r", {"$x": []}]]"#;
    assert_eq!(run(double, "{}").expect_err("2**60 zeros").category(), Category::PayloadTooLarge);
}

#[test]
fn programs_raise_errors() {
    let error = run(r#"[["r", {"/state/scalar/error/conflict": {"message": {"$m": []}}}]]"#, r#"{"m": "taken"}"#);
    let error = error.expect_err("raised");
    assert_eq!((error.category(), error.message()), (Category::Conflict, "taken"));
}

#[test]
fn a_program_holds_no_more_than_a_transaction_has() {
    let form = |state: &str| {
        format!(
            r#"[["x", {{"/state/scalar/ref/for_each": [{{"/state/scalar/tuple/range": [1000]}},
                {{"/state/scalar/op/post": [["big", {{"$letter/repeat": {{"n": 1000000}}}}], ["n", {state}]]}}, "i", []]}}],
                ["r", {{"$x/len": {{}}}}]]"#
        )
    };
    let held =
        run(&form(r#"{"$state/append": {"value": {"$big": []}}}"#), r#"{"letter": "a"}"#).expect_err("a gigabyte");
    assert_eq!(held.category(), Category::PayloadTooLarge);
    // What is let go is given back.
    gives(&form(r#"{"$big/concat": {"r": "b"}}"#), r#"{"letter": "a"}"#, "1000001");
}
