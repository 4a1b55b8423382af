//! Runs resolved ops: one frame a call, slots filled on demand.

use std::sync::Arc;

use tc_ir::scope::STATE;
use tc_ir::{Id, Link, Verb};

use super::program::{ArgExprs, Capture, Closure, EntryCode, Expr, Proto, Slot};
use crate::error::{Category, Error};
use crate::library::{Args, Host, Library};
use crate::limits;
use crate::ops::{self, Context, Items};
use crate::value::{Map, Str, Value, taken};

type Result<T> = std::result::Result<T, Error>;

/// How many calls of ops may be inside one another.
const MAX_CALLS: usize = 1000;
/// How many conditionals may wait for one another within one call.
const MAX_DEMANDS: usize = 20_000;
/// How much work is done between two looks at the clock.
const SLICE: u64 = 4096;
/// Native stack kept free, and taken at a time when there is less.
const RED_ZONE: usize = 128 << 10;
const STACK_SEGMENT: usize = 2 << 20;

/// One run of a route.
pub(crate) struct Machine<'a> {
    library: Option<&'a Library>,
    host: &'a dyn Host,
    work: u64,
    calls: usize,
    demands: usize,
    /// What the values of this thread took before the run.
    taken_before: i64,
}

/// The slots of one call.
struct Frame<'p> {
    proto: &'p Proto,
    slots: Vec<State>,
}

/// A slot while its op runs.
enum State {
    Empty,
    Ready(Value),
    /// Its one reader took the value.
    Taken,
}

impl Frame<'_> {
    /// The value of a slot that is ready, given away if nothing else will read it.
    fn read(&mut self, slot: Slot) -> Result<Value> {
        let state = &mut self.slots[slot.index()];
        match state {
            State::Ready(_) if self.proto.read_once[slot.index()] => match std::mem::replace(state, State::Taken) {
                State::Ready(value) => Ok(value),
                _ => Err(broken("a slot lost its value")),
            },
            State::Ready(value) => Ok(value.clone()),
            State::Empty => Err(broken("a slot was read before it was filled")),
            State::Taken => Err(broken("a slot was read twice")),
        }
    }

    fn is_ready(&self, slot: Slot) -> bool {
        !matches!(self.slots[slot.index()], State::Empty)
    }

    fn fill(&mut self, slot: Slot, value: Value) {
        self.slots[slot.index()] = State::Ready(value);
    }
}

/// A state this evaluator should never get into.
#[cold]
fn broken(message: &str) -> Error {
    Error::new(Category::InternalError, format!("the evaluator is broken: {message}"))
}

impl<'a> Machine<'a> {
    pub fn new(library: Option<&'a Library>, host: &'a dyn Host) -> Self {
        Self { library, host, work: 0, calls: 0, demands: 0, taken_before: taken() }
    }

    /// Runs an op that captures nothing with its parameters in order.
    pub fn run(&mut self, proto: &Proto, args: Vec<Value>) -> Result<Value> {
        self.enter(proto, None, args.into_iter().map(Some).collect())
    }

    /// Fills a frame and runs the op. The parameters are in order; one that is missing is an error.
    fn enter(&mut self, proto: &Proto, closure: Option<&Closure>, args: Vec<Option<Value>>) -> Result<Value> {
        let mut slots = Vec::with_capacity(proto.slots);
        for (name, value) in proto.params.iter().zip(args) {
            match value {
                Some(value) => slots.push(State::Ready(value)),
                None => return Err(Error::bad_request(format!("missing parameter '{name}'"))),
            }
        }
        slots.resize_with(proto.slots, || State::Empty);
        let mut frame = Frame { proto, slots };
        if let Some(closure) = closure {
            for (&capture, &slot) in proto.captures.iter().zip(&proto.capture_slots) {
                let value = match capture {
                    Capture::Value(index) => closure.captured[index].clone(),
                    Capture::Peer(index) => Value::Op(Arc::new(Closure {
                        group: closure.group.clone(),
                        index,
                        captured: closure.captured.clone(),
                    })),
                };
                frame.fill(slot, value);
            }
        }
        take_members(&mut frame);
        let demands = std::mem::take(&mut self.demands);
        let result = stacker::maybe_grow(RED_ZONE, STACK_SEGMENT, || {
            self.demand(&mut frame, proto.result)?;
            frame.read(proto.result)
        });
        self.demands = demands;
        result.map_err(Error::leave_frame)
    }

    /// Calls an op as often as one op may call another.
    fn nested<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.calls >= MAX_CALLS {
            return Err(Error::bad_request("maximum recursion depth exceeded"));
        }
        self.calls += 1;
        let result = run(self);
        self.calls -= 1;
        result
    }

    /// Fills `slot` and, before it, every slot it needs in any case.
    fn demand(&mut self, frame: &mut Frame<'_>, slot: Slot) -> Result<()> {
        if frame.is_ready(slot) {
            return Ok(());
        }
        let proto = frame.proto;
        // (slot, how many of the slots it needs were looked at)
        let mut waiting = vec![(slot, 0)];
        while let Some((slot, looked_at)) = waiting.last_mut() {
            let slot = *slot;
            let Some(entry) = &proto.entries[slot.index()] else { return Err(broken("a slot without an entry")) };
            if let Some(&needed) = entry.strict.get(*looked_at) {
                *looked_at += 1;
                if !frame.is_ready(needed) {
                    if waiting.len() > proto.slots {
                        return Err(broken("a cyclic form"));
                    }
                    waiting.push((needed, 0));
                }
                continue;
            }
            waiting.pop();
            if !frame.is_ready(slot) {
                let value = self.entry(frame, entry)?;
                frame.fill(slot, value);
            }
        }
        Ok(())
    }

    fn entry(&mut self, frame: &mut Frame<'_>, entry: &EntryCode) -> Result<Value> {
        self.spend(1)?;
        self.demands += 1;
        if self.demands > MAX_DEMANDS {
            return Err(Error::bad_request("maximum recursion depth exceeded"));
        }
        let value = stacker::maybe_grow(RED_ZONE, STACK_SEGMENT, || self.eval(frame, &entry.expr));
        self.demands -= 1;
        value.map_err(|error| {
            let proto = frame.proto;
            error.enter_entry(|| {
                let outer = |slot: &Slot| proto.entries[slot.index()].as_ref();
                std::iter::successors(Some(entry), |entry| entry.parent.as_ref().and_then(outer))
                    .map(|entry| entry.id.clone())
                    .collect()
            })
        })
    }

    /// The value of `slot`, run now if it has to be.
    fn local(&mut self, frame: &mut Frame<'_>, slot: Slot) -> Result<Value> {
        self.demand(frame, slot)?;
        frame.read(slot)
    }

    fn eval(&mut self, frame: &mut Frame<'_>, expr: &Expr) -> Result<Value> {
        match expr {
            Expr::Const(value) => Ok(value.clone()),
            Expr::Local(slot) | Expr::Branch(slot) => self.local(frame, *slot),
            Expr::Member { param, slot, key } => self.member(frame, *param, *slot, key),
            Expr::Tuple(items) => {
                let items = items.iter().map(|item| self.eval(frame, item));
                items.collect::<Result<Vec<_>>>().map(Value::from)
            }
            Expr::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    let key = self.eval(frame, key)?;
                    map.insert(key, self.eval(frame, value)?)?;
                }
                Ok(Value::Map(map))
            }
            Expr::Method { subject, method, suffix, args } => {
                let subject = self.local(frame, *subject)?;
                let args = self.args(frame, args)?;
                match (subject, method) {
                    (Value::Link(link), _) => match link.join(suffix) {
                        Some(link) => self.link(&link, args),
                        None => Err(Error::bad_request(format!("{link}/{suffix} is not a link"))),
                    },
                    (subject, Some(method)) => ops::call_method(self, *method, subject, args),
                    (subject, None) => Err(ops::no_such_op(suffix, &subject)),
                }
            }
            Expr::Call { callee, name, args } => {
                let callee = self.local(frame, *callee)?;
                let args = self.args(frame, args)?;
                match callee {
                    Value::Op(op) => self.call_op(&op, args),
                    Value::Link(link) => self.link(&link, args),
                    other => {
                        let kind = ops::python_type(&other);
                        Err(Error::bad_request(format!("'{name}' is not an op: '{kind}' object is not callable")))
                    }
                }
            }
            Expr::Route { route, args } => {
                let args = self.args(frame, args)?;
                ops::call_route(self, *route, args)
            }
            Expr::Reflect { route, scalar } => ops::reflect(*route, scalar),
            Expr::Sibling { path, args } => {
                let args = self.args(frame, args)?;
                self.sibling(path, args)
            }
            Expr::Link { link, args } => {
                let args = self.args(frame, args)?;
                self.link(link, args)
            }
            Expr::If { cond, then, or_else } => {
                let cond = self.eval(frame, cond)?;
                let chosen = if condition(&cond)? { then } else { or_else };
                self.eval(frame, chosen)
            }
            Expr::While { cond, body, state } => self.run_while(frame, cond, body, state),
            Expr::ForEach { items, op, item_name, state } => {
                self.run_for_each(frame, items, op, item_name, state.as_deref())
            }
            Expr::After { when, then } => {
                self.eval(frame, when)?;
                self.eval(frame, then)
            }
            Expr::Op { group, index, captured } => {
                let captured = captured.iter().map(|&slot| self.local(frame, slot)).collect::<Result<_>>()?;
                Ok(Value::Op(Arc::new(Closure { group: group.clone(), index: *index, captured })))
            }
        }
    }

    /// `$param/get` of a literal key: from the member's own slot when the parameter was taken apart.
    fn member(&mut self, frame: &mut Frame<'_>, param: Slot, slot: Slot, key: &Str) -> Result<Value> {
        if frame.is_ready(slot) {
            return frame.read(slot);
        }
        let subject = match &frame.slots[param.index()] {
            State::Ready(value) => value.clone(),
            _ => return Err(broken("a parameter lost its value")),
        };
        if let Value::Link(link) = &subject
            && let Some(link) = link.join("get")
        {
            return self.link(&link, Args::Get(Value::String(key.clone())));
        }
        match tc_ir::ops::Method::new("get") {
            Some(get) => ops::call_method(self, get, subject, Args::Get(Value::String(key.clone()))),
            None => Err(broken("get is no op")),
        }
    }

    fn args(&mut self, frame: &mut Frame<'_>, args: &ArgExprs) -> Result<Args> {
        Ok(match args {
            ArgExprs::Get(key) => Args::Get(self.eval(frame, key)?),
            ArgExprs::Put(key, value) => {
                let key = self.eval(frame, key)?;
                Args::Put(key, self.eval(frame, value)?)
            }
            ArgExprs::Delete(key) => Args::Delete(self.eval(frame, key)?),
            ArgExprs::Post(params) => Args::Post(
                params
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.eval(frame, value)?)))
                    .collect::<Result<_>>()?,
            ),
        })
    }

    /// Calls an op by its own verb.
    fn call_op(&mut self, op: &Closure, args: Args) -> Result<Value> {
        let (verb, wanted) = (args.verb(), op.verb());
        if verb != wanted {
            return Err(Error::bad_request(format!("a {wanted} op, called here with {verb}")));
        }
        let values = match args {
            Args::Get(key) | Args::Delete(key) => vec![Some(key)],
            Args::Put(key, value) => vec![Some(key), Some(value)],
            Args::Post(params) => {
                let mut values = vec![None; op.params().len()];
                for (name, value) in params {
                    match op.params().iter().position(|param| *param == name) {
                        Some(index) => values[index] = Some(value),
                        None => return Err(Error::bad_request(format!("unknown parameter '{name}'"))),
                    }
                }
                values
            }
        };
        self.nested(|machine| machine.enter(op.proto(), Some(op), values))
    }

    /// Calls an op with what a loop gives: only the parameters it has. An op that is written in the loop itself is no
    /// call of its own for the limit on calls.
    fn call_with(&mut self, op: &Closure, inline: bool, given: &mut [(&str, Value)]) -> Result<Value> {
        let values = match op.verb() {
            Verb::Post => op
                .params()
                .iter()
                .map(|param| {
                    let found = given.iter_mut().find(|(name, _)| *name == param.as_str());
                    found.map(|(_, value)| std::mem::take(value))
                })
                .collect(),
            verb => return Err(Error::bad_request(format!("a loop takes a POST op, found a {verb} op"))),
        };
        if inline {
            self.enter(op.proto(), Some(op), values)
        } else {
            self.nested(|machine| machine.enter(op.proto(), Some(op), values))
        }
    }

    fn loop_op(&mut self, frame: &mut Frame<'_>, op: &Expr) -> Result<Arc<Closure>> {
        match self.eval(frame, op)? {
            Value::Op(op) => Ok(op),
            other => Err(Error::bad_request(format!("a loop expects an op, found {}", other.kind()))),
        }
    }

    fn run_while(&mut self, frame: &mut Frame<'_>, cond: &Expr, body: &Expr, state: &Expr) -> Result<Value> {
        let (cond_inline, body_inline) = (is_inline(cond), is_inline(body));
        let cond = self.loop_op(frame, cond)?;
        let body = self.loop_op(frame, body)?;
        let mut state = self.eval(frame, state)?;
        loop {
            let go_on = self.call_with(&cond, cond_inline, &mut [(STATE, state.clone())])?;
            if !condition(&go_on)? {
                return Ok(state);
            }
            self.spend(1)?;
            state = self.call_with(&body, body_inline, &mut [(STATE, state)])?;
        }
    }

    fn run_for_each(
        &mut self,
        frame: &mut Frame<'_>,
        items: &Expr,
        op: &Expr,
        item_name: &Id,
        state: Option<&Expr>,
    ) -> Result<Value> {
        let inline = is_inline(op);
        let items = self.eval(frame, items)?;
        let op = self.loop_op(frame, op)?;
        let items = Items::of(&items)?;
        let Some(state) = state else {
            let mut last = Value::None;
            for item in items {
                self.spend(1)?;
                last = self.call_with(&op, inline, &mut [(item_name, item)])?;
            }
            return Ok(last);
        };
        let mut state = self.eval(frame, state)?;
        for item in items {
            self.spend(1)?;
            state = self.call_with(&op, inline, &mut [(item_name, item), (STATE, state)])?;
        }
        Ok(state)
    }

    fn sibling(&mut self, path: &str, args: Args) -> Result<Value> {
        match self.library {
            Some(library) => self.nested(|machine| library.dispatch(machine, path, args)),
            None => Err(broken("$self outside a library")),
        }
    }

    /// An op on a link: a sibling route, a free route, or the host's.
    pub fn link(&mut self, link: &Link, args: Args) -> Result<Value> {
        if let Some(library) = self.library
            && !link.is_absolute()
            && let Some(path) = link.strip_prefix(library.id().as_str())
            && path.starts_with('/')
        {
            return self.sibling(path, args);
        }
        if link.starts_with("/state/scalar/") {
            return match tc_ir::ops::Route::new(link) {
                Some(route) => ops::call_route(self, route, args),
                None => Err(Error::new(Category::NotFound, format!("no route {link}"))),
            };
        }
        self.host.check()?;
        self.host.op(link, args)
    }
}

impl Context for Machine<'_> {
    fn spend(&mut self, work: u64) -> Result<()> {
        self.work += work;
        if self.work >= SLICE {
            self.work = 0;
            limits::check_taken(taken() - self.taken_before)?;
            self.host.check()?;
        }
        Ok(())
    }

    fn call_item(&mut self, op: &Value, item: Value) -> Result<Value> {
        match op {
            Value::Op(op) => {
                self.spend(1)?;
                match op.params() {
                    [] if op.verb() == Verb::Post => {
                        self.nested(|machine| machine.enter(op.proto(), Some(op), Vec::new()))
                    }
                    [_] => self.nested(|machine| machine.enter(op.proto(), Some(op), vec![Some(item)])),
                    params => Err(Error::bad_request(format!(
                        "called with one item, this op takes {}",
                        params.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
                    ))),
                }
            }
            Value::Link(link) => self.link(link, Args::Get(item)),
            other => Err(Error::bad_request(format!("expected an op, found {}", other.kind()))),
        }
    }

    fn call_named(&mut self, op: &Value, given: &mut [(&str, Value)]) -> Result<Value> {
        match op {
            Value::Op(op) => {
                self.spend(1)?;
                self.call_with(op, false, given)
            }
            other => Err(Error::bad_request(format!("expected an op, found {}", other.kind()))),
        }
    }
}

/// Moves the members of map parameters that are read one by one into their own slots.
fn take_members(frame: &mut Frame<'_>) {
    for member in &frame.proto.members {
        if let State::Ready(Value::Map(map)) = &mut frame.slots[member.param.index()] {
            let value = match map.take_if_unique(&member.key) {
                Some(value) => Some(value),
                None => map.get_str(&member.key).cloned(),
            };
            if let Some(value) = value {
                frame.fill(member.slot, value);
            }
        }
    }
}

fn is_inline(op: &Expr) -> bool {
    matches!(op, Expr::Op { .. })
}

/// The truth of a condition: a number or bool.
fn condition(value: &Value) -> Result<bool> {
    match value {
        Value::Bool(value) => Ok(*value),
        Value::Int(_) | Value::Float(_) | Value::Complex(..) => Ok(value.truthy()),
        other => Err(Error::bad_request(format!("a condition is a number or bool, found {}", other.kind()))),
    }
}
