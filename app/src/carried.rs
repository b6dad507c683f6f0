//! What a page carries for the program that takes it over: the data it was rendered from, as JSON in ASCII.
//!
//! Leptos writes it into the page as `{:?}` writes a text, which looks each character that is not ASCII up in
//! the tables of what is printable: with Chinese text, a sixth of all the time a page takes. A run of such
//! characters is therefore written in ASCII, three for each, which is what UTF-8 needs too.

use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};

use crate::api::ApiError;

/// The data of a page: loaded where it is rendered, taken from the page where it is taken over.
pub type Data<T> = Resource<Result<T, ApiError>, Carried>;

/// Loads the data of a page, again whenever what it is asked for changes.
pub fn fetched<S, T, Fetching>(
    ask: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fetching + Send + Sync + 'static,
) -> Data<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fetching: Future<Output = Result<T, ApiError>> + Send + 'static,
{
    Resource::new_with_options(ask, fetch, false)
}

/// JSON in ASCII.
pub struct Carried;

impl<T: Serialize> Encoder<T> for Carried {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value).map(|text| packed(&text))
    }
}

impl<T: DeserializeOwned> Decoder<T> for Carried {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        let text = unpacked(text).ok_or_else(|| serde_json::Error::custom("not ours"))?;
        serde_json::from_str(&text)
    }
}

/// Begins a run of other characters; `~-` is itself.
const BEGIN: char = '~';
/// Ends one.
const END: char = '-';
/// Six bits each. None of them means anything to JSON, JavaScript or HTML.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";

fn packed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut running = false;
    let mut units = [0; 2];
    for char in text.chars() {
        if running == char.is_ascii() {
            out.push(if running { END } else { BEGIN });
            running = !running;
        }
        match char {
            BEGIN => out.extend([BEGIN, END]),
            char if char.is_ascii() => out.push(char),
            char => {
                for unit in char.encode_utf16(&mut units) {
                    out.extend([*unit >> 12, *unit >> 6, *unit].map(digit));
                }
            }
        }
    }
    if running {
        out.push(END);
    }
    out
}

fn digit(bits: u16) -> char {
    char::from(DIGITS.get(usize::from(bits & 63)).copied().unwrap_or(b'A'))
}

/// `None` for what [`packed`] never writes.
fn unpacked(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (run, after) = after.split_once(END)?;
        out.push_str(before);
        if run.is_empty() {
            out.push(BEGIN);
        } else {
            let units = run.as_bytes().chunks(3).map(unit);
            let units: Vec<u16> = units.collect::<Option<_>>()?;
            out.push_str(&String::from_utf16(&units).ok()?);
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn unit(digits: &[u8]) -> Option<u16> {
    let [high, middle, low] = digits else {
        return None;
    };
    u16::try_from(value(*high)? << 12 | value(*middle)? << 6 | value(*low)?).ok()
}

/// The other way round of [`DIGITS`].
fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'_' => 62,
        b'.' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_is_ascii_on_the_way() {
        for text in [
            "",
            "plain \"quoted\" \\ </script>",
            "鄂尔多斯市",
            "a鄂b~c~-d尔~",
            "~~~---",
            "😀𠮷e\u{301}\u{202e}\u{0}",
            "x中",
            "中x",
        ] {
            let packed = packed(text);
            assert!(packed.is_ascii(), "{packed}");
            assert_eq!(unpacked(&packed).as_deref(), Some(text), "{packed}");
        }
        let value = ("东胜区".to_owned(), vec![Some(1.5), None]);
        let carried = <Carried as Encoder<_>>::encode(&value).unwrap();
        assert_eq!(carried.len(), r#"["东胜区",[1.5,null]]"#.len() + 2);
        assert_eq!(<Carried as Decoder<_>>::decode(&carried).ok(), Some(value));
    }

    #[test]
    fn what_was_never_written_is_not_read() {
        for text in ["~", "~AB-", "~ABCD-", "~A!C-", "~..."] {
            assert_eq!(unpacked(text), None, "{text}");
        }
    }
}
