//! What is installed, as an OpenAPI 3.1 document: derived from schemas and doors, so never out of step with them.

use serde_json::{Map, Value, json};
use tc_ir::{Param, Route, Type, Verb};

use crate::component::{Component, Program};

/// The document for a host that serves `components`.
pub fn document<'c>(components: impl Iterator<Item = &'c Component>) -> Value {
    let mut paths = host_paths();
    for component in components {
        let Program::Ir { library, .. } = &component.program else { continue };
        for route in &library.manifest().routes {
            let path = format!("{}{}", component.id, route.path);
            let methods = paths.entry(path).or_insert_with(|| json!({}));
            methods[route.verb().segment()] = operation(component, route);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "TinyChain host", "version": env!("CARGO_PKG_VERSION")},
        "paths": paths,
        "components": {
            "schemas": {"Error": error_schema()},
            "responses": {"Error": {
                "description": "An error: its category, and what is wrong.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    })
}

/// The paths every host has.
fn host_paths() -> Map<String, Value> {
    let get = |summary: &str, parameters: Value, media: &str, schema: Value| {
        json!({"get": {
            "summary": summary,
            "tags": ["host"],
            "parameters": parameters,
            "responses": responses("200", json!({"description": summary, "content": {media: {"schema": schema}}})),
        }})
    };
    let directory = json!({"type": "object", "additionalProperties": {"type": "boolean"}});
    let event = json!({
        "type": "object",
        "properties": {
            "sequence": {"type": "integer"}, "topic": {"type": "string"}, "value": {}, "txn": {"type": "string"},
        },
        "required": ["sequence", "topic", "value", "txn"],
    });
    let since = json!([{"name": "since", "in": "query", "schema": {"type": "integer", "minimum": 0}}]);
    let actor = json!([json_parameter("key", &Type::String, true)]);
    let mut paths = Map::new();
    let mut add = |path: &str, item: Value| paths.insert(path.to_owned(), item);
    add("/healthz", get("Whether the host is alive.", json!([]), "application/json", json!({"type": "object"})));
    add("/host/event", get("Committed events.", since, "application/json", json!({"type": "array", "items": event})));
    add("/host/metrics", get("Prometheus metrics.", json!([]), "text/plain", json!({"type": "string"})));
    add("/host/openapi", get("This document.", json!([]), "application/json", json!({"type": "object"})));
    add("/host/public_key", get("An actor's public key.", actor, "application/json", json!({"type": "string"})));
    for root in ["/lib", "/service"] {
        let mut item = get("What is installed.", json!([]), "application/json", directory.clone());
        item["put"] = json!({
            "summary": "Install a manifest.",
            "tags": ["host"],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": responses("204", json!({"description": "It is installed."})),
        });
        add(root, item);
    }
    paths
}

fn operation(component: &Component, route: &Route) -> Value {
    let verb = route.verb();
    let schema = route.returns.as_ref().map_or_else(|| json!({}), schema_of);
    let mut operation = json!({
        "operationId": format!("{verb} {}{}", component.id, route.path),
        "tags": [component.id.to_string()],
        "responses": responses("200", json!({
            "description": "The route's result.",
            "content": {"application/json": {"schema": schema}},
        })),
    });
    if let Some(doc) = &route.doc {
        operation["summary"] = json!(doc.lines().next().unwrap_or_default());
        operation["description"] = json!(doc);
    }
    let params = route.params.as_deref();
    match (verb, params) {
        (Verb::Get | Verb::Delete, Some(params)) => operation["parameters"] = params.iter().map(parameter).collect(),
        (Verb::Get | Verb::Delete, None) => {
            // A constant takes no key; an op may.
            let has_key = matches!(route.body, tc_ir::RouteBody::Op(_) | tc_ir::RouteBody::Alias { .. });
            let key = has_key.then(|| json_parameter("key", &Type::Any, false));
            operation["parameters"] = key.into_iter().collect();
        }
        (Verb::Put, params) => {
            let (key, value) = match params {
                Some([key, value]) => (&key.kind, &value.kind),
                _ => (&Type::Any, &Type::Any),
            };
            operation["parameters"] = json!([json_parameter("key", key, true)]);
            operation["requestBody"] = body(true, &schema_of(value));
        }
        (Verb::Post, Some(params)) => {
            let required: Vec<_> = params.iter().filter(|param| param.default.is_none()).map(name).collect();
            let schema = json!({
                "type": "object",
                "properties": params.iter().map(|param| (name(param), schema_of(&param.kind))).collect::<Map<_, _>>(),
                "required": required,
                "additionalProperties": false,
            });
            operation["requestBody"] = body(!required.is_empty(), &schema);
        }
        (Verb::Post, None) => operation["requestBody"] = body(false, &json!({"type": "object"})),
    }
    operation
}

fn name(param: &Param) -> String {
    param.name.to_string()
}

/// A declared parameter in the query: a string as it is, anything else as JSON.
fn parameter(param: &Param) -> Value {
    let required = param.default.is_none();
    match &param.kind {
        Type::String => {
            json!({"name": name(param), "in": "query", "required": required, "schema": schema_of(&param.kind)})
        }
        kind => json_parameter(&param.name, kind, required),
    }
}

fn json_parameter(name: &str, kind: &Type, required: bool) -> Value {
    let content = json!({"application/json": {"schema": schema_of(kind)}});
    json!({"name": name, "in": "query", "required": required, "content": content})
}

fn body(required: bool, schema: &Value) -> Value {
    json!({"required": required, "content": {"application/json": {"schema": schema}}})
}

fn responses(status: &str, response: Value) -> Value {
    json!({status: response, "default": {"$ref": "#/components/responses/Error"}})
}

/// The JSON Schema of a type's values on the wire.
fn schema_of(kind: &Type) -> Value {
    let typed = |path: &str, inner: Value| json!({"type": "object", "properties": {path: inner}, "required": [path], "additionalProperties": false});
    match kind {
        Type::Any | Type::Op => json!({}),
        Type::None => json!({"type": "null"}),
        Type::Bool => json!({"type": "boolean"}),
        Type::Int => json!({"type": "integer", "minimum": i64::MIN, "maximum": i64::MAX}),
        Type::Float => json!({"type": "number"}),
        Type::Number => json!({"anyOf": [{"type": "number"}, schema_of(&Type::Complex)]}),
        Type::Complex => {
            let parts = json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2});
            typed("/state/scalar/value/number", parts)
        }
        Type::String => json!({"type": "string"}),
        Type::Bytes => typed("/state/scalar/value/bytes", json!({"type": "string", "contentEncoding": "base64"})),
        Type::Link => {
            let empty = json!({"type": "array", "maxItems": 0});
            json!({"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": empty})
        }
        Type::Tuple => json!({"type": "array"}),
        Type::Map => json!({"type": "object"}),
        Type::List(item) => json!({"type": "array", "items": schema_of(item)}),
        Type::TupleOf(items) => json!({
            "type": "array",
            "prefixItems": items.iter().map(schema_of).collect::<Vec<_>>(),
            "items": false,
            "minItems": items.len(),
        }),
        Type::MapOf(key, value) => match **key {
            Type::String => json!({"type": "object", "additionalProperties": schema_of(value)}),
            // Keys that are no text are written as pairs.
            _ => json!({"type": "object"}),
        },
        Type::Union(members) => json!({"anyOf": members.iter().map(schema_of).collect::<Vec<_>>()}),
    }
}

fn error_schema() -> Value {
    let categories: Vec<_> = tc_vm::Category::ALL.iter().map(|category| category.name()).collect();
    let at = json!({
        "type": "object",
        "properties": {
            "component": {"type": "string"},
            "route": {"type": "string"},
            "ids": {"type": "array", "items": {"type": "string"}},
            "source": {"type": "string"},
        },
    });
    json!({
        "type": "object",
        "propertyNames": {"enum": categories},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {
            "type": "object",
            "properties": {"message": {"type": "string"}, "at": at},
            "required": ["message"],
        },
    })
}
