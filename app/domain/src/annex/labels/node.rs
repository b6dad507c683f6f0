//! A file taken apart: entries in the order they stand in, numbers as the text they were.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A float gives back the decimal it was read from up to so many digits; more could be altered.
const EXACT_DIGITS: usize = 15;

/// A value of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Nothing was filled in.
    Blank,
    /// A text, or a number as text.
    Text(String),
    /// Rows.
    List(Vec<Node>),
    /// Entries by label, in the order of the file.
    Map(Vec<(String, Node)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, a list or labelled entries")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Blank)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Text(number.to_string()))
    }

    /// Never calculated with: the shortest text that reads as this number is the one in the file.
    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        let text = number.to_string();
        if text.bytes().filter(u8::is_ascii_digit).count() > EXACT_DIGITS {
            return Err(E::custom(format!("数字 {text} 位数过多，请加引号写成文本")));
        }
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            nodes.push(entry);
        }
        Ok(Node::Map(nodes))
    }
}
