//! A training-fee standard that waits to be published.

use domain::StandardId;
use domain::contract::StandardForm;
use domain::training::Figure;

use super::World;
use crate::reference::training_standard;

/// A standard as the region's form sends it: that of today, but for the meals of class three, from
/// New Year on. Invented.
#[must_use]
pub fn standard_2027() -> StandardForm {
    let figures = Figure::ALL.iter().map(|figure| {
        let now = training_standard().figure(*figure).to_string();
        (figure.code().to_owned(), now)
    });
    let mut form = StandardForm {
        name: "内蒙古自治区培训费管理办法（测试）".into(),
        document: "内财行〔2026〕9号（测试）".into(),
        from: "2027-01-01".into(),
        figures: figures.collect(),
    };
    let meals = Figure::ThreeMeals.code().to_owned();
    form.figures.insert(meals, "150.50".into());
    form
}

impl World {
    /// The standard of New Year that `region-rs2` has proposed and nobody has published; written past
    /// every door, since the tests of a broken door ask for it too.
    pub async fn standard(&self) -> StandardId {
        let second = self.session("region-rs2");
        let columns: Vec<_> = Figure::ALL.iter().map(|figure| figure.code()).collect();
        let columns = columns.join(", ");
        // The columns are the codes of an enum.
        let sql = format!(
            "insert into training_standard (effective_from, name, document, proposed_by, proposed_name, proposed_on, {columns})
             select '2027-01-01', '测试', '内财行〔2026〕9号（测试）', $1, $2, $3, {columns} from training_standard where id = 1
             on conflict (effective_from) where state <> 'WITHDRAWN' do nothing"
        );
        let mut tx = self.admin.begin().await.expect("begin");
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(second.who.account.0)
            .bind(second.who.name)
            .bind(self.today())
            .execute(&mut *tx)
            .await
            .expect("a standard");
        let id = sqlx::query_scalar(
            "select id from training_standard where effective_from = '2027-01-01' and state = 'WAITING'",
        )
        .fetch_one(&mut *tx)
        .await
        .expect("a standard");
        tx.commit().await.expect("commit");
        StandardId(id)
    }
}
