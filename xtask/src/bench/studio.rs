//! `bench studio`: one ad of about 30 s at 1080 lines, through the public door `pitchreel render`.

use super::process::{self, Used};
use crate::shell;
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TOPIC: &str = "a mug that keeps coffee warm for three hours";

/// About 30 s when it is spoken.
const SCRIPT: &str = "Your coffee was perfect. Then you answered one email. Three trips to the microwave later, it tastes \
    like cardboard, and the meeting starts in two minutes. This mug keeps it warm for three hours. It looks like any mug, \
    but inside there is a vacuum and a lid that seals with one turn. It goes in the dishwasher and under your machine. \
    Pour at nine, sip at noon. Try it for thirty days. If it goes cold, send it back. Get yours at the link below.";

/// What the peers' ready-made sound says: with the end card an ad of 10 s, as theirs.
const PEERS_SCRIPT: &str = "Meet Brew Buddy, the smart mug that keeps your coffee warm for three hours. Tap the link and get yours today.";

/// Length of the ad whose drawing and encoding are measured apart, in seconds.
const COMPOSED_S: f64 = 30.0;

/// Renders with fresh speech, again with the speech kept, and compares with encoding alone and with the peers.
pub fn bench(workspace: &Workspace, steps: &mut Steps, peers: Option<&Path>) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("pitchreel-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let result = rows(workspace, steps, &folder).and_then(|()| match peers {
        Some(peers) => against_peers(workspace, steps, &folder, peers),
        None => Ok(()),
    });
    fs::remove_dir_all(&folder)?;
    result
}

fn rows(workspace: &Workspace, steps: &mut Steps, folder: &Path) -> Result<()> {
    fs::write(folder.join("script.txt"), SCRIPT)?;
    let fresh =
        steps.step("render, speech spoken fresh", || process::measure(&mut render(workspace, folder)))?;
    let kept = steps.step("render, speech kept", || process::measure(&mut render(workspace, folder)))?;
    let ad_s = number(&kept.output, "durationMs")? / 1000.0;
    let encode = match shell::find("ffmpeg") {
        Some(_) => Some(steps.step("encode only, x264 veryfast", || encode_only(folder))?),
        None => None,
    };
    let split = steps.step("draw and encode, measured apart", || compose(workspace, folder))?;
    println!("\nan ad of {ad_s:.1} s at 1080x1920");
    row("speech spoken fresh", &fresh, ad_s);
    row("speech kept", &kept, ad_s);
    if let Some(encode) = encode {
        row("encode only, x264 veryfast", &encode, ad_s);
        println!(
            "our render takes {:.2} of the CPU of x264 veryfast on the same frames",
            kept.cpu_s / encode.cpu_s
        );
    }
    let [draw_s, encode_s] = [number(&split, "drawCpuSeconds")?, number(&split, "encodeCpuSeconds")?];
    println!(
        "30 s of frames: drawing {draw_s:.2} CPU s, encoding {encode_s:.2} CPU s; both together {:.2} of encoding alone, \
         the whole command, each second for itself, {:.2}",
        (draw_s + encode_s) / encode_s,
        kept.cpu_s / ad_s / (encode_s / COMPOSED_S)
    );
    Ok(())
}

/// The studio's own example times its threads, so that drawing and our encoder can be told apart.
fn compose(workspace: &Workspace, folder: &Path) -> Result<String> {
    let mut cargo = shell::command("cargo");
    cargo.args(["run", "--quiet", "--release", "--package", "studio", "--example", "compose", "--"]);
    shell::capture(
        cargo
            .arg(folder.join("frames.mp4"))
            .arg("--seconds")
            .arg(COMPOSED_S.to_string())
            .current_dir(&workspace.root),
    )
}

fn row(name: &str, used: &Used, ad_s: f64) {
    println!(
        "{name:28} wall {:>6.2} s  cpu {:>6.2} s  {:>5.2}x real time  {:>5} MiB at most",
        used.wall_s,
        used.cpu_s,
        ad_s / used.wall_s,
        used.peak_mib
    );
}

/// The public command, on data of its own and with the voices that `cargo xtask run` brought.
fn render(workspace: &Workspace, folder: &Path) -> Command {
    let mut pitchreel = shell::command(workspace.binary(Profile::Release));
    pitchreel.args(["render", TOPIC, "--json", "--script-file"]).arg(folder.join("script.txt"));
    pitchreel.arg("--out").arg(folder.join("ad.mp4")).current_dir(folder);
    pitchreel.env("DATA_DIR", data(workspace, folder)).env("PITCHREEL_ENV_FILE", "");
    pitchreel
}

/// Fresh data for the measurement, with a link to the voices where this system has links.
fn data(workspace: &Workspace, folder: &Path) -> PathBuf {
    let data = folder.join("data");
    #[cfg(unix)]
    {
        // Without the voices the plain voice speaks, and the table shows that it did by its speed.
        let _ = fs::create_dir_all(&data);
        let _ = std::os::unix::fs::symlink(workspace.data().join("voices"), data.join("voices"));
    }
    data
}

/// Decodes our own frames to a file first, so that encoding is all that is measured.
fn encode_only(folder: &Path) -> Result<Used> {
    let frames = folder.join("frames.yuv");
    let ffmpeg = |arguments: &[&str]| {
        let mut ffmpeg = shell::command("ffmpeg");
        ffmpeg.args(["-v", "error", "-y"]).args(arguments).current_dir(folder);
        ffmpeg
    };
    shell::run(&mut ffmpeg(&["-i", "ad.mp4", "-pix_fmt", "yuv420p", "-f", "rawvideo", "frames.yuv"]))?;
    let read = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "1080x1920", "-r", "30", "-i", "frames.yuv"];
    let write = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "encoded.mp4"];
    let used = process::measure(&mut ffmpeg(&[&read[..], &write[..]].concat()));
    fs::remove_file(frames)?;
    used
}

/// A figure of a JSON line, by its name.
fn number(json: &str, name: &str) -> Result<f64> {
    let after = json.split_once(&format!("\"{name}\":")).map(|(_, after)| after.trim_start());
    let digits =
        after.and_then(|after| after.split(|digit: char| !digit.is_ascii_digit() && digit != '.').next());
    digits.and_then(|digits| digits.parse().ok()).with_context(|| format!("no {name} in {json}"))
}

/// Lets the peers' own script time their ad and ours in one run.
fn against_peers(workspace: &Workspace, steps: &mut Steps, folder: &Path, peers: &Path) -> Result<()> {
    fs::write(folder.join("script.txt"), PEERS_SCRIPT)?;
    // Their sound is there before the clock starts, so ours is as well.
    shell::run(&mut render(workspace, folder))?;
    let own = shell::line(&render(workspace, folder)).replace(TOPIC, &format!("'{TOPIC}'"));
    let own = format!("cd '{0}' && DATA_DIR='{0}/data' PITCHREEL_ENV_FILE= {own}", folder.display());
    steps.step("peers", || {
        let mut run = shell::command(peers.join("run.sh"));
        shell::run(run.args(["1", "ffmpeg moviepy remotion", &own]))
    })
}
