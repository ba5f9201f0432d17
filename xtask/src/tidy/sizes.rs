//! No source file does so much that it passes 600 lines. What a program wrote is not read, and may be longer.

use super::Source;

const MOST_LINES: usize = 600;

/// Made from the description of the API, and compared with it by a test.
const GENERATED: &str = "sdk/typescript/src/generated.ts";

pub fn breaches(sources: &[Source]) -> Vec<String> {
    let written = sources.iter().filter(|source| ["rs", "ts", "css", "sql"].iter().any(|end| source.is(end)));
    let written = written.filter(|source| source.path != GENERATED);
    let sized = written.map(|source| (source, source.text.lines().count()));
    let long = sized.filter(|(_, lines)| *lines > MOST_LINES);
    long.map(|(source, lines)| {
        format!("{}: {lines} lines; look for the second thing that it does", source.path)
    })
    .collect()
}
