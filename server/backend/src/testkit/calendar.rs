//! A holiday notice that waits to be published.

use domain::CalendarDraftId;
use domain::calendar::notice::typed;
use domain::contract::CalendarDraftForm;
use sqlx::types::Json;

use super::World;

/// 2027 as it might be announced: a long New Year that begins in December, and three weekends worked
/// around the Spring Festival. Invented: the State Council had announced nothing by November 2026.
pub const NOTICE_2027: &str = "2026-12-31 元旦 休\n2027-01-01 元旦 休\n2027-01-02 元旦 休\n2027-01-03 元旦 休\n2027-01-10 元旦 班\n\
2027-01-31 春节 班\n2027-02-05 春节 休\n2027-02-06 春节 休\n2027-02-07 春节 休\n2027-02-08 春节 休\n2027-02-09 春节 休\n\
2027-02-10 春节 休\n2027-02-11 春节 休\n2027-02-12 春节 休\n2027-02-14 春节 班\n\
2027-04-03 清明节 休\n2027-04-04 清明节 休\n2027-04-05 清明节 休\n\
2027-05-01 劳动节 休\n2027-05-02 劳动节 休\n2027-05-03 劳动节 休\n2027-05-04 劳动节 休\n2027-05-05 劳动节 休\n2027-05-08 劳动节 班\n\
2027-06-09 端午节 休\n2027-09-15 中秋节 休\n2027-09-26 国庆节 班\n\
2027-10-01 国庆节 休\n2027-10-02 国庆节 休\n2027-10-03 国庆节 休\n2027-10-04 国庆节 休\n2027-10-05 国庆节 休\n\
2027-10-06 国庆节 休\n2027-10-07 国庆节 休\n2027-10-09 国庆节 班\n";

/// The notice of 2027 as the region's form takes it.
#[must_use]
pub fn notice_2027() -> CalendarDraftForm {
    CalendarDraftForm {
        year: "2027".into(),
        notice: "国办发明电〔2026〕9号（测试）".into(),
        text: NOTICE_2027.into(),
        correction: String::new(),
    }
}

impl World {
    /// The notice of 2027 that `region-rs2` has entered and nobody has published; written past every
    /// door, since the tests of a broken door ask for it too.
    pub async fn notice(&self) -> CalendarDraftId {
        let (form, second) = (notice_2027(), self.session("region-rs2"));
        let notice = typed(2027, &form.text).expect("a notice");
        let mut tx = self.admin.begin().await.expect("begin");
        let id = sqlx::query_scalar(
            "insert into calendar_draft (year, notice, days_off, makeup, entered_by, entered_name, entered_on)
             values (2027, $1, $2, $3, $4, $5, $6)
             on conflict (year) where state = 'WAITING' do update set year = excluded.year returning id",
        )
        .bind(form.notice)
        .bind(Json(notice.off))
        .bind(Json(notice.makeup))
        .bind(second.who.account.0)
        .bind(second.who.name)
        .bind(self.today())
        .fetch_one(&mut *tx)
        .await
        .expect("a notice");
        tx.commit().await.expect("commit");
        CalendarDraftId(id)
    }
}
