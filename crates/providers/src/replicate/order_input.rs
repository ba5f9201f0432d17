//! What Replicate is asked for: the model's input, which is also how a prediction is found again.
//!
//! The input depends on nothing but the order, the model and the request's key, so that it is the same whenever it is
//! made. Models refuse members that they do not know; where a model is known to take a seed, the seed is made from the
//! key, and the input is like no other request's.

use super::DESK;
use crate::{JobOrder, PricedUse, SubmitError};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// How a model wants to know how long its video is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// In frames, 16 for each second and one to begin with; from 81 to 121 of them.
    Frames,
    /// In whole seconds, from 2 to 12.
    UpToTwelve,
    /// In whole seconds, and the model's own rules are not known here.
    Seconds,
}

const FRAMES_PER_SECOND: u32 = 16;

impl Length {
    fn of(model: &str) -> Length {
        if model.starts_with("wan-video/wan-2.2-") {
            Length::Frames
        } else if model.starts_with("bytedance/seedance-1-") {
            Length::UpToTwelve
        } else {
            Length::Seconds
        }
    }

    /// What the model is told for so many seconds, within what it can do.
    fn member(self, seconds: u32) -> (&'static str, u32) {
        match self {
            Length::Frames => ("num_frames", (seconds.saturating_mul(FRAMES_PER_SECOND) + 1).clamp(81, 121)),
            Length::UpToTwelve => ("duration", seconds.clamp(2, 12)),
            Length::Seconds => ("duration", seconds),
        }
    }

    /// How long the video then is.
    fn thousandths(self, seconds: u32) -> u64 {
        let (_, told) = self.member(seconds);
        match self {
            Length::Frames => (u64::from(told - 1) * 1000).div_ceil(u64::from(FRAMES_PER_SECOND)),
            Length::UpToTwelve | Length::Seconds => u64::from(told) * 1000,
        }
    }
}

pub fn order_input(model: &str, order: &JobOrder, request_key: &str) -> Result<Value, SubmitError> {
    let JobOrder::Video { prompt, image_url, seconds, format } = order else {
        return Err(
            DESK.not_sent("Replicate makes videos here, and no pictures.".into(), "Choose another provider.")
        );
    };
    let length = Length::of(model);
    let mut input = Map::new();
    input.insert("prompt".into(), json!(prompt));
    if let Some(image) = image_url {
        input.insert("image".into(), json!(image));
    } else {
        // A picture has its own shape; without one the model has to be told.
        input.insert("aspect_ratio".into(), json!(format.as_str()));
    }
    let (member, told) = length.member(*seconds);
    input.insert(member.into(), json!(told));
    if length != Length::Seconds {
        input.insert("seed".into(), json!(seed(request_key)));
    }
    Ok(Value::Object(input))
}

pub fn priced_use(model: &str, order: &JobOrder) -> PricedUse {
    let thousandths = match order {
        JobOrder::Video { seconds, .. } => Length::of(model).thousandths(*seconds),
        JobOrder::Image { .. } => 0,
    };
    PricedUse { model: model.to_owned(), thousandths }
}

/// A number that only this request has. Models take 31 bits.
fn seed(request_key: &str) -> u32 {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(request_key));
    u32::from_be_bytes([a, b, c, d]) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Format;

    fn video(seconds: u32, image_url: Option<&str>) -> JobOrder {
        JobOrder::Video {
            prompt: "a mug".into(),
            image_url: image_url.map(str::to_owned),
            seconds,
            format: Format::Portrait,
        }
    }

    #[test]
    fn every_model_is_told_the_length_in_its_own_way() {
        let told = |model: &str, seconds: u32| {
            let order = video(seconds, Some("https://a/b.png"));
            let input = order_input(model, &order, "key").unwrap();
            let of = |name: &str| input.get(name).and_then(Value::as_u64);
            (of("num_frames"), of("duration"), priced_use(model, &order).thousandths)
        };
        assert_eq!(told("wan-video/wan-2.2-i2v-fast", 5), (Some(81), None, 5000));
        assert_eq!(told("wan-video/wan-2.2-i2v-fast", 7), (Some(113), None, 7000));
        assert_eq!(told("wan-video/wan-2.2-i2v-fast", 30), (Some(121), None, 7500));
        assert_eq!(told("bytedance/seedance-1-lite", 1), (None, Some(2), 2000));
        assert_eq!(told("bytedance/seedance-1-lite", 30), (None, Some(12), 12_000));
        assert_eq!(told("somebody/something", 30), (None, Some(30), 30_000));
    }

    #[test]
    fn the_input_is_the_same_for_the_same_request_and_for_no_other() {
        let model = "bytedance/seedance-1-lite";
        let input = |order: &JobOrder, key: &str| order_input(model, order, key).unwrap();
        let order = video(5, Some("https://a/b.png"));
        assert_eq!(input(&order, "one"), input(&order, "one"));
        assert_ne!(input(&order, "one"), input(&order, "two"));
        assert_eq!(input(&video(5, None), "one").get("aspect_ratio"), Some(&json!("9:16")));
        assert!(input(&order, "one").get("aspect_ratio").is_none());
    }
}
