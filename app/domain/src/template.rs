//! Agreement templates (R076, R003): nine clause blocks with placeholders like `{项目名称}`, filled
//! with what is known of a project.
//!
//! A city starts from the [`standard`] texts and edits them; what a placeholder means is the same
//! everywhere. What is not known yet stays as it is written, so that the figures of a draft can be
//! filled in last.

mod standard;

pub use standard::standard;

use crate::contract::{AgreementDraft, ClauseTexts};
use crate::refusal::Refusal;
use crate::state::{Clause, Mode, ProjectKind};

/// The legal basis printed in every agreement (R003).
pub const LEGAL_BASIS: &str = "《中华人民共和国社会保险法》《工伤保险条例》《工伤预防费使用管理暂行办法》（人社部规〔2017〕13号）\
    和《内蒙古自治区工伤预防实施方案》（内人社发〔2020〕16号）";
/// Characters a clause block may have.
pub const CLAUSE_MAX: u32 = 5000;
/// Characters of an unknown placeholder that a refusal repeats.
const SHOWN: usize = 20;

codes! {
    /// What can stand in braces in a template; the label says what comes there.
    Placeholder {
        LegalBasis = "法律依据" "订立协议所依据的法律、法规和文件",
        ProjectName = "项目名称" "项目的名称",
        ProjectCode = "项目编号" "项目的编号",
        PlanYear = "计划年度" "列入哪一年度的项目计划",
        Category = "项目类别" "宣传、培训，或者宣传和培训",
        KeyArea = "重点领域" "所属工伤预防重点领域",
        City = "盟市" "所在盟市",
        Applicant = "提出单位" "项目提出单位的名称",
        Unit = "实施单位" "项目实施单位的名称",
        Agency = "经办机构" "工伤保险经办机构的名称",
        Resolution = "联席会议决议" "确定项目的联席会议决议",
        Approved = "核定金额" "联席会议核定的金额（元）",
        Goals = "绩效目标" "近期目标及目标值，一行一条",
        Measures = "衡量方法" "近期目标、目标值及衡量方法，一行一条",
        Amount = "协议金额" "起草时填写的协议金额（元）",
        Prepay = "预付比例" "起草时填写的预付比例，没有约定的写明不约定预付款",
        Start = "开始日期" "起草时填写的开始日期",
        End = "结束日期" "起草时填写的结束日期",
    }
}

impl Placeholder {
    /// Whether it comes from the figures of the draft itself, and is therefore filled in when the
    /// draft is saved.
    #[must_use]
    pub const fn is_figure(self) -> bool {
        matches!(self, Self::Amount | Self::Prepay | Self::Start | Self::End)
    }
}

/// The kinds of agreement there are: who asks, and who carries the project out (R070-R074).
pub const KINDS: &[(ProjectKind, Mode)] = &[
    (ProjectKind::Enterprise, Mode::Direct),
    (ProjectKind::Enterprise, Mode::Commissioned),
    (ProjectKind::Association, Mode::Direct),
    (ProjectKind::Association, Mode::Commissioned),
    (ProjectKind::PublicSme, Mode::Procured),
];

/// A text with every placeholder replaced of which `value` knows something; the others stay.
///
/// # Errors
/// `UnknownPlaceholder` at the clause's field for braces that are no placeholder.
pub fn fill(
    clause: Clause,
    text: &str,
    value: impl Fn(Placeholder) -> Option<String>,
) -> Result<String, Refusal> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, behind) = after
            .split_once('}')
            .filter(|(name, _)| !name.contains(['{', '\n']))
            .ok_or_else(|| unknown(clause, after))?;
        let known =
            Placeholder::from_code(name.trim()).ok_or_else(|| unknown(clause, name.trim()))?;
        match value(known) {
            Some(value) => out.push_str(&value),
            None => out.push_str(&format!("{{{}}}", known.code())),
        }
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

fn unknown(clause: Clause, name: &str) -> Refusal {
    Refusal::UnknownPlaceholder {
        field: AgreementDraft::field(clause).into(),
        name: name.chars().take(SHOWN).collect(),
    }
}

/// All nine blocks, filled as far as something is known.
///
/// # Errors
/// `UnknownPlaceholder` at the first block with braces that are no placeholder.
pub fn fill_all(
    texts: &ClauseTexts,
    value: impl Fn(Placeholder) -> Option<String>,
) -> Result<ClauseTexts, Refusal> {
    let mut filled = ClauseTexts::default();
    for clause in Clause::ALL {
        filled.set(*clause, fill(*clause, texts.get(*clause), &value)?);
    }
    Ok(filled)
}

/// What a template or a supplementary agreement must satisfy: nine blocks, none empty, none too
/// long, and no unknown placeholder (R076).
///
/// # Errors
/// `ClauseEmpty`, `TooLong` or `UnknownPlaceholder` at the first block that does not.
pub fn check_all(texts: &ClauseTexts) -> Result<(), Refusal> {
    for clause in Clause::ALL {
        let (text, field) = (texts.get(*clause).trim(), AgreementDraft::field(*clause));
        if text.is_empty() {
            return Err(Refusal::ClauseEmpty {
                field: field.into(),
                label: clause.label().into(),
            });
        }
        check_length(*clause, text)?;
        fill(*clause, text, |_| None)?;
    }
    Ok(())
}

/// # Errors
/// `TooLong` at the clause's field above [`CLAUSE_MAX`].
pub fn check_length(clause: Clause, text: &str) -> Result<(), Refusal> {
    if text.chars().count() > CLAUSE_MAX as usize {
        return Err(Refusal::TooLong {
            field: AgreementDraft::field(clause).into(),
            label: clause.label().into(),
            max: CLAUSE_MAX,
        });
    }
    Ok(())
}

/// The standard texts of a kind of agreement, all nine.
#[must_use]
pub fn standard_texts(kind: ProjectKind, mode: Mode) -> ClauseTexts {
    let mut texts = ClauseTexts::default();
    for clause in Clause::ALL {
        texts.set(*clause, standard(kind, mode, *clause).to_owned());
    }
    texts
}
