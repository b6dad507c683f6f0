//! Cases about trainings and about who somebody is.

use backend::reference::training_standard;
use domain::code::{self, CreditCode};
use domain::training::{Title, TrainingClass};

use super::Context;
use super::case::Case;

/// The quota of a training.
pub fn training_quota(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let class = case.count("training_class")?.to_string();
    let Some(class) = TrainingClass::from_code(&class) else {
        return case.bad("training_class", "1, 2 or 3");
    };
    let (people, days) = (case.count("people")?, case.count("days")?);
    let (lodging, meals) = (case.flag("with_lodging")?, case.flag("with_meals")?);
    case.expect_money(
        "quota_limit",
        training_standard().quota_limit(class, people, days, lodging, meals),
    )
}

/// The most a lecturer gets; null where the standard has no figure.
pub fn lecture_fee(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let Some(title) = Title::from_label(case.text("title")?) else {
        return case.bad("title", "a title we know");
    };
    let hours = case.count("hours")?;
    let half_days = if case.has("half_days") {
        Some(case.count("half_days")?)
    } else {
        None
    };
    let expected = case.money_or_null("max_after_tax")?;
    case.expect_or_null(
        "max_after_tax",
        expected,
        training_standard().lecture_fee_limit(title, hours, half_days),
    );
    Ok(())
}

/// How many staff a training may have.
pub fn staff_limit(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let (participants, staff) = (case.count("participants")?, case.count("staff")?);
    case.expect_flag("ok", staff <= training_standard().staff_limit(participants))
}

/// A unified social credit code and the organisation code inside it.
pub fn credit_code(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let parsed = CreditCode::parse("code", case.text("code")?);
    case.expect_flag("valid", parsed.is_ok())?;
    let embedded = parsed.map(|code| code.embedded_organisation_code());
    if let Some(expected) = case.text_or_null("org_code_embedded")? {
        case.expect("org_code_embedded", expected.to_owned(), embedded.clone());
    }
    if case.has("org_code_check_ok") {
        let expected = case.flag("org_code_check_ok")?;
        case.expect(
            "org_code_check_ok",
            expected,
            embedded.map(|code| code::organisation_code_ok(&code)),
        );
    }
    Ok(())
}

/// A legacy organisation code.
pub fn organisation_code(_: &Context<'_>, case: &mut Case<'_>) -> Result<(), String> {
    let valid = code::organisation_code_ok(case.text("code")?);
    case.expect_flag("valid", valid)
}
