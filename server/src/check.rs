//! `yufang check FILE`: judges an application (JSON with the form's labels as keys) by every rule of
//! the annexes, before anybody signs and stamps it. It needs no database, and says what it therefore
//! cannot judge: published key areas, registration, other projects of the year, attached papers. Trainings
//! are measured by the standard the program begins with.

use std::fmt::Write as _;

use backend::reference;
use domain::annex::{Draft, Facts, Finding, Verdict, check, labels};

/// What came out.
#[derive(Debug)]
pub struct Report {
    /// The findings as text, broken ones first.
    pub text: String,
    /// Places in the file that must be put right before it is handed in.
    pub broken: usize,
}

/// Judges the text of a file.
///
/// # Errors
/// One sentence: not JSON, or a label that is not one of the form, with its place.
pub fn judge(json: &str) -> Result<Report, String> {
    let node: labels::Node = serde_json::from_str(json)
        .map_err(|error| labels::unreadable(error.to_string()).sentence())?;
    let draft = labels::read(&node).map_err(|refusal| refusal.sentence())?;
    let findings = check(&draft, &facts(&draft));
    Ok(report(&findings))
}

/// What a file says about itself is all there is to go by.
fn facts(draft: &Draft) -> Facts {
    Facts {
        plan_year: draft.get("plan_year").parse().unwrap_or_default(),
        areas: draft
            .iter()
            .filter(|(path, _)| path.starts_with("areas.") && path.ends_with(".name"))
            .map(|(_, name)| name.to_owned())
            .collect(),
        org_name: draft.get("annex1.unit_name").to_owned(),
        org_code: draft.get("annex1.org_code").to_owned(),
        standard: reference::training_standard().clone(),
        ..Facts::default()
    }
}

/// A paper is no part of the file: it is asked for, not held against it.
fn is_paper(finding: &Finding) -> bool {
    let field = finding.field.as_deref().unwrap_or_default();
    field.starts_with("paper:")
}

fn report(findings: &[Finding]) -> Report {
    let mut text = String::new();
    let of = |verdict: Verdict| findings.iter().filter(move |one| one.verdict == verdict);
    let broken: Vec<_> = of(Verdict::Broken).filter(|one| !is_paper(one)).collect();
    let lines = |text: &mut String, word: &str, one: &Finding| {
        let _ = writeln!(text, "{word}  {}（{}）：{}", one.clause, one.rule, one.text);
    };
    for one in &broken {
        lines(&mut text, "不符合", one);
    }
    for one in of(Verdict::Broken).filter(|one| is_paper(one)) {
        lines(&mut text, "须附  ", one);
    }
    for one in of(Verdict::Warning) {
        lines(&mut text, "提示  ", one);
    }
    let _ = write!(
        text,
        "符合 {} 项，提示 {} 项，不符合 {} 项。重点领域是否公布、登记信息、同年度其他项目和附件未核对；培训费按{}核对。",
        of(Verdict::Met).count(),
        of(Verdict::Warning).count(),
        broken.len(),
        reference::training_standard().document
    );
    Report {
        text,
        broken: broken.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COAL: &str = include_str!("../../end2end/samples/application-ordos-coal.json");
    const STEEL: &str = include_str!("../../end2end/samples/application-baotou-association.json");

    #[test]
    fn both_samples_pass_every_rule() {
        for sample in [COAL, STEEL] {
            let report = judge(sample).unwrap();
            assert_eq!(report.broken, 0, "{}", report.text);
            assert!(report.text.contains("须附"), "papers are asked for");
        }
    }

    #[test]
    fn a_budget_one_fen_over_three_per_cent_is_named() {
        let report = judge(&COAL.replace("\"20.50\"", "\"20.520001\"")).unwrap();
        assert!(report.broken > 0);
        assert!(report.text.contains("R141"), "{}", report.text);
    }

    #[test]
    fn a_wrong_label_is_named_with_its_place() {
        let sentence = judge(&COAL.replacen("法定代表人", "法人代表人", 1)).unwrap_err();
        assert!(sentence.contains("附件1 › 法人代表人"), "{sentence}");
        assert!(judge("{").unwrap_err().contains("文件无法读取"));
    }
}
