//! Tokens as text: minting one, and taking one apart.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tc_ir::json::{self, Json};
use tc_ir::{Link, encode_string};

use crate::{Claims, Grant, SecretKey, TokenError};

/// A token, taken apart and not verified.
pub struct Parts<'t> {
    /// The algorithm's label.
    pub algorithm: String,
    /// What it says.
    pub claims: Claims,
    /// What is signed.
    pub signed: &'t str,
    /// The signature's bytes.
    pub signature: Vec<u8>,
}

/// Sign `claims` with `key`. Fails when they contradict themselves.
pub fn mint(claims: &Claims, key: &SecretKey) -> Result<String, TokenError> {
    check(claims)?;
    let header = format!(r#"{{"alg":"{}","typ":"JWT"}}"#, key.algorithm().label());
    let mut token = STANDARD.encode(header);
    token.push('.');
    STANDARD.encode_string(claims_json(claims), &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    STANDARD.encode_string(signature, &mut token);
    Ok(token)
}

/// Take a token apart. Only the one canonical spelling of each part is read.
pub fn parse(token: &str) -> Result<Parts<'_>, TokenError> {
    let (signed, signature) = token.rsplit_once('.').ok_or_else(|| malformed("it has no three parts"))?;
    let (header, claims) = signed.split_once('.').ok_or_else(|| malformed("it has no three parts"))?;
    if claims.contains('.') {
        return Err(malformed("it has more than three parts"));
    }
    let algorithm = parse_header(&document(header, "header")?)?;
    let claims = parse_claims(&document(claims, "claims")?)?;
    Ok(Parts { algorithm, claims, signed, signature: base64(signature, "signature")? })
}

fn claims_json(claims: &Claims) -> String {
    let mut out = String::from("{\"iss\":");
    encode_string(&mut out, &claims.host);
    // Writing to a String cannot fail.
    let _ = write!(out, ",\"iat\":{},\"exp\":{},\"actor_id\":", claims.issued_at, claims.expires_at);
    encode_string(&mut out, &claims.actor);
    out.push_str(",\"custom\":{");
    for (index, grant) in claims.grants.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        encode_string(&mut out, &grant.link);
        let _ = write!(out, ":{}", grant.mask);
    }
    out.push_str("},\"inherit\":");
    match &claims.parent {
        Some(parent) => encode_string(&mut out, parent),
        None => out.push_str("null"),
    }
    out.push('}');
    out
}

fn parse_header(header: &Json) -> Result<String, TokenError> {
    let members = members(header, "header")?;
    only(members, &["alg", "typ"])?;
    if header.get("typ").and_then(Json::as_str) != Some("JWT") {
        return Err(malformed("its typ is not JWT"));
    }
    string(header, "alg")
}

fn parse_claims(json: &Json) -> Result<Claims, TokenError> {
    let members = members(json, "claims")?;
    only(members, &["iss", "iat", "exp", "actor_id", "custom", "inherit"])?;
    let parent = match json.get("inherit") {
        None | Some(Json::Null) => None,
        Some(Json::String(parent)) => Some(parent.as_str().into()),
        Some(_) => return Err(malformed("inherit is neither a token nor null")),
    };
    let claims = Claims {
        host: string(json, "iss")?,
        actor: string(json, "actor_id")?,
        issued_at: seconds(json, "iat")?,
        expires_at: seconds(json, "exp")?,
        grants: json.get("custom").map_or(Ok(Vec::new()), parse_grants)?,
        parent,
    };
    check(&claims)?;
    Ok(claims)
}

/// `["<link>", mask]`, or a map of link to mask.
fn parse_grants(custom: &Json) -> Result<Vec<Grant>, TokenError> {
    let grant = |link: &str, mask: &Json| {
        let mask = match mask {
            Json::Int(mask) => u16::try_from(*mask).ok(),
            _ => None,
        };
        let mask = mask.ok_or_else(|| malformed("a mask is not a number of permission bits"))?;
        Ok(Grant { link: link.to_owned(), mask })
    };
    match custom {
        Json::Null => Ok(Vec::new()),
        Json::Object(members) => members.iter().map(|(link, mask)| grant(link, mask)).collect(),
        Json::Array(pair) => match pair.as_slice() {
            [Json::String(link), mask] => Ok(vec![grant(link, mask)?]),
            _ => Err(malformed("custom is not [link, mask]")),
        },
        _ => Err(malformed("custom is neither [link, mask] nor a map of them")),
    }
}

/// What holds for every token, minted here or read.
fn check(claims: &Claims) -> Result<(), TokenError> {
    if claims.host.is_empty() || claims.actor.is_empty() {
        return Err(malformed("it has an empty issuer or actor"));
    }
    if claims.issued_at >= claims.expires_at {
        return Err(malformed("it expires before it is issued"));
    }
    for grant in &claims.grants {
        if Link::new(&grant.link).is_none() {
            return Err(malformed(&format!("{:?} is not a link", grant.link)));
        }
        if grant.mask > 0o777 {
            return Err(malformed("a mask has more than nine bits"));
        }
    }
    Ok(())
}

fn document(text: &str, what: &str) -> Result<Json, TokenError> {
    json::parse(&base64(text, what)?).map_err(|error| malformed(&format!("its {what}: {error}")))
}

fn base64(text: &str, what: &str) -> Result<Vec<u8>, TokenError> {
    STANDARD.decode(text).map_err(|_| malformed(&format!("its {what} is not padded base64")))
}

fn members<'j>(json: &'j Json, what: &str) -> Result<&'j [(String, Json)], TokenError> {
    match json {
        Json::Object(members) => Ok(members),
        _ => Err(malformed(&format!("its {what} is not an object"))),
    }
}

fn only(members: &[(String, Json)], known: &[&str]) -> Result<(), TokenError> {
    match members.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        Some((name, _)) => Err(malformed(&format!("unknown member {name:?}"))),
        None => Ok(()),
    }
}

fn string(json: &Json, name: &str) -> Result<String, TokenError> {
    let text = json.get(name).and_then(Json::as_str);
    text.map(str::to_owned).ok_or_else(|| malformed(&format!("{name} is missing or no string")))
}

fn seconds(json: &Json, name: &str) -> Result<u64, TokenError> {
    match json.get(name) {
        Some(Json::Int(seconds)) => u64::try_from(*seconds).ok(),
        _ => None,
    }
    .ok_or_else(|| malformed(&format!("{name} is missing or no number of seconds")))
}

fn malformed(reason: &str) -> TokenError {
    TokenError::Malformed(reason.to_owned())
}
