//! What a kernel counts, as Prometheus reads it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tc_vm::Category;

/// The methods that are told apart; anything else is `other`.
const METHODS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "other"];

/// Upper bounds of the buckets of request times, in milliseconds.
const BUCKETS: [u64; 9] = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];

/// Counters. Counting never waits.
#[derive(Default)]
pub struct Metrics {
    /// By method and by status, see [`status_slot`].
    requests: [[AtomicU64; 16]; METHODS.len()],
    /// How many requests took at most as long as the bucket says, and longer than the one before.
    buckets: [AtomicU64; BUCKETS.len() + 1],
    micros: AtomicU64,
}

/// What is looked at rather than counted.
pub struct Gauges {
    /// How many libraries are installed.
    pub libraries: usize,
    /// How many services are installed.
    pub services: usize,
    /// How many events have been committed.
    pub events: u64,
}

impl Metrics {
    /// Count one answered request.
    pub fn count(&self, method: &str, status: u16, took: Duration) {
        let method = METHODS.iter().position(|known| *known == method).unwrap_or(METHODS.len() - 1);
        self.requests[method][status_slot(status)].fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.iter().position(|bound| millis < *bound).unwrap_or(BUCKETS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// All of it in the Prometheus text format.
    pub fn render(&self, gauges: &Gauges) -> String {
        let mut out = String::new();
        self.write(&mut out, gauges).expect("a String takes all that is written to it");
        out
    }

    fn write(&self, out: &mut String, gauges: &Gauges) -> std::fmt::Result {
        writeln!(out, "# HELP tinychain_requests_total Requests answered, by method and status.")?;
        writeln!(out, "# TYPE tinychain_requests_total counter")?;
        for (method, by_status) in METHODS.iter().zip(&self.requests) {
            for (slot, count) in by_status.iter().enumerate() {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    let status = status_of(slot);
                    writeln!(out, "tinychain_requests_total{{method=\"{method}\",status=\"{status}\"}} {count}")?;
                }
            }
        }
        writeln!(out, "# HELP tinychain_request_seconds How long the kernel took to answer.")?;
        writeln!(out, "# TYPE tinychain_request_seconds histogram")?;
        let mut total = 0;
        for (bound, count) in BUCKETS.iter().zip(&self.buckets) {
            total += count.load(Ordering::Relaxed);
            let (seconds, millis) = (bound / 1000, bound % 1000);
            writeln!(out, "tinychain_request_seconds_bucket{{le=\"{seconds}.{millis:03}\"}} {total}")?;
        }
        total += self.buckets[BUCKETS.len()].load(Ordering::Relaxed);
        writeln!(out, "tinychain_request_seconds_bucket{{le=\"+Inf\"}} {total}")?;
        let micros = self.micros.load(Ordering::Relaxed);
        writeln!(out, "tinychain_request_seconds_sum {}.{:06}", micros / 1_000_000, micros % 1_000_000)?;
        writeln!(out, "tinychain_request_seconds_count {total}")?;
        writeln!(out, "# HELP tinychain_components Installed components.")?;
        writeln!(out, "# TYPE tinychain_components gauge")?;
        writeln!(out, "tinychain_components{{kind=\"library\"}} {}", gauges.libraries)?;
        writeln!(out, "tinychain_components{{kind=\"service\"}} {}", gauges.services)?;
        writeln!(out, "# HELP tinychain_events_total Events committed.")?;
        writeln!(out, "# TYPE tinychain_events_total counter")?;
        writeln!(out, "tinychain_events_total {}", gauges.events)
    }
}

/// The statuses a kernel answers with: 200, 204, those of the categories, and anything else.
fn status_slot(status: u16) -> usize {
    match status {
        200 => 0,
        204 => 1,
        status => Category::ALL.iter().position(|category| category.status() == status).map_or(15, |index| index + 2),
    }
}

fn status_of(slot: usize) -> String {
    match slot {
        0 => "200".to_owned(),
        1 => "204".to_owned(),
        slot => Category::ALL.get(slot - 2).map_or("other".to_owned(), |category| category.status().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_shown() {
        let metrics = Metrics::default();
        metrics.count("GET", 200, Duration::from_micros(500));
        metrics.count("GET", 200, Duration::from_millis(5));
        metrics.count("PATCH", 405, Duration::from_secs(60));
        let text = metrics.render(&Gauges { libraries: 2, services: 0, events: 7 });
        for line in [
            "tinychain_requests_total{method=\"GET\",status=\"200\"} 2",
            "tinychain_requests_total{method=\"other\",status=\"405\"} 1",
            "tinychain_request_seconds_bucket{le=\"0.001\"} 1",
            "tinychain_request_seconds_bucket{le=\"0.010\"} 2",
            "tinychain_request_seconds_bucket{le=\"10.000\"} 2",
            "tinychain_request_seconds_bucket{le=\"+Inf\"} 3",
            "tinychain_request_seconds_sum 60.005500",
            "tinychain_components{kind=\"library\"} 2",
            "tinychain_events_total 7",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn every_status_has_its_slot() {
        assert!(Category::ALL.len() + 3 <= 16);
        for status in Category::ALL.iter().map(|category| category.status()).chain([200, 204]) {
            assert_eq!(status_of(status_slot(status)), status.to_string());
        }
        assert_eq!(status_of(status_slot(418)), "other");
    }
}
