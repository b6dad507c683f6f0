//! Editions in force, one that was, one whose list was corrected, and two that wait.

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::access::{Action, Role};
use domain::classification::{Classification, ClassificationKind, changes, read};
use domain::contract::{
    Against, Answer, ClassificationApi, ClassificationDraft, ClassificationForm,
    ClassificationPhase, ClassificationView, ClassificationsView, Offer,
};
use domain::refusal::ClassificationFault;
use domain::{ClassificationId, Refusal};

use super::{Fake, today};

fn list(kind: ClassificationKind, edition: &str, from: NaiveDate, text: &str) -> Classification {
    let (title, document) = match kind {
        ClassificationKind::Accident => ("生产安全事故分类与编码", "GB 6441-2025"),
        ClassificationKind::Disease => ("职业病分类和目录", "国卫职健发〔2024〕39号"),
    };
    Classification {
        kind,
        edition: edition.into(),
        title: title.into(),
        document: document.into(),
        from,
        items: read(kind, text).unwrap(),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn accidents(text: &str) -> Classification {
    let kind = ClassificationKind::Accident;
    list(kind, "GB6441-2025", day(2026, 7, 1), text)
}

fn editions() -> Vec<ClassificationView> {
    use ClassificationPhase as P;
    let shown = |id, list, phase, certain, published: &str| ClassificationView {
        id: ClassificationId(id),
        list,
        phase,
        certain,
        published: published.into(),
    };
    let by = "自治区人社部门于 2026年11月20日公布";
    let old = Classification {
        title: "企业职工伤亡事故分类".into(),
        document: "GB 6441-1986".into(),
        ..list(
            ClassificationKind::Accident,
            "GB6441-1986",
            day(1987, 2, 1),
            "01 物体打击\n02 车辆伤害",
        )
    };
    let diseases = "1 职业性尘肺病及其他呼吸系统疾病\n矽肺\n煤工尘肺\n2 职业性皮肤病\n接触性皮炎";
    let kind = ClassificationKind::Disease;
    vec![
        shown(
            6,
            accidents("物体打击\n跌落\n<其他>"),
            P::Current,
            false,
            "",
        ),
        shown(5, accidents("物体打击"), P::Corrected, true, by),
        shown(1, old, P::Past, true, ""),
        shown(
            4,
            list(kind, "2024", day(2025, 8, 1), diseases),
            P::Current,
            false,
            "",
        ),
    ]
}

fn drafts() -> Vec<ClassificationDraft> {
    let draft = |id, list: Classification, before: &Classification, why_not: Option<&str>| {
        let against = Against {
            named: before.named(),
            same: before.edition == list.edition,
            document: before.document.clone(),
            from: before.from,
            changes: changes(before, &list),
        };
        ClassificationDraft {
            id: ClassificationId(id),
            list,
            by: "演示人甲".into(),
            on: today(),
            against: Some(against),
            why_not: why_not.map(Into::into),
        }
    };
    let known = editions();
    let mut corrected = accidents("01 物体打击\n02 坍塌");
    corrected.from = day(2027, 1, 1);
    let later = today() + Days::new(60);
    let next = list(
        ClassificationKind::Accident,
        "GB6441-2030",
        later,
        "物体打击",
    );
    vec![
        draft(7, corrected, &known[0].list, None),
        draft(
            8,
            next,
            &known[0].list,
            Some("须由自治区人社部门另一人核对后公布。"),
        ),
    ]
}

#[async_trait]
impl ClassificationApi for Fake {
    async fn classifications(&self) -> Answer<ClassificationsView> {
        let region = self.role == Role::RegionHrss;
        let offers = [
            Action::ProposeClassification,
            Action::PublishClassification,
            Action::WithdrawClassification,
        ];
        Ok(ClassificationsView {
            editions: self.some(editions()),
            drafts: self.some(if region { drafts() } else { Vec::new() }),
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
    async fn propose_classification(&self, draft: ClassificationForm) -> Answer<ClassificationId> {
        read(ClassificationKind::Accident, &draft.text)?;
        Ok(ClassificationId(9))
    }
    async fn publish_classification(&self, _: ClassificationId) -> Answer<()> {
        let by = "演示人甲".into();
        Err(Refusal::from(ClassificationFault::SamePerson { by }).into())
    }
    async fn withdraw_classification(&self, _: ClassificationId, _: String) -> Answer<()> {
        Ok(())
    }
}
