//! A corrected list of accidents that waits to be published.

use domain::ClassificationId;
use domain::contract::ClassificationForm;

use super::World;
use crate::classification::{Proposer, insert};
use crate::reference::accident_types;

/// The list of GB6441-2025 as the region's form sends it, with codes: 01, 02, … in the order of the list.
/// Invented, as is what became of two: 跌落 is 其他高处作业事故 and 泄漏 is 泄漏事故.
#[must_use]
pub fn corrected_accidents() -> ClassificationForm {
    let list = accident_types().last().expect("an edition");
    let names = list.items.iter().map(|item| match item.name.as_str() {
        "跌落" => "其他高处作业事故",
        "泄漏" => "泄漏事故",
        name => name,
    });
    let lines = (1..).zip(names).map(|(no, name)| format!("{no:02} {name}"));
    ClassificationForm {
        kind: "ACCIDENT".into(),
        edition: "GB6441-2025".into(),
        title: list.name.clone(),
        document: list.document.clone(),
        from: list.valid_from.to_string(),
        text: lines.collect::<Vec<_>>().join("\n"),
    }
}

impl World {
    /// That list, proposed by `region-rs2`; written past every door, since the tests of a broken door ask
    /// for it too.
    pub async fn classification(&self) -> ClassificationId {
        use domain::classification::{Classification, ClassificationKind, read};
        let form = corrected_accidents();
        let mut tx = self.admin.begin().await.expect("begin");
        let waiting: Option<i64> = sqlx::query_scalar(
            "select id from classification_edition where edition = $1 and state = 'WAITING'",
        )
        .bind(&form.edition)
        .fetch_optional(&mut *tx)
        .await
        .expect("a list");
        if let Some(id) = waiting {
            return ClassificationId(id);
        }
        let second = self.session("region-rs2").who;
        let kind = ClassificationKind::Accident;
        let list = Classification {
            kind,
            edition: form.edition,
            title: form.title,
            document: form.document,
            from: form.from.parse().expect("a day"),
            items: read(kind, &form.text).expect("a list"),
        };
        let by = Proposer {
            account: Some(second.account.0),
            name: second.name,
            on: self.today(),
        };
        let id = insert(&mut tx, &list, true, &by).await.expect("a list");
        tx.commit().await.expect("commit");
        id
    }
}
