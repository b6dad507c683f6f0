//! What somebody types to look for something: words of two characters and more, all of which must occur.

use crate::refusal::Refusal;

/// Most characters that are looked for.
pub const LONGEST: usize = 100;

/// The words of a query, in lower case. Control characters count as blanks; nothing typed is no word.
///
/// # Errors
/// `SearchTooLong` above [`LONGEST`] characters; `SearchTooShort` when no word has two.
pub fn words(typed: &str) -> Result<Vec<String>, Refusal> {
    // The end of a text that is too long is never looked at.
    let mut chars = typed.trim().chars();
    let text: String = chars
        .by_ref()
        .take(LONGEST)
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    if chars.next().is_some() {
        return Err(Refusal::SearchTooLong {
            max: u32::try_from(LONGEST).unwrap_or(u32::MAX),
        });
    }
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    if !words.is_empty() && words.iter().all(|word| word.chars().nth(1).is_none()) {
        return Err(Refusal::SearchTooShort);
    }
    Ok(words)
}
