//! Telling a running host to stop, from any thread.

use tokio::sync::watch;

/// A switch shared by a running host and whoever may stop it. Once on, it stays on.
#[derive(Clone, Debug)]
pub struct Stop {
    sender: watch::Sender<bool>,
}

impl Stop {
    /// A switch that is off.
    pub fn new() -> Self {
        Self { sender: watch::Sender::new(false) }
    }

    /// Ask the host to finish what it is doing and return.
    pub fn stop(&self) {
        self.sender.send_replace(true);
    }

    /// Resolves once [`Stop::stop`] was called.
    pub(crate) async fn stopped(&self) {
        // An error would mean that every sender is gone, and `self` holds one.
        let _ = self.sender.subscribe().wait_for(|on| *on).await;
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}
