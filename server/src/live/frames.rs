//! The JSON of the wire, written once per view.

use axum::extract::ws::Utf8Bytes;
use backend::Database;
use domain::Refusal;
use sha2::{Digest as _, Sha256};

use super::Topic;

/// A view as it is sent.
pub struct View {
    /// Of the content, not of the time: equal views have equal hashes.
    pub hash: String,
    /// The whole frame, shared by every socket.
    pub frame: Utf8Bytes,
    /// Why there is no view; `None` = there is one.
    pub refusal: Option<Refusal>,
    pub cursor: String,
    /// Where in `frame` the data begins; it ends before the last byte.
    data: usize,
}

impl View {
    /// Wraps data that is JSON already.
    pub fn new(topic: Topic, cursor: String, at: &str, data: &str) -> Self {
        let digest = Sha256::digest(data.as_bytes());
        let hash: String = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        // Topics, hashes, cursors and times consist of letters, digits and colons: nothing to escape.
        let head = format!(
            r#"{{"type":"view","topic":"{topic}","hash":"{hash}","cursor":"{cursor}","at":"{at}","data":"#
        );
        let frame = format!("{head}{data}}}").into();
        Self {
            hash,
            frame,
            refusal: None,
            cursor,
            data: head.len(),
        }
    }

    /// The answer for what the audience may not see.
    pub fn refused(topic: Topic, cursor: String, refusal: Refusal) -> Self {
        let frame = refused(&topic.to_string(), &refusal);
        Self {
            hash: refusal.kind().into(),
            frame,
            refusal: Some(refusal),
            cursor,
            data: 0,
        }
    }

    /// The JSON of the data alone; `null` for a refusal.
    pub fn data(&self) -> &str {
        let whole = self.frame.as_str();
        if self.refusal.is_some() {
            "null"
        } else {
            &whole[self.data..whole.len() - 1]
        }
    }
}

/// `at` of a frame: seconds suffice for a person.
pub fn clock(db: &Database) -> String {
    db.now().format("%H:%M:%S").to_string()
}

/// Not for this person, or gone.
pub fn refused(topic: &str, refusal: &Refusal) -> Utf8Bytes {
    let topic = serde_json::Value::from(topic);
    format!(
        r#"{{"type":"refused","topic":{topic},"kind":"{}"}}"#,
        refusal.kind()
    )
    .into()
}

/// Nothing has happened; the socket works.
pub fn tick(db: &Database) -> Utf8Bytes {
    format!(
        r#"{{"type":"tick","cursor":"{}","at":"{}"}}"#,
        db.cursor(),
        clock(db)
    )
    .into()
}

/// The server lost track: watch again.
pub fn resync() -> Utf8Bytes {
    Utf8Bytes::from_static(r#"{"type":"resync"}"#)
}
