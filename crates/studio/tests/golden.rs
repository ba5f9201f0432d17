//! The rig gives the same points as the reference, `presenters/author/preview.mjs`, for lively poses of all presenters.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::Viseme;
use serde_json::Value;
use studio::Pose;
use studio::rig::{Drawing, presenters};
use vello_cpu::kurbo::{BezPath, PathEl, Point};

/// The reference writes its numbers rounded to a hundredth of a unit.
const NEAR: f64 = 0.02;

#[test]
fn every_presenter_is_posed_as_in_the_reference() {
    let golden: Value = serde_json::from_str(include_str!("golden/poses.json")).unwrap();
    let poses: Vec<Pose> = golden["poses"].as_array().unwrap().iter().map(read_pose).collect();
    assert_eq!(presenters().len(), 6, "a built-in presenter cannot be read");
    for rig in presenters() {
        let mut drawing = Drawing::new(rig);
        for (which, pose) in poses.iter().enumerate() {
            drawing.pose(rig, pose);
            let expected = &golden["people"][rig.id().as_str()][which];
            compare(&drawing, which, expected["paths"].as_array().unwrap(), rig.name());
            let gradients: Vec<Vec<f64>> = drawing.gradients().collect();
            let wanted = expected["gradients"].as_array().unwrap();
            assert_eq!(gradients.len(), wanted.len());
            for (found, wanted) in gradients.iter().zip(wanted) {
                assert!(close(found, &numbers(wanted)), "{}: gradient {found:?}, not {wanted}", rig.name());
            }
        }
    }
}

fn compare(drawing: &Drawing, which: usize, expected: &[Value], name: &str) {
    assert_eq!(drawing.outlines().count(), expected.len());
    for (index, ((path, opacity), wanted)) in drawing.outlines().zip(expected).enumerate() {
        let points = points(path);
        let sample = points[(index * 7 + which * 5) % points.len()];
        let mut found = vec![sample.x, sample.y, weighted_mean(&points)];
        let wanted = numbers(wanted);
        if wanted.len() == 4 {
            found.push(opacity);
        }
        assert!(close(&found, &wanted), "{name}, pose {which}, path {index}: {found:?}, not {wanted:?}");
    }
}

fn close(found: &[f64], wanted: &[f64]) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() <= NEAR)
}

fn weighted_mean(points: &[Point]) -> f64 {
    let numbers = points.iter().flat_map(|point| [point.x, point.y]);
    let (sum, weights) = numbers.enumerate().fold((0.0, 0.0), |(sum, weights), (index, number)| {
        let weight = (index % 7 + 1) as f64;
        (sum + number * weight, weights + weight)
    });
    sum / weights
}

fn points(path: &BezPath) -> Vec<Point> {
    let of = |element: &PathEl| match *element {
        PathEl::MoveTo(to) | PathEl::LineTo(to) => vec![to],
        PathEl::QuadTo(by, to) => vec![by, to],
        PathEl::CurveTo(leaving, arriving, to) => vec![leaving, arriving, to],
        PathEl::ClosePath => vec![],
    };
    path.elements().iter().flat_map(of).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn read_pose(value: &Value) -> Pose {
    let get = |name: &str| value[name].as_f64().unwrap_or(0.0) as f32;
    let mut pose = Pose {
        yaw: get("yaw"),
        pitch: get("pitch"),
        roll: get("roll"),
        dx: get("dx"),
        dy: get("dy"),
        lean: get("lean"),
        breath: get("breath"),
        lift_l: get("liftL"),
        lift_r: get("liftR"),
        blink_l: get("blinkL"),
        blink_r: get("blinkR"),
        squint: get("squint"),
        gaze_x: get("gazeX"),
        gaze_y: get("gazeY"),
        brow_l: get("browL"),
        brow_r: get("browR"),
        knit: get("knit"),
        smile: get("smile"),
        ..Pose::default()
    };
    if let Some(weights) = value["visemes"].as_object() {
        pose.visemes = Viseme::ALL
            .map(|viseme| weights.get(viseme.as_str()).and_then(Value::as_f64).unwrap_or(0.0) as f32);
    }
    pose
}
