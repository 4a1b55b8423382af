//! Events: what programs emit, kept in order of commit for readers of `/host/event`.

use std::collections::VecDeque;

use parking_lot::Mutex;
use serde_json::value::RawValue;

/// How many committed events a kernel remembers.
pub const DEFAULT_CAPACITY: usize = 10_000;
/// How many bytes of topics and values it remembers.
pub const DEFAULT_BYTES: usize = 32 << 20;

/// An event of a transaction that has not committed yet.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// What the program called it.
    pub topic: String,
    /// Its value as JSON.
    pub value: Box<RawValue>,
}

/// A committed event.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Event {
    /// Its place in this kernel's order of commits, from 1.
    pub sequence: u64,
    /// What the program called it.
    pub topic: String,
    /// Its value as JSON.
    pub value: Box<RawValue>,
    /// The transaction that emitted it.
    pub txn: String,
}

impl Event {
    fn bytes(&self) -> usize {
        self.topic.len() + self.value.get().len()
    }
}

/// The most recent committed events, oldest first.
pub struct EventLog {
    capacity: usize,
    max_bytes: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: u64,
    bytes: usize,
    events: VecDeque<Event>,
}

impl EventLog {
    /// An empty log that keeps at most `capacity` events and `max_bytes` of their topics and values.
    pub fn new(capacity: usize, max_bytes: usize) -> Self {
        Self { capacity, max_bytes, state: Mutex::default() }
    }

    /// Append a transaction's events, in the order it emitted them and with nobody else's between.
    pub fn commit(&self, txn: &str, emitted: Vec<Emitted>) {
        let mut state = self.state.lock();
        for Emitted { topic, value } in emitted {
            state.last += 1;
            let event = Event { sequence: state.last, topic, value, txn: txn.to_owned() };
            state.bytes += event.bytes();
            state.events.push_back(event);
            while state.events.len() > self.capacity || state.bytes > self.max_bytes {
                let Some(oldest) = state.events.pop_front() else { break };
                state.bytes -= oldest.bytes();
            }
        }
    }

    /// The sequence of the newest event, which is how many there have been.
    pub fn last(&self) -> u64 {
        self.state.lock().last
    }

    /// The events whose sequence is greater than `since`, oldest first.
    pub fn since(&self, since: u64) -> Vec<Event> {
        let state = self.state.lock();
        let first = state.events.partition_point(|event| event.sequence <= since);
        state.events.iter().skip(first).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn emitted(topic: &str) -> Emitted {
        Emitted { topic: topic.to_owned(), value: RawValue::from_string("1".to_owned()).unwrap() }
    }

    #[test]
    fn the_oldest_events_make_room_and_sequences_go_on() {
        let log = EventLog::new(3, 1000);
        log.commit("t1", vec![emitted("a"), emitted("b")]);
        log.commit("t2", vec![emitted("c"), emitted("d")]);
        let seen: Vec<_> = log.since(0).into_iter().map(|e| (e.sequence, e.topic, e.txn)).collect();
        let expected = [(2, "b", "t1"), (3, "c", "t2"), (4, "d", "t2")];
        assert_eq!(seen, expected.map(|(n, topic, txn)| (n, topic.to_owned(), txn.to_owned())));
        assert_eq!(log.since(3).len(), 1);
        assert!(log.since(4).is_empty());
    }

    #[test]
    fn bytes_are_bounded_too() {
        let log = EventLog::new(1000, 10);
        log.commit("t", (0..8).map(|_| emitted("abc")).collect());
        assert_eq!(log.since(0).len(), 2);
    }
}
