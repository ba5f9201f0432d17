//! Migrations are numbered from 1 without a gap, and every database that has any has the same numbers.

use super::Source;
use std::collections::BTreeMap;

pub fn breaches(sources: &[Source]) -> Vec<String> {
    let mut numbers: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|source| source.is("sql")) {
        let Some((database, file)) =
            source.path.strip_prefix("migrations/").and_then(|path| path.split_once('/'))
        else {
            continue;
        };
        match file.split('_').next().and_then(|number| number.parse().ok()) {
            Some(number) => numbers.entry(database).or_default().push(number),
            None => breaches.push(format!("{}: its name does not begin with a number and `_`", source.path)),
        }
    }
    let longest = numbers.values().map(Vec::len).max().unwrap_or(0);
    for (database, mut found) in numbers {
        found.sort_unstable();
        if !found.iter().copied().eq((1..).take(longest)) {
            breaches.push(format!("migrations/{database}: the numbers are {found:?}, not 1 to {longest}"));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<Source> {
        paths.iter().map(|path| Source { path: (*path).to_owned(), text: String::new() }).collect()
    }

    #[test]
    fn the_same_numbers_everywhere_and_no_gap() {
        assert_eq!(
            breaches(&files(&["migrations/sqlite/0001_start.sql", "migrations/sqlite/0002_more.sql"])),
            [""; 0]
        );
        assert_eq!(
            breaches(&files(&["migrations/sqlite/0001_start.sql", "migrations/sqlite/0003_gap.sql"])).len(),
            1
        );
        assert_eq!(
            breaches(&files(&[
                "migrations/sqlite/0001_start.sql",
                "migrations/sqlite/0002_more.sql",
                "migrations/postgres/0001_start.sql",
            ])),
            ["migrations/postgres: the numbers are [1], not 1 to 2"]
        );
        assert_eq!(breaches(&files(&["migrations/sqlite/start.sql"])).len(), 1);
    }
}
