//! A standard that holds, one that comes, one that was, and two that wait.

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::StandardId;
use domain::access::{Action, Role};
use domain::contract::{
    Answer, Offer, StandardApi, StandardDraft, StandardForm, StandardPhase, StandardView,
    StandardsView,
};
use domain::refusal::StandardFault;
use domain::training::{Figure, LectureFees, Quota, TrainingStandard};
use domain::{Money, Refusal};

use super::{Fake, today, yuan};

fn quota(lodging: i64) -> Quota {
    Quota {
        lodging: yuan(lodging),
        meals: yuan(130),
        venue: yuan(50),
        other: yuan(30),
    }
}

/// The standard of the small world.
pub fn standard() -> TrainingStandard {
    TrainingStandard {
        from: NaiveDate::from_ymd_opt(2017, 1, 1).unwrap(),
        name: "中央和国家机关培训费管理办法".into(),
        document: "财行〔2016〕540号".into(),
        one: quota(500),
        two: quota(400),
        three: quota(340),
        fees: LectureFees {
            associate: yuan(500),
            full: yuan(1000),
            academician: yuan(1500),
        },
        full_days: 30,
        long_percent: 70,
        half_day_hours: 4,
        staff_percent: 10,
        staff_max: 10,
    }
}

fn later(days: u64, document: &str) -> TrainingStandard {
    let mut later = TrainingStandard {
        from: today() + Days::new(days),
        document: document.into(),
        ..standard()
    };
    let dearer = Money::from_fen(15_050).decimal();
    later.set(Figure::ThreeMeals, dearer).unwrap();
    later
}

#[async_trait]
impl StandardApi for Fake {
    async fn standards(&self) -> Answer<StandardsView> {
        let region = self.role == Role::RegionHrss;
        let shown = |id, standard, phase| StandardView {
            id: StandardId(id),
            standard,
            phase,
            published: "自治区人社部门于 2026年11月20日公布".into(),
        };
        let draft = |id, days, why_not: Option<&str>| {
            let standard = later(days, "内财行〔2026〕9号");
            StandardDraft {
                id: StandardId(id),
                changes: standard.changes_from(&self::standard()),
                standard,
                by: "演示人甲".into(),
                on: today(),
                replaces: "财行〔2016〕540号".into(),
                why_not: why_not.map(Into::into),
            }
        };
        let mut standards = self.some(vec![shown(
            2,
            later(40, "内财行〔2026〕8号"),
            StandardPhase::Coming,
        )]);
        standards.push(shown(1, standard(), StandardPhase::Current));
        let drafts = vec![
            draft(3, 60, None),
            draft(5, 70, Some("须由自治区人社部门另一人核对后公布。")),
        ];
        let offers = [
            Action::ProposeStandard,
            Action::PublishStandard,
            Action::WithdrawStandard,
        ];
        Ok(StandardsView {
            standards,
            drafts: self.some(if region { drafts } else { Vec::new() }),
            earliest: today() + Days::new(1),
            offers: offers
                .into_iter()
                .filter(|_| region)
                .map(|action| Offer {
                    action,
                    why_not: None,
                })
                .collect(),
        })
    }
    async fn propose_standard(&self, draft: StandardForm) -> Answer<StandardId> {
        for figure in Figure::ALL {
            let typed = draft.figures.get(figure.code());
            figure.read(typed.map_or("", String::as_str))?;
        }
        Ok(StandardId(6))
    }
    async fn publish_standard(&self, _: StandardId) -> Answer<()> {
        let by = "演示人甲".into();
        Err(Refusal::from(StandardFault::SamePerson { by }).into())
    }
    async fn withdraw_standard(&self, _: StandardId, _: String) -> Answer<()> {
        Ok(())
    }
}
