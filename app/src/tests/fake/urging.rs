//! Three urgings: overdue, waiting about a whole city, answered.

use async_trait::async_trait;
use chrono::Days;
use domain::access::{Action, Capacity};
use domain::contract::*;
use domain::urging::{URGING_TERMS, standing};
use domain::{ProjectId, Refusal, TenantId, UrgingId};

use super::{Fake, today};

fn row(id: i64, days: i64, answered: bool) -> UrgingRow {
    let shift = Days::new(days.unsigned_abs());
    let due = if days < 0 {
        today() - shift
    } else {
        today() + shift
    };
    let on = today() - Days::new(10);
    UrgingRow {
        id: UrgingId(id),
        tenant_name: "鄂尔多斯市".into(),
        project: (id != 2).then(|| (ProjectId(31), "井工煤矿班组长培训".into())),
        text: "整改期限临近，请说明进度。".into(),
        by: "自治区人社厅 演示人".into(),
        on,
        working_days: 5,
        due,
        provisional: id == 2,
        standing: standing(due, answered.then_some(on), today()),
        answer: answered.then(|| UrgingAnswer {
            text: "已约谈实施单位。".into(),
            by: "鄂尔多斯市社会保险事业服务中心 其木格".into(),
            on,
        }),
    }
}

#[async_trait]
impl UrgingApi for Fake {
    async fn urgings(&self, query: UrgingsQuery) -> Answer<UrgingsView> {
        if query.project == Some(ProjectId(404)) {
            return Err(Refusal::NotFound.into());
        }
        let capacities: Vec<_> = Capacity::of(self.role).into_iter().collect();
        if !Action::ViewUrgings.allows(&capacities) {
            return Err(Action::ViewUrgings.forbidden().into());
        }
        let urges = Action::Urge.allows(&capacities);
        let term = |days: u32| UrgingTerm {
            days,
            due: today() + Days::new(u64::from(days)),
            provisional: days > 10,
        };
        Ok(UrgingsView {
            rows: self.some(vec![row(1, -2, false), row(2, 3, false), row(3, 0, true)]),
            waiting: i64::from(self.full),
            overdue: i64::from(self.full),
            about: query.project.map(|id| UrgedProject {
                id,
                name: "井工煤矿班组长培训".into(),
                tenant_name: "鄂尔多斯市".into(),
                why_not: (id == ProjectId(99))
                    .then(|| "项目当前为“已办结”，不能办理“发出督办”。".into()),
            }),
            terms: if urges {
                URGING_TERMS.map(term).to_vec()
            } else {
                Vec::new()
            },
            cities: if urges {
                vec![(TenantId(150600), "鄂尔多斯市".into())]
            } else {
                Vec::new()
            },
            can_answer: Action::AnswerUrging.allows(&capacities),
        })
    }
    async fn urge(&self, _: UrgingForm) -> Answer<UrgingId> {
        Ok(UrgingId(4))
    }
    async fn answer_urging(&self, _: UrgingId, _: String) -> Answer<()> {
        Ok(())
    }
}
