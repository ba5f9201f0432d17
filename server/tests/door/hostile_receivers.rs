//! The real program and many receivers that want to cost as much as they can: little memory, no more than their time, and
//! nobody else waits.

use crate::{
    app::TestApp,
    hostile::{Habit, Watch, receiver},
    person::Person,
    receiver::Receiver,
};
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// What a delivery may cost.
const TIME_MAX: Duration = Duration::from_secs(30);
const MEMORY_MAX: u64 = 8 << 20;
/// What all of them together cost at most: most of them hold less than half a megabyte.
const MEMORY_OF_ALL_MAX: u64 = 64 << 20;
/// Much less than the fifteen seconds for which a receiver that hangs is waited for.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Somebody with a project, who orders and cancels, so that an end is told.
struct Orderer {
    person: Person,
    project: String,
}

impl Orderer {
    fn of(app: &TestApp, email: &str) -> Orderer {
        let person = app.person(email);
        let project = person.project();
        Orderer { person, project }
    }

    fn told(&self, webhook: &str) {
        let order = format!("/api/projects/{}/render", self.project);
        let ordered = self.person.post(&order, json!({"webhook": webhook}));
        assert_eq!(ordered.status, 202, "{}", ordered.text);
        let id = ordered.json()["executionId"].as_str().unwrap().to_owned();
        let cancelled = self.person.post(&format!("/api/executions/{id}/cancel"), json!({}));
        assert_eq!(cancelled.json()["status"], "cancelled", "{}", cancelled.text);
    }

    fn is_told_at_once(&self, well: &Receiver) {
        let began = Instant::now();
        self.told(&well.url());
        well.letter();
        assert!(began.elapsed() < AT_ONCE, "it waited for {:?}", began.elapsed());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn hostile_receivers_cost_little_and_hold_up_nobody() {
    // It takes no step of what is ordered, so its memory is that of deliveries alone.
    let settings = [("SIGNUP", "open"), ("EGRESS_ALLOW", "127.0.0.0/8"), ("NODE_STEPS", "image")];
    let app = TestApp::with(&settings);
    let (well, watch) = (Receiver::start(), Arc::new(Watch::default()));
    let eve = Orderer::of(&app, "eve@example.com");
    let hostile =
        ["ada@example.com", "grace@example.com", "joan@example.com"].map(|email| Orderer::of(&app, email));
    eve.is_told_at_once(&well);

    app.forget_peak_memory();
    let before = app.memory();
    for orderer in &hostile {
        let hosts = Habit::ALL.map(|habit| receiver(habit, &watch));
        for _ in 0..6 {
            hosts.iter().for_each(|host| orderer.told(&format!("http://{host}/hook")));
        }
    }
    watch.holds(40);
    eve.is_told_at_once(&well);
    let cost = app.peak_memory().saturating_sub(before);
    eprintln!("{} calls, 40 of them at once, took {} KiB", watch.called(), cost >> 10);
    assert!(cost < MEMORY_OF_ALL_MAX.min(40 * MEMORY_MAX), "{cost} bytes");

    // All that hung when they were counted have ended, and others hang by now.
    let quick = watch.over(0).len();
    for (habit, time) in watch.over(quick + 40) {
        assert!(time < TIME_MAX, "{habit:?}: {time:?}");
    }
    eve.is_told_at_once(&well);
    let cost = app.peak_memory().saturating_sub(before);
    assert!(cost < MEMORY_OF_ALL_MAX, "{cost} bytes");
}
