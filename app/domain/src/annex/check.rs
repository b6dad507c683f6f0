//! Every rule of the annexes, judged on a draft: what is broken, what to look at, and what is met.

mod applicant;
mod budget;
mod desk;
mod plan;
mod training;

use serde::{Deserialize, Serialize};

use super::draft::Draft;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::state::Paper;
use crate::training::TrainingStandard;

use desk::{Desk, Rule, plain, rule};

/// What the rules need to know beyond the draft itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub plan_year: i32,
    /// Names of the published key areas of the year; empty = not published.
    pub areas: Vec<String>,
    /// Which version of the key areas that is.
    pub area_version: i32,
    /// Kinds of the attached papers.
    pub papers: Vec<Paper>,
    /// The applicant's other project budgets of the year, in yuan (A29).
    pub committed: Money,
    /// As registered.
    pub org_name: String,
    /// As registered: the unified social credit code.
    pub org_code: String,
    /// Names of its other projects of the year.
    pub names: Vec<String>,
    /// What trainings are measured by (R198).
    pub standard: TrainingStandard,
}

codes! {
    /// How a rule came out.
    Verdict {
        /// Blocks the submission.
        Broken = "BROKEN" "不符合",
        /// Does not block.
        Warning = "WARNING" "提示",
        Met = "MET" "符合",
    }
}

/// What one rule says about one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: String,
    /// `附件1 项目预算`.
    pub clause: String,
    /// A concrete path, or `paper:REGISTRATION`.
    pub field: Option<String>,
    pub verdict: Verdict,
    pub text: String,
}

/// Judges every rule, the met ones too, in the order of the paper.
#[must_use]
pub fn check(draft: &Draft, facts: &Facts) -> Vec<Finding> {
    let mut desk = Desk::new(draft, facts);
    for rule in RULES {
        desk.judge(rule);
    }
    desk.findings()
}

/// How many findings block the submission.
#[must_use]
pub fn broken(findings: &[Finding]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Broken)
        .count()
}

/// Whether the draft can be handed in.
///
/// # Errors
/// `DraftBroken` with the number of broken places and the first of them.
pub fn ready(findings: &[Finding]) -> Result<(), Refusal> {
    let first = findings
        .iter()
        .find(|finding| finding.verdict == Verdict::Broken);
    first.map_or(Ok(()), |first| {
        Err(Refusal::DraftBroken {
            count: u32::try_from(broken(findings)).unwrap_or(u32::MAX),
            // Short labels such as 姓名 stand in several parts: the clause tells which.
            first: format!("{}：{}", first.clause, first.text),
            field: first.field.clone().unwrap_or_default().into(),
        })
    })
}

/// The rules in the order of the paper. `plain` ones ask only that their fields, rows and papers in
/// the catalogue are there and well-formed, which is asked of the others first, too.
static RULES: &[Rule] = &[
    rule("R041", "areas.1.name", applicant::areas),
    rule("R042", "members.1.name", applicant::members),
    plain("R043", "paper:REGISTRATION", "申报材料齐全。"),
    rule("R130", "annex1.unit_name", applicant::unit_name),
    rule("R131", "annex1.project_name", applicant::project_name),
    plain("R132", "annex1.applicant_type", ""),
    plain("R133", "annex1.industry", ""),
    plain("R134", "annex1.industry_body", "选填项，符合要求。"),
    plain("R135", "annex1.legal_person", ""),
    rule("R136", "annex1.org_code", applicant::org_code),
    rule("R137", "annex1.profile.text", applicant::profile),
    rule("R040", "annex1.profile.size", applicant::size).under("四（三）"),
    plain("R138", "annex1.accidents", ""),
    plain("R139", "annex1.summary", ""),
    plain(
        "R140",
        "annex1.contribution",
        "已填写，由经办机构与征缴数据核对。",
    ),
    rule("R141", "annex1.budget", budget::cap),
    plain("R142", "annex1.mode", ""),
    plain("R143", "annex1.start", ""),
    rule("R049", "annex1.end", plan::period).under("四（三）"),
    plain("R144", "annex1.contact", ""),
    plain("R145", "annex1.phone", ""),
    rule("R146", "paper:SEALED", applicant::opinion),
    plain("R160", "annex2.basics", ""),
    plain("R161", "annex2.leader.name", ""),
    plain("R162", "annex2.background", ""),
    plain("R163", "annex2.necessity", ""),
    plain("R164", "annex2.feasibility", ""),
    plain("R165", "annex2.uncertainty", ""),
    plain("R166", "annex2.equipment", ""),
    plain("R167", "annex2.staff.1.name", ""),
    plain("R168", "annex2.technique", ""),
    plain("R169", "annex2.hazards", ""),
    rule("R170", "annex2.accidents", plan::accidents),
    rule("R171", "annex2.effect.accidents", plan::fewer_accidents),
    plain("R172", "annex2.effect.awareness", ""),
    plain("R173", "annex2.effect.results", ""),
    plain("R174", "annex2.effect.benefit", ""),
    plain("R180", "annex3.urgency", ""),
    plain("R181", "annex3.beneficiaries.number", ""),
    plain("R182", "annex3.experience", ""),
    plain("R183", "annex3.vision", ""),
    plain(
        "R184",
        "annex3.goals.1.goal",
        "近期目标均有衡量方法和目标值。",
    ),
    rule("R185", "annex3.activities.1.time", plan::schedule),
    rule("R186", "annex3.activities.1.form", plan::publicity),
    rule("R187", "annex3.activities.1.outline", plan::courses),
    plain("R188", "annex3.risks.1.risk", ""),
    plain("R189", "annex3.direct.number", ""),
    plain("R190", "annex3.change", ""),
    plain("R191", "annex3.influence", ""),
    plain("R192", "annex3.team.1.name", ""),
    rule("R193", "annex3.requested", budget::requested),
    rule("R194", "annex3.lines.1.subject", budget::lines),
    rule("R197", "annex3.lines.1.standard", budget::details),
    rule("R195", "annex3.total_requested", budget::sum),
    rule("R196", "annex3.total", budget::all_sources),
    rule("R198", "annex3.lines.1.standard", training::standard),
    rule("R199", "annex3.lines.1.item", budget::printing),
    rule("R200", "annex3.lines.1.activity", budget::purpose),
    rule("R095", "annex3.declared", budget::evaluation).under("四（七）"),
];

/// The rules that are judged, in the order of the paper.
pub fn rules() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id)
}
