//! Presenters are files: six ship with the studio, more come from a folder, and a bad one is refused with a sentence.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::Viseme;
use serde_json::{Value, json};
use studio::rig::{load_cast, load_folder, presenters};
use studio::{Pose, PresenterRig};
use vello_cpu::kurbo::{Affine, Rect};
use vello_cpu::{Pixmap, RenderContext, Resources};

const AMARA: &str = include_str!("../presenters/amara.json");

#[test]
fn the_cast_is_complete_and_in_order() {
    let ids: Vec<&str> = presenters().iter().map(|rig| rig.id().as_str()).collect();
    assert_eq!(ids, ["amara", "henrik", "leila", "jun", "rosa", "dev"]);
    for rig in presenters() {
        assert_eq!(PresenterRig::built_in(rig.id()).unwrap().name(), rig.name());
        assert!(rig.gender().is_some());
    }
}

#[test]
fn every_presenter_shows_skin_cloth_and_a_mouth_that_opens() {
    for rig in presenters() {
        let closed = drawn(rig, &Pose::default());
        let open = drawn(rig, &Pose::default().with_viseme(Viseme::Aa));
        let covered = closed.iter().filter(|pixel| pixel[3] == 255).count();
        assert!(covered > 120 * 144 / 4, "{} covers only {covered} pixels", rig.name());
        let changed = closed.iter().zip(&open).filter(|(a, b)| a != b).count();
        assert!((40..3_000).contains(&changed), "{}: the mouth changes {changed} pixels", rig.name());
    }
}

/// The pixels of the canvas at 120 by 144.
fn drawn(rig: &PresenterRig, pose: &Pose) -> Vec<[u8; 4]> {
    let mut canvas = RenderContext::new(120, 144);
    rig.draw(pose, &mut canvas, Affine::scale(0.12));
    canvas.flush();
    let mut pixels = Pixmap::new(120, 144);
    canvas.render(&mut pixels, &mut Resources::new());
    pixels.data().iter().map(|pixel| [pixel.r, pixel.g, pixel.b, pixel.a]).collect()
}

#[test]
fn svg_stands_alone_and_two_of_them_do_not_share_ids() {
    for rig in presenters() {
        let view = Rect::new(115.0, 60.0, 885.0, 830.0);
        let svg = rig.to_svg(&Pose::default(), view);
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"115 60 770 770\">"));
        assert!(!svg.contains("NaN") && !svg.contains("inf") && svg.len() < 60_000, "{} bytes", svg.len());
        let ids = |svg: &str| -> Vec<String> {
            svg.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let smiling = rig.to_svg(&Pose { smile: 0.5, ..Pose::default() }, view);
        assert!(!ids(&svg).is_empty());
        for id in ids(&svg) {
            assert!(svg.contains(&format!("url(#{id})")), "{id} is defined and never used");
            assert!(!ids(&smiling).contains(&id));
        }
    }
}

#[test]
fn a_seventh_presenter_is_a_file_and_no_code() {
    let folder = tempfile::tempdir().unwrap();
    let seventh = AMARA.replacen("\"amara\"", "\"zoe\"", 1).replacen("\"Amara\"", "\"Zoe\"", 1);
    std::fs::write(folder.path().join("zoe.json"), seventh).unwrap();
    std::fs::write(folder.path().join("readme.txt"), "not a presenter").unwrap();
    let cast = load_cast(Some(folder.path())).unwrap();
    assert_eq!(cast.len(), 7);
    assert_eq!((cast[6].id().as_str(), cast[6].name()), ("zoe", "Zoe"));
    assert_eq!(load_cast(None).unwrap().len(), 6);
}

#[test]
fn one_bad_file_refuses_its_folder_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.json"), "{}").unwrap();
    let error = load_folder(folder.path()).unwrap_err().to_string();
    assert!(error.contains("broken.json") && error.contains("format"), "{error}");
    assert!(load_folder(&folder.path().join("nowhere")).is_err());
}

/// Changes one place of a sound file and returns the sentence with which it is refused.
fn refused(change: impl Fn(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(AMARA).unwrap();
    change(&mut file);
    PresenterRig::parse(&file.to_string()).unwrap_err().to_string()
}

/// The first path that has this field.
fn path_with<'a>(file: &'a mut Value, field: &str) -> &'a mut Value {
    let groups = file["groups"].as_array_mut().unwrap().iter_mut();
    let mut paths = groups.flat_map(|group| group["paths"].as_array_mut().unwrap());
    paths.find(|path| path.get(field).is_some()).unwrap()
}

#[test]
fn bad_files_are_refused_with_a_sentence() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 22] = [
        (|file| file["format"] = json!("pitchreel-presenter/2"), "format"),
        (|file| file["id"] = json!("../amara"), "id"),
        (|file| file["name"] = json!(""), "name"),
        (|file| file["canvas"] = json!([500, 500]), "canvas"),
        (|file| file["surprise"] = json!(1), "surprise"),
        (|file| file["head"]["radii"] = json!([0, 330]), "radii"),
        (|file| file["head"]["jaw"] = json!([672, 560]), "jaw"),
        (|file| file["palette"]["skin"] = json!("red"), "palette.skin"),
        (|file| file["gradients"]["faceG"]["stops"] = json!([[0, "skin"]]), "stops"),
        (|file| file["gradients"]["faceG"]["stops"][0][1] = json!("nobody"), "nobody"),
        (|file| file["gradients"]["faceG"]["to"] = json!([1e300, 0]), "faceG"),
        (|file| drop(file["visemes"].as_object_mut().unwrap().remove("aa")), "aa"),
        (|file| file["visemes"]["zz"] = json!({"jaw": 0, "smile": 0}), "zz"),
        (|file| file["groups"][0]["bone"] = json!("tail"), "tail"),
        (|file| file["groups"][0]["skin"] = json!([1, 2]), "skin"),
        (|file| path_with(file, "d")["f"] = json!("nobody"), "nobody"),
        (|file| path_with(file, "c")["c"] = json!("nobody"), "nobody"),
        (|file| path_with(file, "d")["d"] = json!("M1 2A3 4 5 6 7 8 9"), "letters"),
        (|file| path_with(file, "m")["m"] = json!({"wag": "M1 2Z"}), "wag"),
        (|file| path_with(file, "m")["m"] = json!({"smile": "M1 2Z"}), "smile"),
        (|file| drop(path_with(file, "v")["v"].as_object_mut().unwrap().remove("PP")), "PP"),
        (|file| path_with(file, "d")["o"] = json!(2), "0 to 1"),
    ];
    for (index, (change, told)) in cases.into_iter().enumerate() {
        let sentence = refused(change);
        assert!(sentence.contains(told), "case {index}: {sentence:?} does not tell of {told:?}");
    }
}

#[test]
fn files_beyond_the_limits_are_refused() {
    let padded = format!("{AMARA}{}", " ".repeat(1_000));
    assert!(PresenterRig::parse(&padded).unwrap_err().to_string().contains("40000"));
    let many = refused(|file| {
        let small = json!({"f": "skin", "d": "M1 2Z"});
        let groups = file["groups"].as_array_mut().unwrap();
        groups.retain(|group| group["id"] == "head");
        groups[0]["paths"] = Value::Array(vec![small; 141]);
    });
    assert!(many.contains("140"), "{many}");
}
