//! What the tests order.

use domain::Format;
use providers::{Caller, FalJobs, FalSettings, JobOrder, ReplicateJobs, ReplicateSettings, Submission};
use std::time::Duration;

pub const CALLBACK: &str = "http://127.0.0.1:3000/hooks/fal/abc?x=1&y=2";

pub fn fal(base: &str) -> FalJobs {
    let settings = FalSettings { base_url: base.into(), ..FalSettings::with_key("id:secret") };
    FalJobs::new(&Caller::new().unwrap(), settings).unwrap()
}

pub fn replicate(base: &str) -> ReplicateJobs {
    let settings = ReplicateSettings { base_url: base.into(), ..ReplicateSettings::with_token("r8_secret") };
    ReplicateJobs::new(&Caller::new().unwrap(), settings).unwrap()
}

pub fn picture() -> JobOrder {
    JobOrder::Image { prompt: "a ceramic mug on a table".into(), format: Format::Portrait }
}

pub fn video() -> JobOrder {
    JobOrder::Video {
        prompt: "slow push-in on a ceramic mug".into(),
        image_url: Some("https://v3.fal.media/files/mug.png".into()),
        seconds: 5,
        format: Format::Portrait,
    }
}

pub fn submission(order: &JobOrder) -> Submission<'_> {
    Submission {
        order,
        request_key: "exec-1:image",
        callback_url: Some(CALLBACK),
        timeout: Duration::from_secs(10),
    }
}
