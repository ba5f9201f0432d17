//! What a provider's error answer says, as one line that a person can read.

use serde_json::Value;

/// More than this is not read by anybody.
const LINE_CHARS_MAX: usize = 300;

/// The members that hold words, by how often they hold the right ones.
const MEMBERS: [&str; 6] = ["detail", "error", "message", "msg", "title", "errors"];

/// The words of an answer: `{"detail": "…"}`, `{"detail": [{"loc": […], "msg": "…"}]}`, a problem document, or text.
pub(crate) fn complaint(body: &[u8]) -> Option<String> {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(value) => words(&value)?,
        // A page of HTML says nothing to anybody.
        Err(_) => String::from_utf8(body.to_vec()).ok().filter(|text| !text.trim_start().starts_with('<'))?,
    };
    let line = one_line(&text);
    (!line.is_empty()).then_some(line)
}

/// On one line, not too long, without the full stop that the sentence around it has.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LINE_CHARS_MAX).collect();
    short.trim_end_matches('.').to_owned()
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(several) => {
            let each: Vec<String> = several.iter().take(3).filter_map(words).collect();
            (!each.is_empty()).then(|| each.join("; "))
        }
        Value::Object(members) => {
            let said = MEMBERS.iter().find_map(|name| words(members.get(*name)?))?;
            let field = members.get("loc").and_then(Value::as_array).and_then(|loc| loc.last()?.as_str());
            Some(field.map_or(said.clone(), |field| format!("{field}: {said}")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_shape_of_words() {
        let cases = [
            (r#"{"detail":"Not found."}"#, Some("Not found")),
            (
                r#"{"detail":[{"loc":["body","prompt"],"msg":"field required","type":"missing"}]}"#,
                Some("prompt: field required"),
            ),
            (
                r#"{"title":"Input invalid","detail":"image:\n  is required","status":422}"#,
                Some("image: is required"),
            ),
            (r#"{"error":{"message":"no balance"}}"#, Some("no balance")),
            ("upstream said no", Some("upstream said no")),
            ("<html><body>502</body></html>", None),
            (r#"{"detail":""}"#, None),
            ("{}", None),
            ("", None),
        ];
        for (body, line) in cases {
            assert_eq!(complaint(body.as_bytes()).as_deref(), line, "{body}");
        }
        assert_eq!(complaint("x".repeat(1000).as_bytes()).unwrap().len(), LINE_CHARS_MAX);
    }
}
