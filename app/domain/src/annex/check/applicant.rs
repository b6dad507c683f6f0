//! Who applies, for whom, and with which papers (R040-R043, R130-R137, R146).

use super::desk::Desk;
use crate::annex::size::{DOCUMENT, Figure, Figures, Size, rule_of};
use crate::annex::{text, totals};
use crate::code::{self, CreditCode};
use crate::money::Money;
use crate::state::ProjectKind;

/// At least one published key area of the year, and no other (R041).
pub(super) fn areas(desk: &mut Desk<'_>) -> Option<()> {
    let (draft, facts) = (desk.draft, desk.facts);
    if let Some(Ok(year)) = draft.int("plan_year")
        && i64::from(year) != i64::from(facts.plan_year)
    {
        let text = format!(
            "申报材料所填计划年度为 {year} 年，本次申报的是 {} 年度，请改正。",
            facts.plan_year
        );
        desk.broken("plan_year", text);
    }
    if facts.areas.is_empty() {
        let text = format!(
            "{} 年度工伤预防重点领域尚未公布，公布后方可申报。",
            facts.plan_year
        );
        desk.broken("areas.1.name", text);
        return Some(());
    }
    let mut chosen = Vec::new();
    for row in desk.rows("areas") {
        let path = format!("areas.{row}.name");
        let Some(name) = draft.filled(&path) else {
            continue;
        };
        if facts.areas.iter().any(|area| area.trim() == name) {
            chosen.push(name);
        } else {
            let text = format!(
                "“{name}”不在 {} 年度已公布的重点领域中，请从下列各项中选择：{}。",
                facts.plan_year,
                facts.areas.join("、")
            );
            desk.broken(&path, text);
        }
    }
    if chosen.len() == desk.rows("areas").len() && !chosen.is_empty() {
        desk.met(format!(
            "所选“{}”属于 {} 年度已公布的重点领域（第 {} 版）。",
            chosen.join("、"),
            facts.plan_year,
            facts.area_version
        ));
    }
    Some(())
}

/// An association lists its beneficiary members, an enterprise is its own beneficiary (R042).
pub(super) fn members(desk: &mut Desk<'_>) -> Option<()> {
    let rows = desk.rows("members");
    if totals::applicant(desk.draft)? == ProjectKind::Association {
        if rows.is_empty() {
            let text = "行业协会应逐一列明受益会员单位及其参保人数和上年度缴费，项目预算以其缴费合计的 3% 为限。";
            desk.broken("members.1.name", text);
            return Some(());
        }
        twice(desk, &rows);
        let base = totals::cap_base(desk.draft)?;
        if rows.iter().all(|row| code_at(desk, *row).is_some()) {
            desk.met(format!(
                "列明受益会员单位 {} 家，上年度缴费合计 {} 万元。",
                rows.len(),
                base.wan_exact()
            ));
        }
        return Some(());
    }
    let own = code::normalise(&desk.facts.org_code);
    for row in &rows {
        if code_at(desk, *row).is_some_and(|code| code != own) {
            let text = format!(
                "“受益会员单位”第 {row} 行不是本单位。大中型企业只能申报本企业范围内的项目，请删除该行，或由行业协会申报。"
            );
            desk.broken(&format!("members.{row}.code"), text);
        }
    }
    if rows.is_empty() {
        desk.met("受益单位为本企业。");
    }
    Some(())
}

/// The name as registered (R130).
pub(super) fn unit_name(desk: &mut Desk<'_>) -> Option<()> {
    let typed = desk.draft.filled("annex1.unit_name")?;
    if typed != desk.facts.org_name.trim() {
        let text = format!(
            "“单位名称”应与登记名称“{}”一致。",
            desk.facts.org_name.trim()
        );
        desk.broken("annex1.unit_name", text);
    }
    Some(())
}

/// Not the name of another project of the applicant in the year (R131).
pub(super) fn project_name(desk: &mut Desk<'_>) -> Option<()> {
    let typed = desk.draft.filled("annex1.project_name")?;
    if desk.facts.names.iter().any(|name| name.trim() == typed) {
        let text =
            format!("本单位本年度已有名为“{typed}”的项目。请改用其他名称，或在原项目上继续办理。");
        desk.broken("annex1.project_name", text);
    }
    Some(())
}

/// The registered code, of a kind that fits who applies (R136).
pub(super) fn org_code(desk: &mut Desk<'_>) -> Option<()> {
    const AT: &str = "annex1.org_code";
    let typed = code::normalise(desk.draft.filled(AT)?);
    let registered = CreditCode::parse(AT, &code::normalise(&desk.facts.org_code)).ok();
    let own = if text::is_legacy(&typed) {
        registered
            .as_ref()
            .map(CreditCode::embedded_organisation_code)
    } else {
        registered.as_ref().map(ToString::to_string)
    };
    if own.as_ref().is_some_and(|own| *own != typed) {
        let text = format!(
            "“组织机构代码”与本单位登记的统一社会信用代码 {} 不一致，请核对。",
            desk.facts.org_code
        );
        desk.broken(AT, text);
        return Some(());
    }
    let kind = totals::applicant(desk.draft)?;
    if let Ok(code) = CreditCode::parse(AT, &typed)
        && !code.fits(kind)
    {
        let text = format!(
            "代码前两位“{}”与申报单位类型“{}”通常不符（企业为 91，行业协会为 51），请核对。",
            &code.as_str()[..2],
            kind.label()
        );
        desk.warn(AT, text);
    }
    Some(())
}

/// The figures of an enterprise; an association writes a text only (R137).
pub(super) fn profile(desk: &mut Desk<'_>) -> Option<()> {
    if totals::applicant(desk.draft)? == ProjectKind::Enterprise {
        for key in ["revenue", "tax", "employees", "size"] {
            desk.needs(&format!("annex1.profile.{key}"));
        }
    }
    Some(())
}

/// Only large and medium enterprises apply; small ones have the public projects (R040, R070).
pub(super) fn size(desk: &mut Desk<'_>) -> Option<()> {
    let draft = desk.draft;
    if totals::applicant(draft)? == ProjectKind::Association {
        desk.met("行业协会申报，不核定企业规模。");
        return Some(());
    }
    let industry = draft.get("annex1.industry");
    let rule = rule_of(text::division(industry)?, &code::normalise(industry));
    let amount = |path: &str| -> Option<Money> { draft.money_wan(path)?.ok() };
    let figures = Figures {
        people: draft.int("annex1.profile.employees").and_then(Result::ok),
        revenue: amount("annex1.profile.revenue"),
        assets: amount("annex1.profile.assets"),
    };
    match rule.size(&figures) {
        Ok(Size::Small) => desk.broken(
            "annex1.profile.employees",
            format!(
                "按{DOCUMENT}，{}中型企业须达到{}，所填数据核定为{}，不能直接申报。可向经办机构提出需求，参加面向社会和中小微企业的工伤预防项目（四（五））。",
                rule.name,
                rule.medium_text(),
                Size::Small.label()
            ),
        ),
        Ok(size) => declared(desk, rule.name, size),
        Err(Figure::Assets) if draft.filled("annex1.profile.assets").is_none() => desk.broken(
            "annex1.profile.assets",
            format!("{}按资产总额划型，请填写“资产总额（万元）”。", rule.name),
        ),
        // The other figures are asked for by R137.
        Err(_) => return None,
    }
    Some(())
}

/// The signed page, with who signed and when (R146).
pub(super) fn opinion(desk: &mut Desk<'_>) -> Option<()> {
    for (path, what) in [
        ("annex1.opinion.person", "负责人"),
        ("annex1.opinion.date", "日期"),
    ] {
        if desk.draft.filled(path).is_none() {
            let text =
                format!("“申请单位意见”的{what}未填写，以盖章页为准；建议一并填写，便于查阅。");
            desk.warn(path, text);
        }
    }
    Some(())
}

fn declared(desk: &mut Desk<'_>, industry: &str, size: Size) {
    let declared = desk.draft.get("annex1.profile.size").trim();
    if declared == size.label() || declared.is_empty() {
        desk.met(format!(
            "按{DOCUMENT}{industry}标准核定为{}企业。",
            size.label()
        ));
    } else {
        let text = format!(
            "“规模”填写为{declared}，按{DOCUMENT}{industry}标准核定为{}，请核对。",
            size.label()
        );
        desk.warn("annex1.profile.size", text);
    }
}

/// A member listed twice would count twice in the base of the 3%.
fn twice(desk: &mut Desk<'_>, rows: &[u32]) {
    let mut seen: Vec<(String, u32)> = Vec::new();
    for row in rows {
        let Some(code) = code_at(desk, *row) else {
            continue;
        };
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == code) {
            let text = format!(
                "“受益会员单位”第 {row} 行与第 {first} 行是同一单位，缴费不能重复计算，请删除一行。"
            );
            desk.broken(&format!("members.{row}.code"), text);
        } else {
            seen.push((code, *row));
        }
    }
}

fn code_at(desk: &Desk<'_>, row: u32) -> Option<String> {
    desk.draft
        .filled(&format!("members.{row}.code"))
        .map(code::normalise)
}
