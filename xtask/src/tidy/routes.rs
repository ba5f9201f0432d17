//! Every address of the server is on the list of its doors, so that the test of who may open which knows all of them: a
//! route is made from a name and never from a text.

use super::Source;

const MADE_FROM_TEXT: &str = concat!(".route", "(\"");

pub fn breaches(sources: &[Source]) -> Vec<String> {
    let is_server = |source: &&Source| source.path.starts_with("server/src/") && source.is("rs");
    // A test of the listener may have routes of its own.
    let served = |source: &Source| source.text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    let made = sources.iter().filter(is_server).filter(|source| served(source).contains(MADE_FROM_TEXT));
    made.map(|source| format!("{}: name the address in server/src/http/doors.rs", source.path)).collect()
}
