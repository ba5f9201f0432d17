//! Parts of lists.

use super::PortError;

/// Items of a list that does not say how many it wants.
const LIMIT: u32 = 50;
/// The most items that are sent at once.
pub const LIMIT_MAX: u32 = 100;

/// Which part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// 1 to [`LIMIT_MAX`].
    pub limit: u32,
    /// Where the part before ended.
    pub cursor: Option<String>,
}

impl Default for Paging {
    fn default() -> Self {
        Paging { limit: LIMIT, cursor: None }
    }
}

impl Paging {
    /// What the cursor names.
    pub fn cursor<T: std::str::FromStr>(&self) -> Result<Option<T>, PortError> {
        self.cursor.as_deref().map(str::parse).transpose().map_err(|_| foreign_cursor())
    }
}

fn foreign_cursor() -> PortError {
    PortError::invalid("cursor", "This is no cursor of this list. Leave it out to begin anew.")
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Where the next part begins, if there is one.
    pub next_cursor: Option<String>,
}

impl<T> Paged<T> {
    /// A part for which one item more than wanted was looked for, to see whether there is more.
    pub fn of_more(mut items: Vec<T>, paging: &Paging, id: impl Fn(&T) -> String) -> Self {
        let wanted = paging.limit as usize;
        let more = items.len() > wanted;
        items.truncate(wanted);
        let next_cursor = items.last().filter(|_| more).map(id);
        Paged { items, next_cursor }
    }

    /// A part of a list that is here as a whole.
    pub fn of_all(items: Vec<T>, paging: &Paging, id: impl Fn(&T) -> String) -> Result<Self, PortError> {
        let begin = match &paging.cursor {
            None => 0,
            Some(cursor) => {
                let last = items.iter().position(|item| id(item) == *cursor);
                last.ok_or_else(foreign_cursor)? + 1
            }
        };
        Ok(Paged::of_more(items.into_iter().skip(begin).collect(), paging, id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_part_by_part() {
        let part = |cursor: Option<&str>| {
            let paging = Paging { limit: 2, cursor: cursor.map(str::to_owned) };
            Paged::of_all(vec![1, 2, 3, 4, 5], &paging, u8::to_string)
        };
        let paged =
            |items: Vec<u8>, next: Option<&str>| Ok(Paged { items, next_cursor: next.map(str::to_owned) });
        assert_eq!(part(None), paged(vec![1, 2], Some("2")));
        assert_eq!(part(Some("2")), paged(vec![3, 4], Some("4")));
        assert_eq!(part(Some("4")), paged(vec![5], None));
        assert_eq!(part(Some("3")), paged(vec![4, 5], None));
        assert!(matches!(part(Some("9")), Err(PortError::Invalid { .. })));
    }
}
