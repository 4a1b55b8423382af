//! The shared vectors of `tests/vectors`: the verdict of each, as its file states it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tc_ir::{DecodeError, Manifest, VerifyError, decode, encode, verify};

fn vectors(verdict: &str) -> Vec<(String, Value)> {
    let directory: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors").join(verdict);
    let mut found: Vec<(String, Value)> = fs::read_dir(&directory)
        .expect("the vectors are in the repository")
        .map(|entry| entry.expect("a readable directory").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a readable file");
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            (name.clone(), serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert!(found.len() > 100, "{verdict}: {} vectors", found.len());
    found
}

fn source(vector: &Value) -> String {
    match vector["text"].as_str() {
        Some(text) => text.to_owned(),
        None => vector["document"].to_string(),
    }
}

/// The pointer at which a document is refused; the verdict is all that a vector says of the message.
fn refusal(kind: &str, source: &str) -> Option<String> {
    let pointer = |error: DecodeError| error.pointer;
    match kind {
        "scalar" => decode(source.as_bytes()).err().map(pointer),
        _ => match Manifest::decode(source.as_bytes()) {
            Err(error) => Some(pointer(error)),
            Ok(manifest) => verify(&manifest).err().map(|error: VerifyError| error.pointer),
        },
    }
}

#[test]
fn valid_documents_are_taken() {
    let mut wrong = Vec::new();
    for (name, vector) in vectors("valid") {
        let source = source(&vector);
        if vector["kind"] == "scalar" {
            let canonical = decode(source.as_bytes()).map(|scalar| encode(&scalar)).map_err(|error| error.to_string());
            if canonical.as_deref().ok() != vector["canonical"].as_str() {
                wrong.push(format!("{name}: {canonical:?}, expected {}", vector["canonical"]));
            }
        } else if let Some(pointer) = refusal("manifest", &source) {
            let why = Manifest::decode(source.as_bytes()).map_err(|error| error.to_string()).map(|m| verify(&m));
            wrong.push(format!("{name}: refused at {pointer}: {why:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn invalid_documents_are_refused_at_their_pointer() {
    let mut wrong = Vec::new();
    for (name, vector) in vectors("invalid") {
        if vector["stage"] == "install" {
            continue; // the kernel's to refuse: tests/unit/ir/test_vectors.py shows that it does
        }
        let found = refusal(vector["kind"].as_str().expect("a kind"), &source(&vector));
        // A document that is no JSON has no places: those who read it tell it by line and column.
        if found.as_deref() != vector["pointer"].as_str() {
            wrong.push(format!("{name}: {found:?}, expected {}", vector["pointer"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
