//! Ids → slots. What is resolved has been verified; what has not is refused with an `internal_error` all the same.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tc_ir::ops::{Method, Route};
use tc_ir::scope::{STATE, op_params, used_names};
use tc_ir::{Control, Form, Id, Link, OpDef, OpRef, Scalar, Subject, Verb};

use super::program::{ArgExprs, Capture, EntryCode, Expr, Member, Proto, Slot};
use super::uses::Uses;
use crate::error::{Category, Error};
use crate::value::{Str, Value, from_scalar};

type Result<T> = std::result::Result<T, Error>;

/// An op that stands alone. `own` is the id of the library it is in: its paths are siblings.
pub(crate) fn resolve_op(op: &Arc<OpDef>, own: Option<&Link>) -> Result<Arc<Proto>> {
    let params = op_params(op, |_| false);
    Resolver::new(own).op(op, params, Some(op.clone())).map(|(proto, _)| Arc::new(proto))
}

/// The op of a route whose door declares `params`, or declares nothing.
pub(crate) fn resolve_route(op: &Arc<OpDef>, params: Option<Vec<Id>>, own: &Link) -> Result<Arc<Proto>> {
    let params = match params {
        Some(params) if op.verb() == Verb::Post => params,
        _ => op_params(op, |_| false),
    };
    Resolver::new(Some(own)).op(op, params, None).map(|(proto, _)| Arc::new(proto))
}

struct Resolver<'a> {
    own: Option<&'a Link>,
    /// The frames of the ops being resolved, outermost first.
    frames: Vec<Frame>,
}

/// An op being resolved.
#[derive(Default)]
struct Frame {
    /// The ids in scope: those of the frame itself, then those of the branches being resolved.
    blocks: Vec<HashMap<Id, Slot>>,
    /// How many of the first slots are parameters.
    params: usize,
    /// Captured slots and the slots of the frame around that they come from.
    captures: Vec<(Slot, Slot)>,
    entries: Vec<Option<EntryCode>>,
    /// The entry being resolved.
    current: Option<Slot>,
    uses: Uses,
    members: Vec<Member>,
    /// How often each parameter is read, and how often as `$param/get` of a literal key.
    reads: HashMap<Slot, (usize, usize)>,
}

impl Frame {
    fn slot(&mut self) -> Slot {
        self.entries.push(None);
        Slot(u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX))
    }

    fn find(&self, id: &Id) -> Option<Slot> {
        self.blocks.iter().rev().find_map(|block| block.get(id)).copied()
    }

    fn is_param(&self, slot: Slot) -> bool {
        slot.index() < self.params
    }

    fn read(&mut self, slot: Slot) -> Slot {
        self.uses.add(slot);
        if self.is_param(slot) {
            self.reads.entry(slot).or_default().0 += 1;
        }
        slot
    }

    /// Notes that `$param/get` of a literal key was read, in the member's own slot.
    fn read_member(&mut self, param: Slot, key: &str) -> Slot {
        self.reads.entry(param).or_default().1 += 1;
        let known = self.members.iter().find(|member| member.param == param && *member.key == *key);
        let slot = match known {
            Some(member) => member.slot,
            None => {
                let slot = self.slot();
                self.members.push(Member { param, key: Str::from(key), slot });
                slot
            }
        };
        self.uses.add(slot);
        slot
    }
}

fn internal(message: impl Into<String>) -> Error {
    Error::new(Category::InternalError, message)
}

impl<'a> Resolver<'a> {
    fn new(own: Option<&'a Link>) -> Self {
        Self { own, frames: Vec::new() }
    }

    fn frame(&mut self) -> Result<&mut Frame> {
        self.frames.last_mut().ok_or_else(|| internal("no op is being resolved"))
    }

    /// An op with the given parameters, and the slots of the frame around it that it captures.
    fn op(&mut self, op: &OpDef, params: Vec<Id>, definition: Option<Arc<OpDef>>) -> Result<(Proto, Vec<Slot>)> {
        let mut frame = Frame { params: params.len(), ..Frame::default() };
        let mut names = HashMap::new();
        for name in &params {
            let slot = frame.slot();
            names.insert(name.clone(), slot);
        }
        frame.blocks.push(names);
        self.frames.push(frame);
        let result = self.form(op.form());
        let Some(mut frame) = self.frames.pop() else { return Err(internal("no op is being resolved")) };
        let result = result?;

        let (captures, sources): (Vec<Slot>, Vec<Slot>) = frame.captures.iter().copied().unzip();
        frame.members.retain(|member| {
            let (all, by_key) = frame.reads.get(&member.param).copied().unwrap_or_default();
            all == by_key
        });
        let slots = frame.entries.len();
        let proto = Proto {
            verb: op.verb(),
            params,
            captures: (0..captures.len()).map(Capture::Value).collect(),
            capture_slots: captures,
            slots,
            read_once: frame.uses.read_once(slots),
            entries: frame.entries,
            result,
            members: frame.members,
            definition,
        };
        Ok((proto, sources))
    }

    /// The slot of `id`, captured from the frames around where it is theirs.
    fn lookup(&mut self, id: &Id) -> Result<Slot> {
        let bound = (0..self.frames.len()).rev().find_map(|level| Some((level, self.frames[level].find(id)?)));
        let Some((level, mut slot)) = bound else { return Err(internal(format!("undefined id '{id}'"))) };
        for frame in &mut self.frames[level + 1..] {
            let captured = frame.slot();
            frame.captures.push((captured, slot));
            frame.blocks[0].insert(id.clone(), captured);
            slot = captured;
        }
        // What an inner frame captures, the outer one reads when it makes the op: counted there, by `make`.
        Ok(slot)
    }

    fn read(&mut self, id: &Id) -> Result<Slot> {
        let slot = self.lookup(id)?;
        Ok(self.frame()?.read(slot))
    }

    fn in_scope(&self, id: &Id) -> bool {
        self.frames.iter().any(|frame| frame.find(id).is_some())
    }

    /// A form in the innermost scope; the slot of its result, read once.
    fn form(&mut self, form: &Form) -> Result<Slot> {
        let frame = self.frame()?;
        let mut slots = Vec::with_capacity(form.len());
        for entry in form {
            let slot = frame.slot();
            slots.push(slot);
            if let Some(block) = frame.blocks.last_mut() {
                block.insert(entry.id.clone(), slot);
            }
        }
        let around = frame.current;
        let mut groups = self.groups(form, &slots)?;
        for (entry, &slot) in form.iter().zip(&slots) {
            self.frame()?.current = Some(slot);
            let expr = match groups.remove(&slot) {
                Some(expr) => expr,
                None => self.expr(&entry.scalar)?,
            };
            let mut strict = Vec::new();
            strict_slots(&expr, &mut strict);
            let frame = self.frame()?;
            // Slots that are no entries are filled when the op is called.
            strict.retain(|&slot| !frame.is_param(slot));
            frame.entries[slot.index()] = Some(EntryCode { id: entry.id.clone(), parent: around, strict, expr });
        }
        let frame = self.frame()?;
        frame.current = around;
        match slots.last() {
            Some(&result) => Ok(frame.read(result)),
            None => Err(internal("a form without entries")),
        }
    }

    /// The definitions of a form that use themselves or each other, made together.
    fn groups(&mut self, form: &Form, slots: &[Slot]) -> Result<HashMap<Slot, Expr>> {
        let definitions: Vec<(usize, &Arc<OpDef>)> = form
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| if let Scalar::Op(op) = &entry.scalar { Some((index, op)) } else { None })
            .collect();
        let nodes: HashMap<&Id, usize> =
            definitions.iter().enumerate().map(|(node, &(index, _))| (&form[index].id, node)).collect();
        let edges: Vec<Vec<usize>> = definitions
            .iter()
            .map(|&(index, _)| {
                let used: HashSet<usize> = used_names(&form[index].scalar, true)
                    .into_iter()
                    .filter_map(|name| nodes.get(name).copied())
                    .collect();
                used.into_iter().collect()
            })
            .collect();
        let mut made = HashMap::new();
        for mut group in tc_ir::graph::components(&edges) {
            if group.len() == 1 && !edges[group[0]].contains(&group[0]) {
                continue;
            }
            group.sort_unstable();
            let peers: Vec<Slot> = group.iter().map(|&node| slots[definitions[node].0]).collect();
            let mut protos = Vec::with_capacity(group.len());
            let mut captured: Vec<Slot> = Vec::new();
            for &node in &group {
                let op = definitions[node].1;
                let params = op_params(op, |id| self.in_scope(id));
                let (mut proto, sources) = self.op(op, params, Some(op.clone()))?;
                for (capture, source) in proto.captures.iter_mut().zip(sources) {
                    *capture = if let Some(peer) = peers.iter().position(|&slot| slot == source) {
                        Capture::Peer(peer)
                    } else {
                        let known = captured.iter().position(|&slot| slot == source);
                        Capture::Value(known.unwrap_or_else(|| {
                            captured.push(source);
                            captured.len() - 1
                        }))
                    };
                }
                protos.push(Arc::new(proto));
            }
            let group: Arc<[Arc<Proto>]> = protos.into();
            for (index, &slot) in peers.iter().enumerate() {
                let captured = self.capture(captured.clone())?;
                made.insert(slot, Expr::Op { group: group.clone(), index, captured });
            }
        }
        Ok(made)
    }

    /// Counts the reads of what an op captures from the frame it is made in.
    fn capture(&mut self, slots: Vec<Slot>) -> Result<Vec<Slot>> {
        let frame = self.frame()?;
        slots.iter().for_each(|&slot| {
            frame.read(slot);
        });
        Ok(slots)
    }

    /// An op as a value, with the given parameters or those that are free in it.
    fn make(&mut self, op: &Arc<OpDef>, given: Option<Vec<Id>>) -> Result<Expr> {
        let params = given.unwrap_or_else(|| op_params(op, |id| self.in_scope(id)));
        let (proto, sources) = self.op(op, params, Some(op.clone()))?;
        let captured = self.capture(sources)?;
        Ok(Expr::Op { group: Arc::from([Arc::new(proto)]), index: 0, captured })
    }

    fn expr(&mut self, scalar: &Scalar) -> Result<Expr> {
        if scalar.is_value() {
            return from_scalar(scalar).map(Expr::Const);
        }
        Ok(match scalar {
            Scalar::Id(id) if id.as_str() == Id::SELF => match self.own {
                Some(own) => Expr::Const(Value::Link(own.clone())),
                None => return Err(internal("$self outside a library")),
            },
            Scalar::Id(id) => Expr::Local(self.read(id)?),
            Scalar::Tuple(items) => Expr::Tuple(items.iter().map(|item| self.expr(item)).collect::<Result<_>>()?),
            Scalar::Map(entries) => Expr::Map(
                entries.iter().map(|(key, value)| Ok((self.expr(key)?, self.expr(value)?))).collect::<Result<_>>()?,
            ),
            Scalar::Op(op) => self.make(op, None)?,
            Scalar::Ref(op) => self.op_ref(op)?,
            Scalar::Control(control) => self.control(control)?,
            _ => return from_scalar(scalar).map(Expr::Const),
        })
    }

    fn boxed(&mut self, scalar: &Scalar) -> Result<Box<Expr>> {
        self.expr(scalar).map(Box::new)
    }

    fn op_ref(&mut self, op: &OpRef) -> Result<Expr> {
        match op.subject() {
            Subject::Scoped { id, suffix } if id.as_str() == Id::SELF => {
                Ok(Expr::Sibling { path: Arc::from(format!("/{suffix}")), args: self.args(op, "")? })
            }
            Subject::Scoped { id, suffix } if suffix.is_empty() => {
                let callee = self.read(id)?;
                Ok(Expr::Call { callee, name: id.clone(), args: self.args(op, "")? })
            }
            Subject::Scoped { id, suffix } => {
                let subject = self.read(id)?;
                let args = self.args(op, suffix)?;
                let frame = self.frame()?;
                if let (true, Some(key)) = (frame.is_param(subject) && &**suffix == "get", literal_key(&args)) {
                    let key = Str::from(key);
                    let slot = frame.read_member(subject, &key);
                    return Ok(Expr::Member { param: subject, slot, key });
                }
                Ok(Expr::Method { subject, method: Method::new(suffix), suffix: suffix.clone(), args })
            }
            Subject::Link(link) => self.link(link, op),
        }
    }

    fn link(&mut self, link: &Link, op: &OpRef) -> Result<Expr> {
        if link.is_absolute() {
            return Ok(Expr::Link { link: link.clone(), args: self.args(op, "")? });
        }
        if let Some(path) = self.own.and_then(|own| link.strip_prefix(own.as_str()))
            && path.starts_with('/')
        {
            return Ok(Expr::Sibling { path: Arc::from(path), args: self.args(op, "")? });
        }
        match Route::new(link) {
            Some(_) if link.starts_with("/host/") => Ok(Expr::Link { link: link.clone(), args: self.args(op, "")? }),
            Some(route) if link.contains("/reflect/") => match op {
                OpRef::Post { params, .. } => {
                    let scalar = params.iter().find(|(name, _)| name.as_str() == "scalar");
                    let scalar = scalar.map_or(Scalar::None, |(_, scalar)| scalar.clone());
                    match scalar {
                        // An op under an id is a value; reflecting on it needs the value.
                        Scalar::Id(_) => Ok(Expr::Route { route, args: self.args(op, "")? }),
                        scalar => Ok(Expr::Reflect { route, scalar: Arc::new(scalar) }),
                    }
                }
                _ => Err(internal(format!("{link} is called with POST"))),
            },
            Some(route) => Ok(Expr::Route { route, args: self.args(op, "")? }),
            None => Ok(Expr::Link { link: link.clone(), args: self.args(op, "")? }),
        }
    }

    /// The arguments of a call of `suffix`, whose name may say how ops among them are called.
    fn args(&mut self, op: &OpRef, suffix: &str) -> Result<ArgExprs> {
        Ok(match op {
            OpRef::Get { key, .. } => ArgExprs::Get(self.boxed(key)?),
            OpRef::Put { key, value, .. } => ArgExprs::Put(self.boxed(key)?, self.boxed(value)?),
            OpRef::Delete { key, .. } => ArgExprs::Delete(self.boxed(key)?),
            OpRef::Post { params, .. } => {
                let mut args = Vec::with_capacity(params.len());
                for (name, value) in params {
                    let expr = match value {
                        Scalar::Op(op) if suffix == "fold" && name.as_str() == "op" => self.fold_op(op, params)?,
                        value => self.expr(value)?,
                    };
                    args.push((name.clone(), expr));
                }
                ArgExprs::Post(args)
            }
        })
    }

    /// The op of a fold: given the item, and the state under `state` or its members' names.
    fn fold_op(&mut self, op: &Arc<OpDef>, params: &[(Id, Scalar)]) -> Result<Expr> {
        let param = |wanted: &str| params.iter().find(|(name, _)| name.as_str() == wanted).map(|(_, value)| value);
        let mut given: Vec<Id> = Vec::new();
        match param("value") {
            Some(Scalar::Map(entries)) => given.extend(entries.iter().filter_map(|(key, _)| match key {
                Scalar::String(key) => Id::new(key),
                _ => None,
            })),
            value => {
                given.extend(Id::new(STATE));
                if !value.is_some_and(Scalar::is_value) {
                    // Not known before it runs: what is unbound may be a member of the state.
                    given.extend(op_params(op, |id| id.as_str() == STATE || self.in_scope(id)));
                }
            }
        }
        if let Some(Scalar::String(item)) = param("item_name") {
            given.extend(Id::new(item));
        }
        let mut seen = HashSet::new();
        given.retain(|name| seen.insert(name.clone()));
        self.make(op, Some(given))
    }

    fn control(&mut self, control: &Control) -> Result<Expr> {
        Ok(match control {
            Control::If { cond, then, or_else } | Control::Cond { cond, then, or_else } => {
                let cond = self.boxed(cond)?;
                let start = self.frame()?.uses.mark();
                let then = Box::new(self.branch(then)?);
                let middle = self.frame()?.uses.mark();
                let or_else = Box::new(self.branch(or_else)?);
                self.frame()?.uses.join(start, middle);
                Expr::If { cond, then, or_else }
            }
            Control::While { cond, body, state } => Expr::While {
                cond: self.loop_op(cond, &[STATE])?,
                body: self.loop_op(body, &[STATE])?,
                state: self.boxed(state)?,
            },
            Control::ForEach { items, op, item_name, state } => Expr::ForEach {
                items: self.boxed(items)?,
                op: match state {
                    Some(_) => self.loop_op(op, &[item_name, STATE])?,
                    None => self.loop_op(op, &[item_name])?,
                },
                item_name: item_name.clone(),
                state: state.as_ref().map(|state| self.boxed(state)).transpose()?,
            },
            Control::After { when, then } => Expr::After { when: self.boxed(when)?, then: self.boxed(then)? },
        })
    }

    /// A branch: an inline POST op runs in the current scope.
    fn branch(&mut self, branch: &Scalar) -> Result<Expr> {
        let Scalar::Op(op) = branch else { return self.expr(branch) };
        let OpDef::Post { form } = &**op else { return self.expr(branch) };
        self.frame()?.blocks.push(HashMap::new());
        let result = self.form(form);
        self.frame()?.blocks.pop();
        result.map(Expr::Branch)
    }

    /// An op that a loop calls with `given`, which are its own even where the scope has such ids.
    fn loop_op(&mut self, op: &Scalar, given: &[&str]) -> Result<Box<Expr>> {
        match op {
            Scalar::Op(op) if op.verb() == Verb::Post => {
                let given = given.iter().filter_map(|name| Id::new(name)).collect();
                self.make(op, Some(given)).map(Box::new)
            }
            op => self.boxed(op),
        }
    }
}

/// The key of `get` with nothing but a literal string that is an Id.
fn literal_key(args: &ArgExprs) -> Option<&str> {
    let key = match args {
        ArgExprs::Get(key) => key,
        ArgExprs::Post(params) => match params.as_slice() {
            [(name, key)] if name.as_str() == "i" => key,
            _ => return None,
        },
        _ => return None,
    };
    match key {
        Expr::Const(Value::String(key)) => Some(key),
        _ => None,
    }
}

/// The slots an expression reads whenever it runs, in order. What a branch reads is left to the branch, and what
/// follows an `After` whose condition is not simply read is left until then.
fn strict_slots(expr: &Expr, out: &mut Vec<Slot>) {
    match expr {
        Expr::Const(_) | Expr::Branch(_) | Expr::Reflect { .. } => {}
        Expr::Local(slot) => out.push(*slot),
        Expr::Member { .. } => {}
        Expr::Tuple(items) => items.iter().for_each(|item| strict_slots(item, out)),
        Expr::Map(entries) => entries.iter().for_each(|(key, value)| {
            strict_slots(key, out);
            strict_slots(value, out);
        }),
        Expr::Method { subject, args, .. } => {
            out.push(*subject);
            args.exprs().into_iter().for_each(|arg| strict_slots(arg, out));
        }
        Expr::Call { callee, args, .. } => {
            out.push(*callee);
            args.exprs().into_iter().for_each(|arg| strict_slots(arg, out));
        }
        Expr::Route { args, .. } | Expr::Sibling { args, .. } | Expr::Link { args, .. } => {
            args.exprs().into_iter().for_each(|arg| strict_slots(arg, out));
        }
        Expr::If { cond, .. } => strict_slots(cond, out),
        Expr::While { cond, body, state } => {
            strict_slots(cond, out);
            strict_slots(body, out);
            strict_slots(state, out);
        }
        Expr::ForEach { items, op, state, .. } => {
            strict_slots(items, out);
            strict_slots(op, out);
            state.iter().for_each(|state| strict_slots(state, out));
        }
        Expr::After { when, then } => {
            strict_slots(when, out);
            if is_simply_read(when) {
                strict_slots(then, out);
            }
        }
        Expr::Op { captured, .. } => out.extend(captured),
    }
}

fn is_simply_read(expr: &Expr) -> bool {
    match expr {
        Expr::Const(_) | Expr::Local(_) => true,
        Expr::Tuple(items) => items.iter().all(is_simply_read),
        _ => false,
    }
}
