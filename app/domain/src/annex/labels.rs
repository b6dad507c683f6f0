//! Reads a file whose keys are the Chinese labels of the annexes, as filled-in forms are exchanged.
//!
//! The labels are those of the catalogue; [`ALIASES`] are the shorter ones in use beside them. A
//! label that is none of ours is refused by name and place, never skipped.

mod node;

use super::catalogue::{Field, Item, SECTIONS, Section, Table, head};
use super::draft::Draft;
use crate::refusal::Refusal;

pub use node::Node;

/// Shorter labels in use, by the path (or table and column) they stand for.
const ALIASES: &[(&str, &str)] = &[
    ("annex1.profile.text", "企业简介：说明"),
    ("annex3.beneficiaries.features", "特征"),
    ("annex3.beneficiaries.needs", "需求"),
    ("annex3.goals.method", "衡量方法"),
    ("annex3.lines", "科目"),
];
/// The list of rows inside a subject of the budget.
const DETAIL: &str = "明细";
/// Between the steps of a place in a message.
const STEP: &str = " › ";

/// The draft of a file. The node comes of any reader that serde has: `serde_json::from_str`.
///
/// # Errors
/// `UnknownLabel` with the place of a label that is in none of the annexes, `FileUnreadable` for
/// another shape, a label that comes twice or too many rows, `TooLong` as [`Draft::set`].
pub fn read(file: &Node) -> Result<Draft, Refusal> {
    let Node::Map(parts) = file else {
        return Err(unreadable("应以“附件1”“附件2”“附件3”等栏目名称为键"));
    };
    let mut reader = Reader(Draft::default());
    for (label, node) in parts {
        match annex_of(label) {
            None => reader.unnumbered(0, label, node, label)?,
            Some(annex) => {
                let Node::Map(entries) = node else {
                    return Err(unreadable(format!("“{label}”下应为各栏目")));
                };
                for (key, node) in entries {
                    let place = format!("{label}{STEP}{key}");
                    if annex == 1 {
                        reader.unnumbered(annex, key, node, &place)?;
                    } else {
                        reader.numbered(annex, key, node, &place)?;
                    }
                }
            }
        }
    }
    Ok(reader.0)
}

/// The refusal of a file that could not even be taken apart.
#[must_use]
pub fn unreadable(because: impl Into<String>) -> Refusal {
    Refusal::FileUnreadable {
        because: because.into(),
    }
}

struct Reader(Draft);

impl Reader {
    /// An entry where labels stand alone: Annex 1, and what no annex asks.
    fn unnumbered(&mut self, annex: u8, key: &str, node: &Node, at: &str) -> Result<(), Refusal> {
        let sections = || SECTIONS.iter().filter(|section| section.annex == annex);
        let field = |name: &str| sections().find_map(|section| field_in(section, name));
        match node {
            Node::List(rows) => {
                let table = sections().find_map(|section| table_in(section, key));
                self.rows(table.ok_or_else(|| unknown(at))?, rows, at)
            }
            // A group without entries would otherwise pass whatever it is called.
            Node::Map(parts) if parts.is_empty() && !is_group(annex, key) => Err(unknown(at)),
            Node::Map(parts) => parts.iter().try_for_each(|(part, node)| {
                let at = format!("{at}{STEP}{part}");
                let path = field(&format!("{key}：{part}")).ok_or_else(|| unknown(&at))?;
                self.value(path, node, &at)
            }),
            Node::Text(_) | Node::Blank => {
                self.value(field(key).ok_or_else(|| unknown(at))?, node, at)
            }
        }
    }

    /// An entry that begins with the number of its section: Annexes 2 and 3.
    fn numbered(&mut self, annex: u8, key: &str, node: &Node, at: &str) -> Result<(), Refusal> {
        let (section, title) = section_of(annex, key).ok_or_else(|| unknown(at))?;
        let known = tidy(section.heading).contains(&title)
            || field_in(section, &title).is_some()
            || table_in(section, &title).is_some();
        if !known {
            return Err(unknown(at));
        }
        match node {
            Node::List(rows) => {
                let table = table_in(section, &title).or_else(|| first_table(section));
                self.rows(table.ok_or_else(|| unknown(at))?, rows, at)
            }
            Node::Map(parts) => parts.iter().try_for_each(|(part, node)| {
                self.part(section, &title, part, node, &format!("{at}{STEP}{part}"))
            }),
            Node::Text(_) | Node::Blank => {
                let path = field_in(section, &title).or_else(|| first_field(section));
                self.value(path.ok_or_else(|| unknown(at))?, node, at)
            }
        }
    }

    /// One of several entries of a numbered section.
    fn part(
        &mut self,
        section: &'static Section,
        title: &str,
        part: &str,
        node: &Node,
        at: &str,
    ) -> Result<(), Refusal> {
        if let Node::List(rows) = node {
            return self.rows(
                table_in(section, part).ok_or_else(|| unknown(at))?,
                rows,
                at,
            );
        }
        let path =
            field_in(section, part).or_else(|| field_in(section, &format!("{title}：{part}")));
        self.value(path.ok_or_else(|| unknown(at))?, node, at)
    }

    fn rows(&mut self, table: &'static Table, rows: &[Node], at: &str) -> Result<(), Refusal> {
        let mut next = 1;
        for (index, row) in rows.iter().enumerate() {
            let at = format!("{at}{STEP}第 {} 行", index + 1);
            match row {
                Node::Map(cells) => {
                    for (cells, at) in flat(cells, &at)? {
                        self.row(table, next, &cells, &at)?;
                        next += 1;
                    }
                }
                // A table of one column may be a list of texts.
                _ => {
                    let column = table.columns.first().map_or("", |column| column.path);
                    self.check_row(table, next, &at)?;
                    self.value(&table.cell(next, column), row, &at)?;
                    next += 1;
                }
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        table: &'static Table,
        row: u32,
        cells: &[(&str, &Node)],
        at: &str,
    ) -> Result<(), Refusal> {
        self.check_row(table, row, at)?;
        for (label, node) in cells {
            let at = format!("{at}{STEP}{label}");
            let column = table
                .columns
                .iter()
                .find(|column| {
                    same(
                        &format!("{}.{}", table.path, column.path),
                        column.label,
                        label,
                    )
                })
                .ok_or_else(|| unknown(&at))?;
            self.value(&table.cell(row, column.path), node, &at)?;
        }
        Ok(())
    }

    fn check_row(&self, table: &Table, row: u32, at: &str) -> Result<(), Refusal> {
        if row > table.max_rows {
            return Err(unreadable(format!("“{at}”超过 {} 行", table.max_rows)));
        }
        Ok(())
    }

    fn value(&mut self, path: &str, node: &Node, at: &str) -> Result<(), Refusal> {
        let text = match node {
            Node::Blank => return Ok(()),
            Node::Text(text) => text,
            Node::List(_) | Node::Map(_) => {
                return Err(unreadable(format!("“{at}”应为一项文字或数字")));
            }
        };
        if !self.0.get(path).is_empty() {
            return Err(unreadable(format!("“{at}”重复出现")));
        }
        self.0.set(path, text.as_str())
    }
}

/// A row with the row's own cells; a row with a list of details becomes one row for each of them.
type Cells<'n> = Vec<(&'n str, &'n Node)>;

fn flat<'n>(cells: &'n [(String, Node)], at: &str) -> Result<Vec<(Cells<'n>, String)>, Refusal> {
    let mut own: Cells<'n> = Vec::new();
    let mut details: Option<&'n [Node]> = None;
    for (label, node) in cells {
        match node {
            Node::List(rows) if tidy(label) == DETAIL => details = Some(rows),
            Node::List(_) => return Err(unknown(&format!("{at}{STEP}{label}"))),
            _ => own.push((label, node)),
        }
    }
    let Some(details) = details else {
        return Ok(vec![(own, at.to_owned())]);
    };
    let rows = details.iter().enumerate().map(|(index, row)| {
        let at = format!("{at}{STEP}{DETAIL} 第 {} 行", index + 1);
        let Node::Map(parts) = row else {
            return Err(unreadable(format!("“{at}”应为各栏目")));
        };
        let parts = parts.iter().map(|(label, node)| (label.as_str(), node));
        Ok((own.iter().copied().chain(parts).collect(), at))
    });
    rows.collect()
}

/// Whether the annex has fields `key：…`.
fn is_group(annex: u8, key: &str) -> bool {
    let prefix = format!("{}：", tidy(key));
    SECTIONS
        .iter()
        .filter(|section| section.annex == annex)
        .flat_map(fields)
        .any(|field| field.label.starts_with(&prefix))
}

fn annex_of(label: &str) -> Option<u8> {
    match tidy(label).as_str() {
        "附件1" => Some(1),
        "附件2" => Some(2),
        "附件3" => Some(3),
        _ => None,
    }
}

/// The section whose number a label begins with (the longest such), and the rest of the label.
fn section_of(annex: u8, label: &str) -> Option<(&'static Section, String)> {
    let label = tidy(label);
    let section = SECTIONS
        .iter()
        .filter(|section| section.annex == annex && label.starts_with(section.no))
        .max_by_key(|section| section.no.len())?;
    let rest = label[section.no.len()..].trim_start_matches(['、', '.', '．']);
    Some((section, rest.to_owned()))
}

fn field_in(section: &'static Section, name: &str) -> Option<&'static str> {
    fields(section)
        .find(|field| same(field.path, field.label, name))
        .map(|field| field.path)
}

fn table_in(section: &'static Section, name: &str) -> Option<&'static Table> {
    tables(section).find(|table| same(table.path, table.label, name))
}

fn first_field(section: &'static Section) -> Option<&'static str> {
    fields(section).next().map(|field| field.path)
}

fn first_table(section: &'static Section) -> Option<&'static Table> {
    tables(section).next()
}

fn fields(section: &'static Section) -> impl Iterator<Item = &'static Field> {
    section.items.iter().filter_map(|item| match item {
        Item::Field(field) => Some(field),
        _ => None,
    })
}

fn tables(section: &'static Section) -> impl Iterator<Item = &'static Table> {
    section.items.iter().filter_map(|item| match item {
        Item::Table(table) => Some(table),
        _ => None,
    })
}

/// Whether a label of a file means this one: as printed, without its brackets, or an alias.
fn same(path: &str, label: &'static str, given: &str) -> bool {
    let given = tidy(given);
    given == tidy(label)
        || given == tidy(head(label))
        || ALIASES
            .iter()
            .any(|(of, alias)| *of == path && given == tidy(alias))
}

/// A label without blanks, with the Chinese marks for the half-width ones.
fn tidy(label: &str) -> String {
    let visible = label.chars().filter(|c| !c.is_whitespace());
    let chinese = visible.map(|c| match c {
        '(' => '（',
        ')' => '）',
        ':' => '：',
        ',' => '，',
        other => other,
    });
    chinese.collect()
}

fn unknown(place: &str) -> Refusal {
    Refusal::UnknownLabel {
        label: place.into(),
    }
}
