//! What fal is asked for: the model's input, which is also what its price is counted by.

use super::DESK;
use crate::{JobOrder, PricedUse, SubmitError};
use domain::Format;
use serde_json::{Value, json};

/// The size of a picture of each format. Every one has the same area, below one megapixel: fal counts each begun
/// megapixel as a whole one. Both sides are multiples of 16, as the models need.
fn size(format: Format) -> (u32, u32) {
    match format {
        Format::Portrait => (720, 1280),
        Format::Square => (960, 960),
        Format::Landscape => (1280, 720),
    }
}

pub fn order_input(order: &JobOrder) -> Result<Value, SubmitError> {
    match order {
        JobOrder::Image { prompt, format } => {
            let (width, height) = size(*format);
            Ok(json!({
                "prompt": prompt,
                "image_size": { "width": width, "height": height },
                "num_images": 1,
            }))
        }
        JobOrder::Video { .. } => {
            Err(DESK.not_sent("fal makes pictures here, and no videos.".into(), "Choose another provider."))
        }
    }
}

pub fn priced_use(model: &str, order: &JobOrder) -> PricedUse {
    let megapixels = match order {
        JobOrder::Image { format, .. } => {
            let (width, height) = size(*format);
            (u64::from(width) * u64::from(height)).div_ceil(1_000_000)
        }
        JobOrder::Video { .. } => 0,
    };
    PricedUse { model: model.to_owned(), thousandths: megapixels * 1000 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_costs_one_megapixel_in_every_format() {
        for format in Format::ALL {
            let order = JobOrder::Image { prompt: "a mug".into(), format };
            assert_eq!(priced_use("fal-ai/flux/schnell", &order).thousandths, 1000);
            let (width, height) = size(format);
            assert_eq!((width % 16, height % 16), (0, 0));
        }
    }
}
