//! Tokens of every kind that must not be accepted, by the ten thousand, and good ones that must be.

use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Algorithm, Claims, Grant, Keyring, MAX_CHAIN, PublicKey, SecretKey, TokenError, Verifier, WRITE, mint};

const HOST: &str = "http://127.0.0.1:8702";
const OTHER: &str = "http://127.0.0.1:8703";
const ID: &str = "/lib/acme/math/1.0.0";
const NOW: u64 = 1_800_000_000;

/// Two trusted actors and one nobody knows, all of one algorithm.
struct World {
    admin: SecretKey,
    host: SecretKey,
    stranger: SecretKey,
    verifier: Verifier,
}

impl World {
    fn new(algorithm: Algorithm) -> Self {
        let [admin, host, stranger] = std::array::from_fn(|_| SecretKey::generate(algorithm));
        let mut keyring = Keyring::default();
        keyring.trust(HOST, "admin", admin.public_key().unwrap());
        keyring.trust(OTHER, "host", host.public_key().unwrap());
        Self { admin, host, stranger, verifier: Verifier::new(keyring) }
    }

    /// A chain of `depth` links, signed in turn by the admin and the host.
    fn chain(&self, depth: usize) -> String {
        (0..depth).fold(None, |parent, n| Some(self.mint(&link(n, parent)))).unwrap()
    }

    fn mint(&self, claims: &Claims) -> String {
        mint(claims, if claims.actor == "admin" { &self.admin } else { &self.host }).unwrap()
    }
}

fn link(n: usize, parent: Option<String>) -> Claims {
    let even = n.is_multiple_of(2);
    Claims {
        host: if even { HOST } else { OTHER }.to_owned(),
        actor: if even { "admin" } else { "host" }.to_owned(),
        issued_at: NOW - 10,
        expires_at: NOW + 100,
        grants: vec![Grant { link: ID.to_owned(), mask: WRITE }],
        parent: parent.map(Arc::from),
    }
}

fn sign(header: &str, claims: &str, key: &SecretKey) -> String {
    let signed = format!("{}.{}", STANDARD.encode(header), STANDARD.encode(claims));
    let signature = STANDARD.encode(key.sign(signed.as_bytes()).unwrap());
    format!("{signed}.{signature}")
}

/// Counts distinct refusals; a token that is accepted ends the test.
#[derive(Default)]
struct Refusals(HashSet<(String, u64)>);

impl Refusals {
    fn refuse(&mut self, verifier: &Verifier, token: String, now: u64, what: &str) {
        assert!(verifier.verify(&token, now).is_err(), "accepted: {what}: {token}");
        self.0.insert((token, now));
    }
}

#[test]
fn no_bad_token_is_accepted() {
    let mut refusals = Refusals::default();
    for algorithm in Algorithm::ALL {
        let world = World::new(algorithm);
        for depth in 1..=3 {
            let token = world.chain(depth);
            assert!(world.verifier.verify(&token, NOW).is_ok());
            tampered(&mut refusals, &world, &token);
        }
        times(&mut refusals, &world);
        chains(&mut refusals, &world);
        keys(&mut refusals, &world, algorithm);
        documents(&mut refusals, &world, algorithm);
    }
    let count = refusals.0.len();
    eprintln!("{count} distinct bad tokens refused");
    assert!(count >= 20_000, "only {count} cases");
}

/// Every byte changed in several ways, left out, doubled, and every length cut to.
fn tampered(refusals: &mut Refusals, world: &World, token: &str) {
    for at in 0..token.len() {
        let (before, byte, after) = (&token[..at], token.as_bytes()[at], &token[at + 1..]);
        for new in [byte ^ 1, byte ^ 2, b'A', b'=', b'.', b' '] {
            if new != byte {
                let changed = format!("{before}{}{after}", char::from(new));
                refusals.refuse(&world.verifier, changed, NOW, "a changed byte");
            }
        }
        refusals.refuse(&world.verifier, format!("{before}{after}"), NOW, "a byte left out");
        refusals.refuse(&world.verifier, format!("{before}{0}{0}{after}", char::from(byte)), NOW, "a byte doubled");
        refusals.refuse(&world.verifier, before.to_owned(), NOW, "cut off");
    }
}

fn times(refusals: &mut Refusals, world: &World) {
    for depth in 1..=3 {
        let token = world.chain(depth);
        for now in [0, NOW - 11, NOW + 100, NOW + 101, u64::MAX] {
            refusals.refuse(&world.verifier, token.clone(), now, "outside its time");
        }
        for now in [NOW - 10, NOW, NOW + 99] {
            assert!(world.verifier.verify(&token, now).is_ok());
        }
    }
    // The time of every link counts, whichever it is.
    for (issued, expires) in [(NOW - 10, NOW), (NOW + 1, NOW + 100)] {
        let root = Claims { issued_at: issued, expires_at: expires, ..link(0, None) };
        let child = Claims { parent: Some(world.mint(&root).into()), ..root.clone() };
        refusals.refuse(&world.verifier, world.mint(&child), NOW, "a chain outside its time");
    }
}

fn chains(refusals: &mut Refusals, world: &World) {
    let root = world.chain(1);
    for later in [1, 2, 50, 1_000_000] {
        let outlives = Claims { expires_at: NOW + 100 + later, ..link(1, Some(root.clone())) };
        refusals.refuse(&world.verifier, world.mint(&outlives), NOW, "outlives its parent");
        let early = Claims { issued_at: NOW - 10 - later, ..link(1, Some(root.clone())) };
        refusals.refuse(&world.verifier, world.mint(&early), NOW, "older than its parent");
    }
    refusals.refuse(&world.verifier, world.chain(MAX_CHAIN + 1), NOW, "too many links");
    assert!(world.verifier.verify(&world.chain(MAX_CHAIN), NOW).is_ok());
    // A stranger anywhere in the chain.
    for (depth, at) in [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)] {
        let token = (0..depth).fold(None, |parent, n| {
            let claims = link(n, parent);
            Some(if n == at { mint(&claims, &world.stranger).unwrap() } else { world.mint(&claims) })
        });
        refusals.refuse(&world.verifier, token.unwrap(), NOW, "a stranger's signature");
    }
    // A parent that was tampered with inside a child that is signed correctly.
    for at in 0..root.len() {
        let mut parent = root.clone().into_bytes();
        parent[at] ^= 1;
        let child = link(1, Some(String::from_utf8(parent).unwrap()));
        refusals.refuse(&world.verifier, world.mint(&child), NOW, "a tampered parent");
    }
    // The other algorithm's tokens, each good by itself, do not mix into a chain.
    let other = World::new(match world.admin {
        SecretKey::Ed25519(_) => Algorithm::FnDsa512,
        SecretKey::FnDsa512(_) => Algorithm::Ed25519,
    });
    let mut keyring = world.verifier.keyring().clone();
    keyring.trust(HOST, "other", other.admin.public_key().unwrap());
    let mixed = Verifier::new(keyring);
    let foreign = mint(&Claims { actor: "other".to_owned(), ..link(0, None) }, &other.admin).unwrap();
    assert!(mixed.verify(&foreign, NOW).is_ok());
    let child = world.mint(&link(1, Some(foreign)));
    assert_eq!(mixed.verify(&child, NOW), Err(TokenError::Chain("it uses another algorithm")));
}

fn keys(refusals: &mut Refusals, world: &World, algorithm: Algorithm) {
    // Who it says it is from decides the key; anybody else's key is no use.
    for host in [HOST, OTHER, "http://127.0.0.1:8704", "https://127.0.0.1:8702", "http://127.0.0.1"] {
        for actor in ["admin", "host", "Admin", "admin ", "root"] {
            for (owner, key) in [("admin", &world.admin), ("host", &world.host), ("", &world.stranger)] {
                let token = mint(&Claims { host: host.into(), actor: actor.into(), ..link(0, None) }, key).unwrap();
                let good = (host == HOST && actor == "admin" && owner == "admin")
                    || (host == OTHER && actor == "host" && owner == "host");
                if good {
                    assert!(world.verifier.verify(&token, NOW).is_ok());
                } else {
                    refusals.refuse(&world.verifier, token, NOW, "somebody else's key");
                }
            }
        }
    }
    // Every other label, correctly signed over.
    let claims = format!(r#"{{"iss":"{HOST}","iat":{},"exp":{},"actor_id":"admin"}}"#, NOW - 1, NOW + 1);
    for label in ["none", "None", "", "HS256", "ES256", "RS256", "eddsa", "EDDSA", "EdDSA ", "Ed25519", "FN-DSA-1024"] {
        let token = sign(&format!(r#"{{"alg":"{label}","typ":"JWT"}}"#), &claims, &world.admin);
        refusals.refuse(&world.verifier, token, NOW, "another label");
    }
    for other in Algorithm::ALL.into_iter().filter(|&other| other != algorithm) {
        let token = sign(&format!(r#"{{"alg":"{}","typ":"JWT"}}"#, other.label()), &claims, &world.admin);
        refusals.refuse(&world.verifier, token, NOW, "the other algorithm's label");
    }
}

/// Headers and claims that are signed correctly and yet wrong.
fn documents(refusals: &mut Refusals, world: &World, algorithm: Algorithm) {
    let label = algorithm.label();
    let header = format!(r#"{{"alg":"{label}","typ":"JWT"}}"#);
    let times = format!(r#""iat":{},"exp":{}"#, NOW - 1, NOW + 1);
    let good = format!(r#"{{"iss":"{HOST}",{times},"actor_id":"admin"}}"#);
    assert!(world.verifier.verify(&sign(&header, &good, &world.admin), NOW).is_ok());

    for bad in [
        String::new(),
        "{}".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        format!(r#"{{"alg":"{label}"}}"#),
        format!(r#"{{"alg":"{label}","typ":"JOSE"}}"#),
        format!(r#"{{"alg":"{label}","alg":"none","typ":"JWT"}}"#),
        format!(r#"{{"alg":"none","alg":"{label}","typ":"JWT"}}"#),
        format!(r#"{{"alg":"{label}","typ":"JWT","kid":"x"}}"#),
        format!(r#"{{"alg":"{label}","typ":"JWT","crit":[]}}"#),
        format!(r#"{{"alg":["{label}"],"typ":"JWT"}}"#),
        format!(r#"{header} x"#),
    ] {
        refusals.refuse(&world.verifier, sign(&bad, &good, &world.admin), NOW, "a bad header");
    }
    let with = |custom: &str| format!(r#"{{"iss":"{HOST}",{times},"actor_id":"admin","custom":{custom}}}"#);
    let from = NOW - 1;
    for bad in [
        "{}".to_owned(),
        format!(r#"{{"iss":"{HOST}",{times}}}"#),
        format!(r#"{{{times},"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","exp":{from},"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"exp":null,"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"exp":1e300,"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"exp":1800000100.5,"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"exp":"1800000100","actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"exp":99999999999999999999,"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":-1,"exp":1800000100,"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}","iat":{from},"exp":{from},"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}",{times},"actor_id":["admin"]}}"#),
        format!(r#"{{"iss":"{HOST}",{times},"actor_id":"root","actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{OTHER}","iss":"{HOST}",{times},"actor_id":"admin"}}"#),
        format!(r#"{{"iss":"{HOST}",{times},"exp":{},"actor_id":"admin"}}"#, NOW + 9),
        format!(r#"{{"iss":"{HOST}",{times},"actor_id":"admin","nbf":0}}"#),
        format!(r#"{{"iss":"{HOST}",{times},"actor_id":"admin","inherit":""}}"#),
        format!(r#"{{"iss":"{HOST}",{times},"actor_id":"admin","inherit":"x.y.z"}}"#),
        format!(r#"{{"iss":"{HOST}",{times},"actor_id":"admin","inherit":{{}}}}"#),
        with("[]"),
        with(r#"["/lib"]"#),
        with(r#"["/lib",128,1]"#),
        with(r#"["lib",128]"#),
        with(r#"["/lib/",128]"#),
        with(r#"["/lib/../x",128]"#),
        with(r#"["/lib","128"]"#),
        with(r#"["/lib",-1]"#),
        with(r#"["/lib",512]"#),
        with(r#"["/lib",65536]"#),
        with(r#"["/lib",1.0]"#),
        with(r#"{"/lib":true}"#),
        with(r#"{"/lib":1,"/lib":128}"#),
        with(r#"[["/lib",128]]"#),
        with("128"),
    ] {
        refusals.refuse(&world.verifier, sign(&header, &bad, &world.admin), NOW, "bad claims");
    }
}

#[test]
fn every_good_token_is_accepted() {
    let mut count = 0;
    for algorithm in Algorithm::ALL {
        let world = World::new(algorithm);
        for depth in 1..=4 {
            for n in 0..250 {
                let grants = (0..n % 5).map(|g| Grant { link: format!("/lib/acme/l{g}/1.{n}.0"), mask: n % 512 });
                let claims = Claims {
                    issued_at: NOW - u64::from(n),
                    expires_at: NOW + 1 + u64::from(n),
                    grants: grants.collect(),
                    ..link(0, None)
                };
                let token = (1..depth).fold(world.mint(&claims), |parent, d| {
                    world.mint(&Claims { parent: Some(parent.into()), ..link_like(&claims, d) })
                });
                let chain = world.verifier.verify(&token, NOW).unwrap();
                assert_eq!(chain.links.len(), depth);
                assert_eq!(*chain.root(), claims);
                // Once more, from memory.
                assert_eq!(world.verifier.verify(&token, NOW).unwrap(), chain);
                count += 1;
            }
        }
    }
    eprintln!("{count} good tokens accepted");
    assert!(count >= 2_000);
}

fn link_like(claims: &Claims, n: usize) -> Claims {
    let Claims { host, actor, .. } = link(n, None);
    Claims { host, actor, ..claims.clone() }
}

#[test]
fn what_makes_no_sense_is_not_minted() {
    let world = World::new(Algorithm::Ed25519);
    for claims in [
        Claims { expires_at: NOW - 10, ..link(0, None) },
        Claims { host: String::new(), ..link(0, None) },
        Claims { actor: String::new(), ..link(0, None) },
        Claims { grants: vec![Grant { link: "lib".to_owned(), mask: WRITE }], ..link(0, None) },
        Claims { grants: vec![Grant { link: ID.to_owned(), mask: 0o1000 }], ..link(0, None) },
    ] {
        assert!(matches!(mint(&claims, &world.admin), Err(TokenError::Malformed(_))), "{claims:?}");
    }
}

#[test]
fn remembered_tokens_expire_all_the_same() {
    let world = World::new(Algorithm::Ed25519);
    let token = world.chain(2);
    assert!(world.verifier.verify(&token, NOW).is_ok());
    assert_eq!(world.verifier.verify(&token, NOW + 100), Err(TokenError::Expired));
    assert_eq!(world.verifier.verify(&token, NOW - 11), Err(TokenError::NotYet));
    assert!(world.verifier.verify(&token, NOW).is_ok());
}

#[test]
fn a_grant_is_for_exactly_its_link_and_mask() {
    let claims = link(0, None);
    assert!(claims.allows(ID, WRITE));
    for other in ["/lib/acme/math", "/lib/acme/math/1.0.0/x", "/lib/acme/math/1.0.00", "/lib/Acme/math/1.0.0", "/", ""]
    {
        assert!(!claims.allows(other, WRITE), "{other}");
    }
    assert!(!claims.allows(ID, WRITE | crate::READ));
    for mask in [0, crate::READ, crate::EXECUTE, crate::READ | crate::EXECUTE] {
        let weaker = Claims { grants: vec![Grant { link: ID.to_owned(), mask }], ..claims.clone() };
        assert!(!weaker.allows(ID, WRITE), "{mask:o}");
    }
}

#[test]
fn both_forms_of_custom_are_read() {
    let world = World::new(Algorithm::Ed25519);
    for custom in [format!(r#"["{ID}",128]"#), format!(r#"{{"{ID}":128}}"#)] {
        let claims = format!(
            r#"{{"iss":"{HOST}/","iat":{NOW},"exp":{},"actor_id":"admin","custom":{custom},"inherit":null}}"#,
            NOW + 1
        );
        let token = sign(r#"{"alg":"EdDSA","typ":"JWT"}"#, &claims, &world.admin);
        assert!(world.verifier.verify(&token, NOW).unwrap().allows(ID, WRITE));
    }
}

#[test]
fn the_old_label_is_taken_only_when_asked_for() {
    let world = World::new(Algorithm::Ed25519);
    let claims = format!(r#"{{"iss":"{HOST}","iat":{NOW},"exp":{},"actor_id":"admin"}}"#, NOW + 1);
    let token = sign(r#"{"alg":"ES256","typ":"JWT"}"#, &claims, &world.admin);
    assert_eq!(world.verifier.verify(&token, NOW), Err(TokenError::Algorithm("ES256".to_owned())));
    let mut keyring = world.verifier.keyring().clone();
    keyring.accept_es256_label();
    assert!(Verifier::new(keyring).verify(&token, NOW).is_ok());
}

#[test]
fn keys_survive_being_written_down() {
    for algorithm in Algorithm::ALL {
        let secret = SecretKey::generate(algorithm);
        let public = secret.public_key().unwrap();
        assert_eq!((secret.algorithm(), public.algorithm()), (algorithm, algorithm));
        let again = SecretKey::from_base64(&secret.to_base64()).unwrap();
        assert_eq!(again.public_key().unwrap().to_base64(), public.to_base64());
        let public = PublicKey::from_base64(&public.to_base64()).unwrap();
        assert!(public.verify(b"m", &again.sign(b"m").unwrap()));
        assert!(!format!("{secret:?}").contains(&secret.to_base64()));
    }
    // Nothing, too short, not base64, and the neutral element, with which anything verifies.
    let neutral = STANDARD
        .encode([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for text in ["", "AAAA", "%", neutral.as_str()] {
        assert!(PublicKey::from_base64(text).is_err(), "{text}");
    }
    assert!(SecretKey::from_base64("AAAA").is_err());
}

#[test]
fn known_ed25519_vector() {
    // RFC 8032, section 7.1, test 2.
    let seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    let bytes: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&seed[at..at + 2], 16).unwrap()).collect();
    let key = SecretKey::from_base64(&STANDARD.encode(bytes)).unwrap();
    let signature = key.sign(&[0x72]).unwrap();
    assert_eq!(signature[..4], [0x92, 0xa0, 0x09, 0xa9]);
    assert_eq!(signature[60..], [0x12, 0xbb, 0x0c, 0x00]);
}
