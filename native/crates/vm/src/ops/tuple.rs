//! Operations on tuples, as `list`'s methods and the builtins that take iterables. Ranges stay lazy where they can.

use tc_ir::ops::Op;

use super::any::equal;
use super::args::{Arguments, int_of};
use super::index::{Slice, bounds, insert_position, position};
use super::number::ordered;
use super::{Context, Items, number, order, python_type, repr, wrong};
use crate::error::Error;
use crate::limits::{check_items, check_range};
use crate::value::{Map, Range, Tuple, Value};

type Result<T> = std::result::Result<T, Error>;

pub(super) fn call(cx: &mut dyn Context, op: Op, subject: Value, mut args: Arguments) -> Result<Value> {
    let args = &mut args;
    match op {
        Op::TupleLen => i64::try_from(len(&subject)).map(Value::Int).map_err(|_| super::overflow()),
        Op::TupleGet => {
            let index = args.int(0)?;
            item(&subject, index).ok_or_else(|| Error::bad_request("list index out of range"))
        }
        Op::TupleSlice => slice(subject, args),
        Op::TupleConcat | Op::TupleAdd => match args.take(0) {
            more @ (Value::Tuple(_) | Value::Range(_)) => extend(cx, subject, &more),
            other => {
                Err(Error::bad_request(format!("can only concatenate list (not \"{}\") to list", python_type(&other))))
            }
        },
        Op::TupleExtend => {
            let more = args.take(0);
            extend(cx, subject, &more)
        }
        Op::TupleRepeat | Op::TupleMul => {
            let count = args.take(0);
            match int_of(&count) {
                Some(count) => repeat(subject, count),
                None => Err(Error::bad_request(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    python_type(&count)
                ))),
            }
        }
        Op::TupleAppend => {
            let mut items = built(subject)?;
            check_items(items.len() as u128 + 1)?;
            items.make_mut().push(args.take(0));
            Ok(Value::Tuple(items))
        }
        Op::TupleSet => {
            let mut items = built(subject)?;
            let Some(at) = position(args.int(0)?, items.len()) else {
                return Err(Error::bad_request("list assignment index out of range"));
            };
            items.make_mut()[at] = args.take(1);
            Ok(Value::Tuple(items))
        }
        Op::TupleInsert => {
            let mut items = built(subject)?;
            check_items(items.len() as u128 + 1)?;
            let at = insert_position(args.int(0)?, items.len());
            items.make_mut().insert(at, args.take(1));
            Ok(Value::Tuple(items))
        }
        Op::TupleRemove | Op::TupleDelete => {
            let mut items = built(subject)?;
            let Some(at) = position(args.int(0)?, items.len()) else {
                return Err(Error::bad_request("list assignment index out of range"));
            };
            items.make_mut().remove(at);
            Ok(Value::Tuple(items))
        }
        Op::TupleDeleteSlice => delete_slice(built(subject)?, args),
        Op::TupleSetSlice => set_slice(built(subject)?, args),
        Op::TupleDiscardFirst => {
            let mut items = built(subject)?;
            let wanted = args.take(0);
            let Some(at) = find(cx, &items, &wanted, 0, items.len())? else {
                return Err(Error::bad_request("list.remove(x): x not in list"));
            };
            items.make_mut().remove(at);
            Ok(Value::Tuple(items))
        }
        Op::TuplePop => {
            let mut items = built(subject)?;
            if items.is_empty() {
                return Err(Error::bad_request("pop from empty list"));
            }
            let index = args.optional_int(0)?.unwrap_or(-1);
            let Some(at) = position(index, items.len()) else {
                return Err(Error::bad_request("pop index out of range"));
            };
            let item = items.make_mut().remove(at);
            Ok(Value::from(vec![item, Value::Tuple(items)]))
        }
        Op::TupleContains => contains(cx, &subject, &args.take(0)).map(Value::Bool),
        Op::TupleIndex => index(cx, subject, args),
        Op::TupleCount => count(cx, &subject, &args.take(0)).map(Value::Int),
        Op::TupleReverse => reverse(subject),
        Op::TupleSort => {
            let key = args.some(0);
            let reverse = args.optional(1).is_some_and(|reverse| reverse.truthy());
            order::sort(cx, built(subject)?, key.as_ref(), reverse)
        }
        Op::TupleMin => order::extreme(cx, &subject, args, order::Extreme::Min),
        Op::TupleMax => order::extreme(cx, &subject, args, order::Extreme::Max),
        Op::TupleZip => {
            let others = std::mem::take(&mut args.rest);
            let rows: Vec<Value> = std::iter::once(subject).chain(others.into_iter().map(|(_, items)| items)).collect();
            zip(cx, &rows)
        }
        Op::TupleEnumerate => enumerate(cx, &subject, args.optional_int(0)?.unwrap_or(0)),
        Op::TupleMap => {
            let op = args.take(0);
            let mut results = Vec::new();
            for item in Items::of(&subject)? {
                results.push(cx.call_item(&op, item)?);
                check_items(results.len() as u128)?;
            }
            Ok(Value::from(results))
        }
        Op::TupleFilter => filter(cx, &subject, args.some(0).as_ref()),
        Op::TupleFold => fold(cx, &subject, args),
        Op::TupleUnpack => {
            let wanted = args.int(0)?;
            let more = args.optional(1).is_some_and(|more| more.truthy());
            unpack(subject, wanted, more)
        }
        Op::TupleHead => item(&subject, 0).ok_or_else(|| Error::bad_request("list index out of range")),
        Op::TupleTail => {
            let whole = Slice::new(Some(1), None, None, index_len(&subject)?)?;
            sliced(subject, whole)
        }
        Op::TupleSum => sum(cx, &subject, args.optional(0).unwrap_or(Value::Int(0))),
        Op::TupleAny => test(cx, &subject, true).map(Value::Bool),
        Op::TupleAll => test(cx, &subject, false).map(|found| Value::Bool(!found)),
        Op::TupleFlatten => flatten(cx, &subject),
        Op::TupleUnique => unique(cx, &subject),
        Op::TupleLt | Op::TupleLe | Op::TupleGt | Op::TupleGe => ordered(op, &subject, &args.take(0)),
        _ => Err(wrong(args.op(), "another class", &subject)),
    }
}

/// The items of a tuple; of a range, built if there is memory.
fn built(value: Value) -> Result<Tuple> {
    match value {
        Value::Tuple(items) => Ok(items),
        other => Items::of(&other)?.collect_checked().map(Tuple::from),
    }
}

fn len(value: &Value) -> u64 {
    match value {
        Value::Tuple(items) => items.len() as u64,
        Value::Range(range) => range.len(),
        _ => 0,
    }
}

fn index_len(value: &Value) -> Result<usize> {
    usize::try_from(len(value)).map_err(|_| super::overflow())
}

fn item(subject: &Value, index: i64) -> Option<Value> {
    match subject {
        Value::Tuple(items) => position(index, items.len()).map(|at| items[at].clone()),
        Value::Range(range) => {
            position(index, usize::try_from(range.len()).ok()?).map(|at| Value::Int(range.item(at as u64)))
        }
        _ => None,
    }
}

fn slice_of(args: &mut Arguments, len: usize) -> Result<Slice> {
    Slice::new(args.some_int(0)?, args.some_int(1)?, args.some_int(2)?, len)
}

fn slice(subject: Value, args: &mut Arguments) -> Result<Value> {
    let slice = slice_of(args, index_len(&subject)?)?;
    sliced(subject, slice)
}

fn sliced(subject: Value, slice: Slice) -> Result<Value> {
    match &subject {
        Value::Range(range) => match range_slice(range, slice) {
            Some(range) => Ok(Value::from(range)),
            None => sliced(Value::Tuple(built(subject)?), slice),
        },
        Value::Tuple(items) => match slice.as_range() {
            Some(whole) if whole.len() == items.len() => Ok(subject),
            Some(range) => Ok(Value::from(items[range].to_vec())),
            None => Ok(slice.positions().map(|at| items[at].clone()).collect::<Vec<_>>().into()),
        },
        other => Err(wrong("slice", "tuple", other)),
    }
}

/// A slice of a range as a range; `None` where its end would be beyond 64 bits.
fn range_slice(range: &Range, slice: Slice) -> Option<Range> {
    if slice.count == 0 {
        return Some(Range { start: 0, stop: 0, step: 1 });
    }
    let start = range.item(slice.first as u64);
    if slice.count == 1 {
        return Some(Range { start, stop: start.checked_add(1)?, step: 1 });
    }
    let step = range.step.checked_mul(slice.step)?;
    let last = range.item((slice.first + (slice.count as i64 - 1) * slice.step) as u64);
    Some(Range { start, stop: last.checked_add(step.signum())?, step })
}

fn extend(cx: &mut dyn Context, subject: Value, more: &Value) -> Result<Value> {
    let more = Items::of(more)?;
    let mut items = built(subject)?;
    check_items(items.len() as u128 + u128::from(more.left()))?;
    cx.spend(more.left() / 64)?;
    items.make_mut().extend(more);
    Ok(Value::Tuple(items))
}

pub(super) fn repeat(subject: Value, count: i64) -> Result<Value> {
    let count = usize::try_from(count).unwrap_or(0);
    check_items(u128::from(len(&subject)) * count as u128)?;
    let items = built(subject)?;
    if count == 1 {
        return Ok(Value::Tuple(items));
    }
    let mut repeated = Vec::with_capacity(items.len() * count);
    if !items.is_empty() {
        (0..count).for_each(|_| repeated.extend_from_slice(&items));
    }
    Ok(Value::from(repeated))
}

fn delete_slice(mut items: Tuple, args: &mut Arguments) -> Result<Value> {
    let slice = slice_of(args, items.len())?;
    if let Some(range) = slice.as_range() {
        items.make_mut().drain(range);
    } else if slice.count > 0 {
        let mut gone = vec![false; items.len()];
        slice.positions().for_each(|at| gone[at] = true);
        let mut gone = gone.into_iter();
        items.make_mut().retain(|_| !gone.next().unwrap_or(false));
    }
    Ok(Value::Tuple(items))
}

fn set_slice(mut items: Tuple, args: &mut Arguments) -> Result<Value> {
    let slice = slice_of(args, items.len())?;
    let value = args.take(3);
    let Ok(new) = Items::of(&value) else {
        return Err(Error::bad_request(if slice.step == 1 {
            "can only assign an iterable"
        } else {
            "must assign iterable to extended slice"
        }));
    };
    check_items(items.len() as u128 + u128::from(new.left()))?;
    if let Some(range) = slice.as_range() {
        items.make_mut().splice(range, new);
        return Ok(Value::Tuple(items));
    }
    let new: Vec<Value> = new.collect();
    if new.len() != slice.count {
        return Err(Error::bad_request(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            slice.count
        )));
    }
    let target = items.make_mut();
    slice.positions().zip(new).for_each(|(at, value)| target[at] = value);
    Ok(Value::Tuple(items))
}

fn find(cx: &mut dyn Context, items: &[Value], wanted: &Value, start: usize, stop: usize) -> Result<Option<usize>> {
    let stop = stop.min(items.len());
    for (at, item) in items.iter().enumerate().take(stop).skip(start) {
        if equal(cx, item, wanted)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Where a range has a value equal to `wanted`.
fn range_position(range: &Range, wanted: &Value) -> Option<u64> {
    let wanted = match wanted {
        Value::Float(value) => crate::number::float_to_int(*value),
        Value::Complex(re, im) if *im == 0.0 => crate::number::float_to_int(*re),
        other => int_of(other),
    };
    range.position(wanted?)
}

fn contains(cx: &mut dyn Context, subject: &Value, wanted: &Value) -> Result<bool> {
    match subject {
        Value::Tuple(items) => Ok(find(cx, items, wanted, 0, items.len())?.is_some()),
        Value::Range(range) => Ok(range_position(range, wanted).is_some()),
        other => Err(wrong("contains", "tuple", other)),
    }
}

fn index(cx: &mut dyn Context, subject: Value, args: &mut Arguments) -> Result<Value> {
    let wanted = args.take(0);
    let bounds = bounds(args.some_int(1)?, args.some_int(2)?, index_len(&subject)?);
    let found = match (&subject, bounds) {
        (_, None) => None,
        (Value::Tuple(items), Some((start, stop))) => find(cx, items, &wanted, start, stop)?,
        (Value::Range(range), Some((start, stop))) => range_position(range, &wanted)
            .and_then(|at| usize::try_from(at).ok())
            .filter(|at| (start..stop).contains(at)),
        _ => None,
    };
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(Error::bad_request(format!("{} is not in list", repr(&wanted)?))),
    }
}

fn count(cx: &mut dyn Context, subject: &Value, wanted: &Value) -> Result<i64> {
    match subject {
        Value::Range(range) => Ok(i64::from(range_position(range, wanted).is_some())),
        other => {
            let mut count = 0;
            for item in Items::of(other)? {
                count += i64::from(equal(cx, &item, wanted)?);
            }
            Ok(count)
        }
    }
}

fn reverse(subject: Value) -> Result<Value> {
    match subject {
        Value::Range(_) => {
            let whole = Slice::new(None, None, Some(-1), index_len(&subject)?)?;
            sliced(subject, whole)
        }
        other => {
            let mut items = built(other)?;
            items.make_mut().reverse();
            Ok(Value::Tuple(items))
        }
    }
}

/// `zip(*rows)`.
pub(super) fn zip(cx: &mut dyn Context, rows: &[Value]) -> Result<Value> {
    let mut rows = rows.iter().map(Items::of).collect::<Result<Vec<_>>>()?;
    let mut zipped = Vec::new();
    if rows.is_empty() {
        return Ok(Value::from(zipped));
    }
    loop {
        let mut tuple = Vec::with_capacity(rows.len());
        for row in &mut rows {
            match row.next() {
                Some(item) => tuple.push(item),
                None => return Ok(Value::from(zipped)),
            }
        }
        zipped.push(Value::from(tuple));
        check_items(zipped.len() as u128 * (rows.len() as u128 + 1))?;
        cx.spend(1)?;
    }
}

fn enumerate(cx: &mut dyn Context, subject: &Value, start: i64) -> Result<Value> {
    let items = Items::of(subject)?;
    check_items(u128::from(items.left()) * 3)?;
    let mut pairs = Vec::with_capacity(items.size_hint().0);
    for (offset, item) in items.enumerate() {
        let number = start.checked_add(offset as i64).ok_or_else(super::overflow)?;
        pairs.push(Value::from(vec![Value::Int(number), item]));
        cx.spend(1)?;
    }
    Ok(Value::from(pairs))
}

fn filter(cx: &mut dyn Context, subject: &Value, op: Option<&Value>) -> Result<Value> {
    let mut kept = Vec::new();
    for item in Items::of(subject)? {
        cx.spend(1)?;
        let keep = match op {
            Some(op) => cx.call_item(op, item.clone())?.truthy(),
            None => item.truthy(),
        };
        if keep {
            kept.push(item);
            check_items(kept.len() as u128)?;
        }
    }
    Ok(Value::from(kept))
}

fn fold(cx: &mut dyn Context, subject: &Value, args: &mut Arguments) -> Result<Value> {
    let item_name = args.text(0)?;
    let op = args.take(1);
    let mut state = args.take(2);
    for item in Items::of(subject)? {
        let members: Map = match &state {
            Value::Map(members) => members.clone(),
            _ => Map::new(),
        };
        let mut given: Vec<(&str, Value)> = vec![(&*item_name, item)];
        for (name, value) in members.iter() {
            if let Value::String(name) = name {
                given.push((name, value.clone()));
            }
        }
        given.push(("state", state));
        state = cx.call_named(&op, &mut given)?;
    }
    Ok(state)
}

/// Python's `+` of any two values, the left one changed in place where nothing else holds it.
fn plus(cx: &mut dyn Context, a: Value, b: &Value) -> Result<Value> {
    match (a, b) {
        (a @ (Value::Tuple(_) | Value::Range(_)), Value::Tuple(_) | Value::Range(_)) => extend(cx, a, b),
        (a, b) => number::sum(&a, b),
    }
}

fn sum(cx: &mut dyn Context, subject: &Value, start: Value) -> Result<Value> {
    match &start {
        Value::String(_) => return Err(Error::bad_request("sum() can't sum strings [use ''.join(seq) instead]")),
        Value::Bytes(_) => return Err(Error::bad_request("sum() can't sum bytes [use b''.join(seq) instead]")),
        _ => {}
    }
    if let (Value::Range(range), Some(start)) = (subject, int_of(&start))
        && !range.is_empty()
    {
        return range_sum(range, start);
    }
    let mut total = start;
    for item in Items::of(subject)? {
        cx.spend(1)?;
        total = plus(cx, total, &item)?;
    }
    // Adding nothing to a bool leaves it as it is, as in Python.
    Ok(total)
}

/// `subject` as it is, when its length is what an unpacking assignment wants; else CPython's error.
fn unpack(subject: Value, wanted: i64, more: bool) -> Result<Value> {
    let len = index_len(&subject)?;
    let found = i64::try_from(len).unwrap_or(i64::MAX);
    if found < wanted {
        let least = if more { "at least " } else { "" };
        return Err(Error::bad_request(format!("not enough values to unpack (expected {least}{wanted}, got {found})")));
    }
    if found > wanted && !more {
        return Err(Error::bad_request(format!("too many values to unpack (expected {wanted})")));
    }
    Ok(subject)
}

/// The sum of a range that is not empty by Gauss's formula. A running total beyond 64 bits is an overflow only if the last one is.
fn range_sum(range: &Range, start: i64) -> Result<Value> {
    let len = i128::from(range.len());
    let ends = i128::from(range.start) + i128::from(range.item(range.len() - 1));
    let total = ends.checked_mul(len).map(|twice| twice / 2 + i128::from(start));
    total.and_then(|total| i64::try_from(total).ok()).map(Value::Int).ok_or_else(super::overflow)
}

/// Whether some item's truth is `wanted`.
fn test(cx: &mut dyn Context, subject: &Value, wanted: bool) -> Result<bool> {
    for item in Items::of(subject)? {
        cx.spend(1)?;
        if item.truthy() == wanted {
            return Ok(true);
        }
    }
    Ok(false)
}

fn flatten(cx: &mut dyn Context, subject: &Value) -> Result<Value> {
    let mut flat = Vec::new();
    for item in Items::of(subject)? {
        cx.spend(1)?;
        match &item {
            Value::Tuple(inner) => {
                check_items(flat.len() as u128 + inner.len() as u128)?;
                flat.extend_from_slice(inner);
            }
            Value::Range(inner) => {
                check_range(flat.len(), inner)?;
                flat.extend(inner.iter().map(Value::Int));
            }
            _ => {
                check_items(flat.len() as u128 + 1)?;
                flat.push(item);
            }
        }
    }
    Ok(Value::from(flat))
}

fn unique(cx: &mut dyn Context, subject: &Value) -> Result<Value> {
    let mut seen = Map::new();
    let mut unhashable: Vec<Value> = Vec::new();
    let mut kept = Vec::new();
    for item in Items::of(subject)? {
        cx.spend(1)?;
        let known = match seen.contains(&item) {
            Ok(known) => known,
            Err(_) => find(cx, &unhashable, &item, 0, unhashable.len())?.is_some(),
        };
        if !known {
            if seen.insert(item.clone(), Value::None).is_err() {
                unhashable.push(item.clone());
            }
            kept.push(item);
            check_items(kept.len() as u128)?;
        }
    }
    Ok(Value::from(kept))
}
