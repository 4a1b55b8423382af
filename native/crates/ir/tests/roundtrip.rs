//! Whatever is decoded is written and read back the same; whatever is not is refused without a crash.

use proptest::prelude::*;
use tc_ir::{Installation, Manifest, decode, encode, shortest_digits, verify};

/// JSON documents of tc-ir's shapes, most of them valid.
fn documents() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| format!("{number:?}")),
        "[ -~é\u{1f600}]{0,6}".prop_map(|text| format!("{text:?}").replace("\\u{", "").replace("\\'", "'")),
        Just(r#"{"$x": []}"#.to_owned()),
        Just(r#"{"/lib/a": []}"#.to_owned()),
        Just(r#"{"/state/scalar/value/bytes": "AAEC"}"#.to_owned()),
        Just(r#"{"/state/scalar/value/number": [1, 2.5]}"#.to_owned()),
        Just(r#"{"/state/scalar/value/link": "http://h:1/p"}"#.to_owned()),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
        let map = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| {
            let members = items.iter().enumerate().map(|(index, item)| format!("\"k{index}\":{item}"));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        });
        let named = |shape: &'static str| move |item: String| shape.replace('?', &item);
        prop_oneof![
            list.clone(),
            map.clone(),
            list.clone().prop_map(|items| format!(r#"{{"/state/scalar/map": [[1, {items}], ["a b", 2]]}}"#)),
            map.prop_map(|params| format!(r#"{{"$x/op": {params}}}"#)),
            inner.clone().prop_map(named(r#"{"$f": [?]}"#)),
            (inner.clone(), inner.clone()).prop_map(|(key, value)| format!(r#"{{"/lib/a": [{key}, {value}]}}"#)),
            inner.clone().prop_map(named(r#"{"/state/scalar/ref/op/delete": ["$x", ?]}"#)),
            inner.clone().prop_map(named(r#"{"/state/scalar/ref/op/get": ["/state/scalar/tuple", ?]}"#)),
            inner.clone().prop_map(named(r#"{"/state/scalar/op/post": [["r", ?]]}"#)),
            inner.clone().prop_map(named(r#"{"/state/scalar/op/put": ["k", "v", [["r", ?]]]}"#)),
            inner.clone().prop_map(named(r#"{"/state/scalar/ref/if": [?, ?, 1]}"#)),
            inner.clone().prop_map(named(r#"{"/state/scalar/ref/while": [?, ?, ?]}"#)),
            inner.prop_map(named(r#"{"/state/scalar/ref/for_each": [?, ?, "x", ?]}"#)),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_decoded_is_written_and_read_back(document in documents()) {
        if let Ok(scalar) = decode(document.as_bytes()) {
            let text = encode(&scalar);
            let read_back = decode(text.as_bytes());
            prop_assert_eq!(read_back.as_ref(), Ok(&scalar), "{}", text);
            prop_assert_eq!(encode(&scalar), text);
        }
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = decode(&bytes);
        let _ = Installation::decode(&bytes);
    }

    #[test]
    fn cut_documents_are_refused(document in documents(), share in 0.0..1.0_f64) {
        let cut = (document.len() as f64 * share) as usize;
        if document.starts_with(['[', '{']) && document.is_char_boundary(cut) {
            prop_assert!(decode(&document.as_bytes()[..cut]).is_err());
        }
    }

    #[test]
    fn any_form_is_verified_without_a_crash(document in documents()) {
        let manifest = format!(
            r#"{{"schema": {{"id": "/lib/a/b/1.0.0", "version": "1.0.0"}},
                "routes": [{{"path": "/f", "opdef": {{"/state/scalar/op/post": [["x", {document}], ["y", {{"$x": []}}]]}}}}]}}"#
        );
        if let Ok(manifest) = Manifest::decode(manifest.as_bytes()) {
            let _ = verify(&manifest);
        }
    }

    #[test]
    fn floats_read_back(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        if value.is_finite() {
            let text = encode(&tc_ir::Scalar::Float(value));
            prop_assert!(text.contains(['.', 'e']), "{}", text);
            prop_assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(bits), "{}", text);
        }
    }
}

#[test]
fn floats_are_shown_as_python_shows_them() {
    // Checked with CPython; the third is as close to …99.3, and the even digit wins.
    for (value, text) in [
        (0.1, "0.1"),
        (1e16, "1e+16"),
        (3_602_879_701_896_397.0 / 4.0, "900719925474099.2"),
        (1e22, "1e+22"),
        (1.5e-5, "1.5e-05"),
        (0.0001, "0.0001"),
        (-0.0, "-0.0"),
        (5e-324, "5e-324"),
        (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
        (9_007_199_254_740_992.0, "9007199254740992.0"),
    ] {
        assert_eq!(encode(&tc_ir::Scalar::Float(value)), text);
    }
    assert_eq!(shortest_digits(0.0), ("0".to_owned(), 0));
}
