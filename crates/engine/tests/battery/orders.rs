//! What the tests order.

use engine::Order;
use serde_json::json;

/// One step of every kind.
pub fn everything() -> Order {
    let steps = json!([
        { "id": "scripts", "step": "scripts", "input": { "topic": "a warm mug" } },
        { "id": "speech", "step": "speech", "input": { "text": { "ref": "scripts.text" } } },
        { "id": "presenter", "step": "presenter", "input": { "sound": { "ref": "speech.sound" } } },
        { "id": "image", "step": "image", "input": { "prompt": "a kitchen" } },
        { "id": "video", "step": "video",
          "input": { "prompt": "steam rises", "image": { "ref": "image.image" }, "duration": 2 } },
        { "id": "compose", "step": "compose",
          "input": { "take": { "ref": "presenter.take" }, "image": { "ref": "image.image" } } },
    ]);
    Order::Pipeline(serde_json::from_value(steps).unwrap())
}

/// A picture, set in motion.
pub fn video(nth: usize) -> Order {
    Order::GenerateVideo { prompt: format!("a red bicycle, number {nth}"), seconds: 2 }
}
