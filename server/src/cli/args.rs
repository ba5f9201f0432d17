//! The words of the command line.

use super::Failure;
use clap::{Args, Parser, Subcommand, error::ErrorKind};
use domain::{ApiKeyId, AvatarId, Format, Language, Money, Scope, VoiceId};
use std::path::PathBuf;

/// Makes talking-presenter video ads from a topic, on this machine, with no key.
#[derive(Debug, Parser)]
#[command(name = "pitchreel", version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the web app, the API and the render engine in one process
    Serve,
    /// Make one ad with no server: scripts, voice, presenter, captions, MP4
    Render(RenderArgs),
    /// List the voices, or add the natural one
    Voices {
        #[command(subcommand)]
        action: Option<VoicesAction>,
    },
    /// Manage accounts
    User {
        #[command(subcommand)]
        action: UserAction,
    },
    /// Manage the API keys of accounts
    Key {
        #[command(subcommand)]
        action: KeyAction,
    },
    /// Set what an account may use in a month; without an option, the installation's limits hold again
    Limits {
        /// A member of the account
        email: String,
        /// Videos in a month
        #[arg(long)]
        videos: Option<u32>,
        /// Dollars in a month, such as 250
        #[arg(long)]
        usd: Option<Money>,
    },
    /// Manage what the models of providers cost
    Price {
        #[command(subcommand)]
        action: PriceAction,
    },
    /// Say what works here, and what each missing part would add
    Doctor,
    /// List every address that is answered, and what it needs
    Routes,
    /// Seal every stored secret with another key
    RotateKey,
    /// Bring the database up to date (serve does it too)
    Migrate,
}

#[derive(Debug, Args)]
pub struct RenderArgs {
    /// What the ad is about
    pub topic: String,
    /// Where the MP4 goes; captions and a poster go beside it
    #[arg(long, value_name = "FILE.mp4")]
    pub out: PathBuf,
    /// Which of the three scripts to speak
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3), conflicts_with = "script_file")]
    pub script: u8,
    /// Speak the text of this file instead
    #[arg(long, value_name = "FILE")]
    pub script_file: Option<PathBuf>,
    /// Who presents; `pitchreel doctor` lists them
    #[arg(long, value_name = "ID")]
    pub avatar: Option<AvatarId>,
    /// Who speaks; `pitchreel voices` lists them
    #[arg(long, value_name = "ID")]
    pub voice: Option<VoiceId>,
    /// A colour like #1f3742, a scene like scene:kitchen, or a picture file
    #[arg(long, value_name = "BACKGROUND")]
    pub background: Option<String>,
    /// 9:16, 1:1 or 16:9
    #[arg(long, default_value_t = Format::Portrait)]
    pub format: Format,
    /// The language of the scripts: en, de, fr or es
    #[arg(long, default_value_t = Language::English)]
    pub language: Language,
    /// Show no captions in the picture
    #[arg(long)]
    pub no_captions: bool,
    /// 540 lines instead of 1080, for a quick look
    #[arg(long)]
    pub draft: bool,
    /// Print one JSON line at the end and nothing else
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum VoicesAction {
    /// Add a voice to this machine
    Add {
        /// Which voice: natural
        #[arg(value_parser = ["natural"])]
        voice: String,
        /// Take it from this folder or archive instead of fetching it with npm
        #[arg(long, value_name = "FOLDER|ARCHIVE")]
        from: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum UserAction {
    /// Make an account; the password is read from standard input
    Add {
        email: String,
        /// Let it manage the accounts of others
        #[arg(long)]
        admin: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum KeyAction {
    /// Make a key and print it, once
    Add {
        /// The account that it acts for
        email: String,
        /// What it is for
        #[arg(long)]
        name: Option<String>,
        /// How far it may go: read, write or admin
        #[arg(long, default_value_t = Scope::Admin)]
        scope: Scope,
    },
    /// List the keys of an account
    List { email: String },
    /// Remove a key; it is refused at once
    Rm {
        /// As `key list` shows it
        id: ApiKeyId,
    },
}

#[derive(Debug, Subcommand)]
pub enum PriceAction {
    /// List the prices that are valid now
    List,
    /// Set what one unit of a model costs from now on
    Set {
        /// fal or replicate
        provider: String,
        /// Such as fal-ai/flux/schnell
        model: String,
        /// What is counted: megapixel or second
        unit: String,
        /// Dollars for one unit, such as 0.003
        usd: Money,
    },
}

/// The command that was typed; nothing when it was a question that is answered already (`--help`, `--version`).
pub fn read_args() -> Result<Option<Command>, Failure> {
    match Line::try_parse() {
        Ok(line) => Ok(Some(line.command)),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            error
                .print()
                .map_err(|cause| Failure::new(format!("The help could not be printed: {cause}.")))?;
            Ok(None)
        }
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // cargo-leptos starts the program with no word while it watches: it wants to see the pages.
            match std::env::var_os("LEPTOS_WATCH") {
                Some(_) if std::env::args_os().len() < 2 => Ok(Some(Command::Serve)),
                _ => Err(Failure::usage("Say what to do: pitchreel --help lists the commands.")),
            }
        }
        Err(error) => Err(Failure::usage(one_sentence(&error.to_string()))),
    }
}

/// The first paragraph of clap's answer, on one line.
fn one_sentence(answer: &str) -> String {
    let paragraph = answer.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}. See pitchreel --help.", letters.as_str().trim_end_matches('.'))
}
