//! The manifest (docs/ir.md, section 5): what is installed, in every form a kernel accepts.

use crate::decode::{at, base64_bytes, decode_json, fail, ident, link, list, text};
use crate::error::DecodeError;
use crate::json::{Json, parse};
use crate::names::{Id, Link};
use crate::scalar::{OpDef, Scalar, Verb};
use crate::types::Type;

type Result<T> = std::result::Result<T, DecodeError>;

/// Who a library or service is, and which others it may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// A path under `/lib`, `/service` or `/class`.
    pub id: Link,
    pub version: Id,
    pub dependencies: Vec<Link>,
}

/// A library or service, complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    pub schema: Schema,
    pub routes: Vec<Route>,
    pub source_map: Option<SourceMap>,
}

/// One route: where it is and what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Below the component, with its leading slash: `/handle`.
    pub path: Link,
    pub body: RouteBody,
    /// `None` when the manifest does not declare the door.
    pub params: Option<Vec<Param>>,
    pub returns: Option<Type>,
    pub doc: Option<String>,
}

impl Route {
    /// The verb this route answers.
    pub fn verb(&self) -> Verb {
        match &self.body {
            RouteBody::Value(_) => Verb::Get,
            RouteBody::Alias { verb, .. } => *verb,
            RouteBody::Op(op) => op.verb(),
        }
    }

    /// The member of the route's JSON that holds its body.
    pub fn body_key(&self) -> &'static str {
        match &self.body {
            RouteBody::Value(_) => "value",
            RouteBody::Alias { .. } => "op",
            RouteBody::Op(_) => "opdef",
        }
    }
}

/// What a route does.
#[derive(Clone, Debug, PartialEq)]
pub enum RouteBody {
    /// A constant, answered to GET.
    Value(Scalar),
    /// Another route.
    Alias {
        verb: Verb,
        path: Link,
    },
    Op(OpDef),
}

/// A parameter at the door.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub name: Id,
    pub kind: Type,
    /// What it is when left out; `None` when it may not be.
    pub default: Option<Scalar>,
}

/// Where a manifest came from. It never changes behaviour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    pub file: String,
    /// By `"<VERB> <path>"`.
    pub routes: Vec<(String, RouteSource)>,
}

impl SourceMap {
    /// The source of the route `path` under `verb`.
    pub fn route(&self, verb: Verb, path: &str) -> Option<&RouteSource> {
        self.routes.iter().find(|(name, _)| name.split_once(' ') == Some((verb.name(), path))).map(|(_, source)| source)
    }
}

/// Lines of ids, relative to the line of the route's `def`.
pub type IdSpans = Vec<(Id, u32)>;

/// Where a route stands in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteSource {
    /// The line of its `def`.
    pub line: u32,
    pub ids: IdSpans,
}

impl RouteSource {
    /// The line of the innermost of `ids` that has one, else of the `def`.
    pub fn line_of(&self, ids: &[Id]) -> u32 {
        let offset = ids.iter().rev().find_map(|id| self.ids.iter().find(|(name, _)| name == id));
        self.line + offset.map_or(0, |(_, line)| *line)
    }
}

/// What the body of an install request holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Installation {
    Ir(Manifest),
    Wasm { schema: Schema, module: Vec<u8> },
}

/// One file of an install package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    pub path: Link,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

impl Artifact {
    pub const IR: &'static str = "application/tinychain+json";
    pub const WASM: &'static str = "application/wasm";
}

impl Installation {
    /// Reads the body of an install request: a manifest, a package, the compact form or a bare schema.
    pub fn decode(source: &[u8]) -> Result<Self> {
        let document = parse(source)?;
        if document.get("artifacts").is_some() { package(&document) } else { manifest(&document).map(Self::Ir) }
    }

    pub fn schema(&self) -> &Schema {
        match self {
            Self::Ir(manifest) => &manifest.schema,
            Self::Wasm { schema, .. } => schema,
        }
    }
}

impl Manifest {
    /// Reads a manifest in any of its forms; a package must hold IR.
    pub fn decode(source: &[u8]) -> Result<Self> {
        match Installation::decode(source)? {
            Installation::Ir(manifest) => Ok(manifest),
            Installation::Wasm { .. } => {
                at("artifacts", at(0, at("content_type", fail(format!("expected {}", Artifact::IR)))))
            }
        }
    }
}

fn manifest(document: &Json) -> Result<Manifest> {
    let members = object(document)?;
    if let [(id, body), rest @ ..] = members
        && id.starts_with('/')
    {
        return if rest.is_empty() {
            at(id, compact(id, body))
        } else {
            fail("the compact form has one key, the id of the library or service")
        };
    }
    if document.get("id").is_some() {
        return Ok(Manifest { schema: schema(document)?, routes: Vec::new(), source_map: None });
    }
    only(members, &["schema", "routes", "source_map"])?;
    let empty = Json::Array(Vec::new());
    Ok(Manifest {
        schema: at("schema", schema(required(document, "schema")?))?,
        routes: at("routes", each(document.get("routes").unwrap_or(&empty), route))?,
        source_map: match document.get("source_map") {
            None | Some(Json::Null) => None,
            Some(map) => Some(at("source_map", source_map(map))?),
        },
    })
}

fn compact(id: &str, body: &Json) -> Result<Manifest> {
    let id = component(id)?;
    let routes = object(body)?.iter().map(|(name, value)| at(name, member(name, value)));
    let routes = routes.collect::<Result<_>>()?;
    let last = id.segments().last().and_then(Id::new);
    let version = last.ok_or_else(|| DecodeError::here("the id has no version"))?;
    Ok(Manifest { schema: Schema { id, version, dependencies: Vec::new() }, routes, source_map: None })
}

fn member(name: &str, value: &Json) -> Result<Route> {
    let path = id(name)?;
    let path = Link::new(&format!("/{path}")).ok_or_else(|| DecodeError::here(format!("{name:?} is not a path")))?;
    let body = match decode_json(value)? {
        Scalar::Op(op) => RouteBody::Op(OpDef::clone(&op)),
        value => RouteBody::Value(value),
    };
    Ok(Route { path, body, params: None, returns: None, doc: None })
}

fn id(name: &str) -> Result<Id> {
    Id::new(name).ok_or_else(|| DecodeError::here(format!("{name:?} is not an Id")))
}

fn package(document: &Json) -> Result<Installation> {
    only(object(document)?, &["schema", "artifacts"])?;
    let schema = at("schema", schema(required(document, "schema")?))?;
    let mut artifacts = at("artifacts", each(required(document, "artifacts")?, artifact))?;
    let (Some(artifact), true) = (artifacts.pop(), artifacts.is_empty()) else {
        return at("artifacts", fail("expected one artifact"));
    };
    let here = |field: &str, error: DecodeError| Err(error.under(field).under(0).under("artifacts"));
    match artifact.content_type.as_str() {
        Artifact::WASM => Ok(Installation::Wasm { schema, module: artifact.bytes }),
        Artifact::IR => match parse(&artifact.bytes).and_then(|document| manifest(&document)) {
            Ok(manifest) if manifest.schema == schema => Ok(Installation::Ir(manifest)),
            Ok(_) => here("bytes", DecodeError::here("the artifact is for another schema")),
            Err(error) => here("bytes", DecodeError::here(format!("in the artifact, {error}"))),
        },
        other => here(
            "content_type",
            DecodeError::here(format!("{other} is no IR and no WASM; expected {} or {}", Artifact::IR, Artifact::WASM)),
        ),
    }
}

fn artifact(value: &Json) -> Result<Artifact> {
    only(object(value)?, &["path", "content_type", "bytes"])?;
    Ok(Artifact {
        path: at("path", link(required(value, "path")?))?,
        content_type: at("content_type", text(required(value, "content_type")?))?.to_owned(),
        bytes: at("bytes", base64_bytes(required(value, "bytes")?))?,
    })
}

fn schema(value: &Json) -> Result<Schema> {
    only(object(value)?, &["id", "version", "dependencies"])?;
    let empty = Json::Array(Vec::new());
    Ok(Schema {
        id: at("id", text(required(value, "id")?).and_then(component))?,
        version: at("version", ident(required(value, "version")?))?,
        dependencies: at(
            "dependencies",
            each(value.get("dependencies").unwrap_or(&empty), |item| text(item).and_then(component)),
        )?,
    })
}

fn component(id: &str) -> Result<Link> {
    Link::new(id)
        .filter(|link| {
            let mut segments = link.segments();
            !link.is_absolute()
                && matches!(segments.next(), Some("lib" | "service" | "class"))
                && segments.next().is_some()
        })
        .ok_or_else(|| DecodeError::here(format!("{id:?} is not the id of a library or service")))
}

fn route(value: &Json) -> Result<Route> {
    let members = object(value)?;
    only(members, &["path", "value", "op", "opdef", "params", "returns", "doc"])?;
    let path = at("path", text(required(value, "path")?).and_then(route_path))?;
    let bodies: Vec<_> = members.iter().filter(|(key, _)| matches!(key.as_str(), "value" | "op" | "opdef")).collect();
    let [(kind, body)] = bodies.as_slice() else { return fail("a route has exactly one of value, op and opdef") };
    let body = match kind.as_str() {
        "value" => decode_json(body).map(RouteBody::Value),
        "op" => alias(body),
        _ => decode_json(body).and_then(|scalar| match scalar {
            Scalar::Op(op) => Ok(RouteBody::Op(OpDef::clone(&op))),
            _ => fail("expected an op definition"),
        }),
    };
    Ok(Route {
        path,
        body: at(kind, body)?,
        params: value.get("params").map(|params| at("params", each(params, param))).transpose()?,
        returns: value.get("returns").map(|returns| at("returns", type_of(returns))).transpose()?,
        doc: value.get("doc").map(|doc| at("doc", text(doc)).map(str::to_owned)).transpose()?,
    })
}

fn route_path(path: &str) -> Result<Link> {
    Link::new(path)
        .filter(|link| !link.is_absolute() && path != "/")
        .ok_or_else(|| DecodeError::here(format!("{path:?} is not the path of a route")))
}

fn alias(value: &Json) -> Result<RouteBody> {
    only(object(value)?, &["method", "path"])?;
    let verb = at("method", {
        text(required(value, "method")?).and_then(|method| {
            Verb::from_name(method)
                .ok_or_else(|| DecodeError::here(format!("{method:?} is not one of GET, PUT, POST, DELETE")))
        })
    })?;
    Ok(RouteBody::Alias { verb, path: at("path", link(required(value, "path")?))? })
}

fn param(value: &Json) -> Result<Param> {
    only(object(value)?, &["name", "type", "default"])?;
    Ok(Param {
        name: at("name", ident(required(value, "name")?))?,
        kind: value.get("type").map_or(Ok(Type::Any), |kind| at("type", type_of(kind)))?,
        default: value
            .get("default")
            .map(|default| {
                at(
                    "default",
                    decode_json(default).and_then(|scalar| match scalar {
                        value if value.is_value() => Ok(value),
                        _ => fail("a default is a value"),
                    }),
                )
            })
            .transpose()?,
    })
}

fn type_of(value: &Json) -> Result<Type> {
    Type::parse(text(value)?).map_err(DecodeError::here)
}

fn source_map(value: &Json) -> Result<SourceMap> {
    only(object(value)?, &["file", "routes"])?;
    let empty = Json::Object(Vec::new());
    let routes = object(value.get("routes").unwrap_or(&empty)).map_err(|error| error.under("routes"))?;
    let routes = routes.iter().map(|(name, source)| {
        let source = at("routes", at(name, route_source(source)))?;
        Ok((name.clone(), source))
    });
    Ok(SourceMap {
        file: at("file", text(required(value, "file")?))?.to_owned(),
        routes: routes.collect::<Result<_>>()?,
    })
}

fn route_source(value: &Json) -> Result<RouteSource> {
    only(object(value)?, &["line", "ids"])?;
    let empty = Json::Object(Vec::new());
    let ids = at("ids", object(value.get("ids").unwrap_or(&empty)))?;
    let ids = ids.iter().map(|(name, offset)| {
        let pair = id(name).and_then(|id| line(offset).map(|offset| (id, offset)));
        at("ids", at(name, pair))
    });
    Ok(RouteSource { line: at("line", line(required(value, "line")?))?, ids: ids.collect::<Result<_>>()? })
}

fn line(value: &Json) -> Result<u32> {
    match value {
        Json::Int(line) => u32::try_from(*line).ok(),
        _ => None,
    }
    .ok_or_else(|| DecodeError::here("expected a line number"))
}

fn object(value: &Json) -> Result<&[(String, Json)]> {
    match value {
        Json::Object(members) => Ok(members),
        _ => fail("expected an object"),
    }
}

fn required<'a>(value: &'a Json, key: &str) -> Result<&'a Json> {
    value.get(key).ok_or_else(|| DecodeError::here(format!("missing {key}")))
}

fn only(members: &[(String, Json)], known: &[&str]) -> Result<()> {
    match members.iter().find(|(key, _)| !known.contains(&key.as_str())) {
        Some((key, _)) => at(key, fail(format!("unknown member {key:?}"))),
        None => Ok(()),
    }
}

fn each<T>(value: &Json, read: impl Fn(&Json) -> Result<T>) -> Result<Vec<T>> {
    list(value)?.iter().enumerate().map(|(index, item)| at(index, read(item))).collect()
}
