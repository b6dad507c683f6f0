//! The desk a rule is judged at: the draft, the facts, and the findings so far.

use super::{Facts, Finding, Verdict};
use crate::annex::catalogue::{self, Field, Item, Kind, Section, Table, clause, head, name_of};
use crate::annex::draft::Draft;
use crate::annex::text;
use crate::code::{self, CreditCode};
use crate::money::Money;
use crate::state::Paper;

/// One rule: where it points and what it tests. A test answers `None` when it cannot be judged yet.
pub(super) struct Rule {
    pub(super) id: &'static str,
    at: &'static str,
    clause: &'static str,
    met: &'static str,
    test: fn(&mut Desk<'_>) -> Option<()>,
}

impl Rule {
    /// The same rule under a clause of the plan instead of its place in the annex.
    pub(super) const fn under(mut self, clause: &'static str) -> Self {
        self.clause = clause;
        self
    }
}

/// A rule with a test of its own.
pub(super) const fn rule(
    id: &'static str,
    at: &'static str,
    test: fn(&mut Desk<'_>) -> Option<()>,
) -> Rule {
    Rule {
        id,
        at,
        clause: "",
        met: "",
        test,
    }
}

/// A rule that asks for its fields, rows and papers only.
pub(super) const fn plain(id: &'static str, at: &'static str, met: &'static str) -> Rule {
    Rule {
        id,
        at,
        clause: "",
        met,
        test: |_| Some(()),
    }
}

/// What is judged, and what came out.
pub(super) struct Desk<'a> {
    pub(super) draft: &'a Draft,
    pub(super) facts: &'a Facts,
    id: &'static str,
    clause: &'static str,
    at: &'static str,
    findings: Vec<Finding>,
}

impl<'a> Desk<'a> {
    pub(super) const fn new(draft: &'a Draft, facts: &'a Facts) -> Self {
        Self {
            draft,
            facts,
            id: "",
            clause: "",
            at: "",
            findings: Vec::new(),
        }
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Judges one rule: first its fields, then its test. A rule always says something.
    pub(super) fn judge(&mut self, rule: &Rule) {
        (self.id, self.clause, self.at) = (rule.id, rule.clause, rule.at);
        let before = self.findings.len();
        for (_, item) in catalogue::items() {
            self.item(item);
        }
        let judged = (rule.test)(self);
        if self.findings.len() > before {
            return;
        }
        match (judged, rule.met) {
            (None, _) => self.warn(rule.at, "有关栏目填写完整后再核对。"),
            (Some(()), "") => self.met("已填写，符合要求。"),
            (Some(()), met) => self.met(met),
        }
    }

    /// The rule is broken at a path.
    pub(super) fn broken(&mut self, path: &str, text: impl Into<String>) {
        self.add(Verdict::Broken, path, text.into());
    }

    /// Something to look at.
    pub(super) fn warn(&mut self, path: &str, text: impl Into<String>) {
        self.add(Verdict::Warning, path, text.into());
    }

    /// The rule is met, with what shows it.
    pub(super) fn met(&mut self, text: impl Into<String>) {
        self.add(Verdict::Met, self.at, text.into());
    }

    /// The paper is missing.
    pub(super) fn missing(&mut self, paper: Paper, or_else: &str) {
        let text = format!("缺少附件“{}”，请上传{or_else}。", paper.label());
        self.broken(&format!("paper:{}", paper.code()), text);
    }

    /// A field that only some applicants or rows must fill: broken where it is empty.
    pub(super) fn needs(&mut self, path: &str) {
        if self.draft.filled(path).is_none() {
            self.broken(path, format!("{}不能为空，请填写。", name_of(path)));
        }
    }

    /// The rows of a table.
    pub(super) fn rows(&self, path: &str) -> Vec<u32> {
        crate::annex::totals::rows(self.draft, path)
    }

    /// The rows of a table without which a rule cannot be judged: `None` if there are none.
    pub(super) fn some_rows(&self, path: &str) -> Option<Vec<u32>> {
        Some(self.rows(path)).filter(|rows| !rows.is_empty())
    }

    fn add(&mut self, verdict: Verdict, path: &str, text: String) {
        let clause = match self.clause {
            "" => clause_of(path),
            clause => clause.to_owned(),
        };
        self.findings.push(Finding {
            rule: self.id.into(),
            clause,
            field: (!path.is_empty()).then(|| path.to_owned()),
            verdict,
            text,
        });
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Field(field) if field.rule == self.id => self.value(field.path, field),
            Item::Table(table) => self.table(table),
            Item::Paper(paper, rule, true)
                if *rule == self.id && !self.facts.papers.contains(paper) =>
            {
                self.missing(*paper, "");
            }
            _ => {}
        }
    }

    fn table(&mut self, table: &Table) {
        let columns = || table.columns.iter().filter(|column| column.rule == self.id);
        if table.rule != self.id && columns().next().is_none() {
            return;
        }
        let columns: Vec<&Field> = columns().collect();
        let rows = self.draft.rows(table);
        if table.rule == self.id && (rows.len() as u64) < u64::from(table.min_rows) {
            let first = table.columns.first().map_or("", |column| column.path);
            let text = format!("“{}”至少填写 {} 行。", table.label, table.min_rows);
            self.broken(&table.cell(1, first), text);
        }
        for row in rows {
            for column in &columns {
                self.value(&table.cell(row, column.path), column);
            }
        }
    }

    fn value(&mut self, path: &str, field: &Field) {
        let Some(typed) = self.draft.filled(path) else {
            if field.required {
                self.needs(path);
            }
            return;
        };
        if text::length(typed) > field.kind.max() {
            let text = format!("{}超过 {} 个字，请删减。", name_of(path), field.kind.max());
            self.broken(path, text);
        } else if let Some(fault) = fault(field.kind, typed) {
            self.broken(path, format!("{}：{fault}", name_of(path)));
        }
    }
}

/// What is wrong with how a value is written.
fn fault(kind: Kind, typed: &str) -> Option<String> {
    let said = |fits: bool, sentence: &str| (!fits).then(|| sentence.to_owned());
    match kind {
        Kind::Line { .. } => said(!typed.contains('\n'), "应写成一行。"),
        Kind::Text { .. } => None,
        Kind::Wan => Money::parse_wan("", typed).err().map(|no| no.sentence()),
        Kind::Yuan => Money::parse_yuan("", typed).err().map(|no| no.sentence()),
        Kind::Integer => said(text::whole(typed).is_ok(), "应填写整数，如 1200。"),
        Kind::Decimal => said(text::decimal(typed).is_ok(), "应填写数字，如 95 或 0.5。"),
        Kind::Date => said(
            text::day(typed).is_some(),
            "日期格式不正确，请按 2026-11-24 的格式填写。",
        ),
        Kind::Choice(choices) => said(
            choices.contains(&typed),
            &format!("应从下列各项中选择一项：{}。", choices.join("、")),
        ),
        Kind::Industry => said(
            text::division(typed).is_some(),
            "应填写 GB/T 4754-2017 的行业代码，大类 2 位至小类 4 位数字，如 06。",
        ),
        Kind::OrgCode => code_fault(typed),
        Kind::Phone => said(
            text::is_phone(typed),
            "应填写手机号码，或带区号的固定电话，如 0472-5123456。",
        ),
    }
}

fn code_fault(typed: &str) -> Option<String> {
    let code = code::normalise(typed);
    let checked = if text::is_legacy(&code) {
        code::check_organisation_code("", &code)
    } else {
        CreditCode::parse("", &code).map(|_| ())
    };
    checked.err().map(|no| no.sentence())
}

/// The clause of a path: its section, in Annex 1 with the box of the form.
fn clause_of(path: &str) -> String {
    if let Some((section, field, _)) = catalogue::field(path) {
        let label = head(field.label);
        return in_form(section, label.split('：').next().unwrap_or(label));
    }
    let paper = path.strip_prefix("paper:").and_then(Paper::from_code);
    let asked = catalogue::items().find(|(_, item)| match item {
        Item::Paper(asked, ..) => Some(*asked) == paper,
        _ => false,
    });
    asked.map_or_else(String::new, |(section, _)| {
        in_form(section, section.heading)
    })
}

fn in_form(section: &Section, of_form: &str) -> String {
    if section.annex == 1 {
        format!("{} {of_form}", clause(section))
    } else {
        clause(section)
    }
}
