//! A list as people paste it, one line each: `01 物体打击` or `物体打击`; of diseases a line with a number
//! is a category, and the lines after it are its diseases.

use std::collections::BTreeMap;

use super::{ClassificationItem, ClassificationKind, code};
use crate::code::half_width;
use crate::refusal::{ClassificationFault, Refusal};

/// More than any edition has; beyond it something else was pasted.
pub const MOST_LINES: usize = 400;
/// Characters of a line.
pub const LONGEST_LINE: u32 = 60;
/// Characters of a code.
const LONGEST_CODE: usize = 10;

/// Where each line stands, counted as an editor counts.
type Numbered = (u32, ClassificationItem);

/// Reads a list and checks it.
///
/// # Errors
/// The first fault of the list, with its line.
pub fn read(kind: ClassificationKind, text: &str) -> Result<Vec<ClassificationItem>, Refusal> {
    let mut items: Vec<Numbered> = Vec::new();
    let mut category = String::new();
    for (line, text) in (1..).zip(text.lines()) {
        let text = cleaned(text);
        if text.is_empty() {
            continue;
        }
        let item = item(kind, line, &text, &category)?;
        if !kind.is_type(&item) {
            category.clone_from(&item.code);
        }
        items.push((line, item));
        if items.len() > MOST_LINES {
            return Err(ClassificationFault::TooMany { max: MOST_LINES }.into());
        }
    }
    check(kind, &items)?;
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

/// A list as [`read`] reads it.
#[must_use]
pub fn written(items: &[ClassificationItem]) -> String {
    let lines: Vec<_> = items.iter().map(ClassificationItem::line).collect();
    lines.join("\n")
}

/// Without what nobody sees.
fn cleaned(text: &str) -> String {
    let seen = text.chars().map(|c| if c == '\t' { ' ' } else { c });
    let seen: String = seen.filter(|c| !c.is_control()).collect();
    seen.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
        .to_owned()
}

fn item(
    kind: ClassificationKind,
    line: u32,
    text: &str,
    category: &str,
) -> Result<ClassificationItem, Refusal> {
    if text.chars().count() > LONGEST_LINE as usize {
        let max = LONGEST_LINE;
        return Err(ClassificationFault::LineTooLong { line, max }.into());
    }
    let (code, name) = split(kind, text);
    // What is compared is the name without its qualifier: it must have one.
    if kind.spelled(name).is_empty() {
        return Err(ClassificationFault::NoName { line }.into());
    }
    let item = ClassificationItem {
        category: String::new(),
        code,
        name: name.to_owned(),
    };
    match kind {
        ClassificationKind::Disease if item.code.is_empty() && category.is_empty() => {
            Err(ClassificationFault::NoCategory { line }.into())
        }
        ClassificationKind::Disease if item.code.is_empty() => Ok(ClassificationItem {
            category: category.to_owned(),
            ..item
        }),
        _ => Ok(item),
    }
}

/// The code a line begins with, if it does, and the rest. 1-溴丙烷中毒 and N,N-二甲基甲酰胺中毒 begin with
/// none.
fn split(kind: ClassificationKind, text: &str) -> (String, &str) {
    let of_code = |c: char| {
        let plain = half_width(&c.to_string());
        plain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    };
    let rest = text.trim_start_matches(of_code);
    let (head, _) = text.split_at(text.len() - rest.len());
    let head = half_width(head);
    let code = head.trim_end_matches('.');
    let apart = |c: char| c.is_whitespace() || matches!(c, '、' | '：' | ':' | '．');
    let numbers = code.chars().all(|c| c.is_ascii_digit() || c == '.');
    let parted = rest.is_empty() || rest.starts_with(apart) || head.len() > code.len();
    let is_code = match kind {
        ClassificationKind::Accident => {
            code.contains(|c: char| c.is_ascii_digit()) && (parted || numbers)
        }
        ClassificationKind::Disease => {
            parted && !code.is_empty() && code.chars().all(|c| c.is_ascii_digit())
        }
    };
    if is_code && code.chars().count() <= LONGEST_CODE {
        (code.to_owned(), rest.trim_start_matches(apart).trim())
    } else {
        (String::new(), text)
    }
}

fn check(kind: ClassificationKind, items: &[Numbered]) -> Result<(), Refusal> {
    if !items.iter().any(|(_, item)| kind.is_type(item)) {
        return Err(ClassificationFault::Empty.into());
    }
    if kind == ClassificationKind::Accident {
        same_kind_of_lines(items)?;
    }
    let (mut names, mut codes) = (BTreeMap::new(), BTreeMap::new());
    for (line, item) in items {
        if let Some(first) = names.insert(kind.spelled(&item.name), *line) {
            let (name, line) = (item.name.clone(), *line);
            return Err(ClassificationFault::DoubledName { name, first, line }.into());
        }
        if item.code.is_empty() {
            continue;
        }
        if let Some(first) = codes.insert(code(&item.code), *line) {
            let (code, line) = (item.code.clone(), *line);
            return Err(ClassificationFault::DoubledCode { code, first, line }.into());
        }
    }
    Ok(())
}

/// All types have codes or none has: with some, nobody knows whether the others were forgotten.
fn same_kind_of_lines(items: &[Numbered]) -> Result<(), Refusal> {
    let without = items.iter().find(|(_, item)| item.code.is_empty());
    let with = items.iter().find(|(_, item)| !item.code.is_empty());
    match (with, without) {
        (Some((with, _)), Some((without, _))) => Err(ClassificationFault::MixedCodes {
            with: *with,
            without: *without,
        }
        .into()),
        _ => Ok(()),
    }
}
