//! The first half of the year for tests: an accepted project, and a meeting held step by step by the
//! people it belongs to.

use chrono::NaiveDate;
use domain::contract::{MeetingApi, MeetingDraft, MotionDraft, ProposalApi, ProposalDraft};
use domain::state::{
    Confirmation, ItemKind, MeetingState, Member, Mode, Motion, Opinion, Presence,
};
use domain::{CaseId, IssueId, ItemId, MeetingId, Money, OverrideId, ProjectId, TenantId, Version};

use super::{World, next_number};
use crate::Session;
use crate::demo::small;

impl World {
    /// An application of a plan year that the agency has accepted: carried out in that year, or in
    /// that and the next one.
    pub async fn accepted(
        &self,
        tenant: TenantId,
        plan_year: i32,
        requested: Money,
        years: i32,
    ) -> ProjectId {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        let period = (day(plan_year, 2, 1), day(plan_year + years - 1, 11, 30));
        let number = (next_number(), plan_year);
        let accepted = small::accepted(
            &self.admin,
            &self.people,
            tenant,
            Mode::Direct,
            requested,
            number,
            period,
        );
        accepted.await.expect("an accepted project")
    }

    /// An accepted project of next year on the frozen list, proposed with the whole amount.
    pub async fn on_frozen_list(&self, tenant: TenantId, requested: Money) -> ProjectId {
        let project = self.accepted(tenant, 2027, requested, 1).await;
        self.propose(tenant, project, 1, requested).await;
        self.freeze(tenant, 2027).await;
        project
    }

    /// The clerk puts a project on the list.
    pub async fn propose(&self, tenant: TenantId, project: ProjectId, rank: i32, amount: Money) {
        let seen = self.version(project).await;
        let draft = proposal(rank, amount);
        let clerk = self.clerk(tenant);
        clerk
            .propose_project(project, seen, draft)
            .await
            .expect("propose");
    }

    /// The reviewer freezes the list of a year.
    pub async fn freeze(&self, tenant: TenantId, year: i32) {
        let reviewer = self.reviewer(tenant);
        let of = domain::contract::YearOf {
            year: Some(year),
            tenant: None,
        };
        let seen = reviewer.proposals(of).await.expect("the list").version;
        reviewer.freeze_proposals(year, seen).await.expect("freeze");
    }

    /// The four seats with their people.
    #[must_use]
    pub fn seats(&self, tenant: TenantId) -> [(Member, Session); 4] {
        [
            (Member::Hrss, self.hrss(tenant)),
            (Member::Finance, self.finance(tenant)),
            (Member::Health, self.health(tenant)),
            (Member::Emergency, self.emergency(tenant)),
        ]
    }

    /// The meeting's current version.
    pub async fn meeting_version(&self, tenant: TenantId, id: MeetingId) -> Version {
        self.hrss(tenant)
            .meeting(id)
            .await
            .expect("a meeting")
            .version
    }

    /// A meeting planned for today.
    pub async fn planned_meeting(&self, tenant: TenantId) -> MeetingId {
        let draft = MeetingDraft {
            title: "工伤预防联席会议".into(),
            planned: self.today().to_string(),
            place: "市政务服务中心三楼会议室".into(),
        };
        let planned = self.hrss(tenant).plan_meeting(draft).await;
        planned.expect("plan")
    }

    /// Puts something on the agenda; answers the item.
    pub async fn put_on_agenda(
        &self,
        tenant: TenantId,
        id: MeetingId,
        kind: ItemKind,
        subject: Option<i64>,
    ) -> ItemId {
        let (clerk, seen) = (self.clerk(tenant), self.meeting_version(tenant, id).await);
        let title = "其他需要研究的事项".to_owned();
        clerk
            .add_item(id, seen, kind, subject, title)
            .await
            .expect("add");
        let view = clerk.meeting(id).await.expect("a meeting");
        view.items.last().expect("the new item").id
    }

    /// Convenes and opens a planned meeting; everybody is there and every report is given.
    pub async fn hold(&self, tenant: TenantId, id: MeetingId) {
        let hrss = self.hrss(tenant);
        let seen = self.meeting_version(tenant, id).await;
        hrss.convene_meeting(id, seen, "年度计划须在期限前确定".into())
            .await
            .expect("convene");
        let seen = self.meeting_version(tenant, id).await;
        hrss.open_meeting(id, seen).await.expect("open");
        for (member, session) in self.seats(tenant) {
            let person = format!("{}代表", member.label());
            hrss.record_presence(id, member, Presence::Present, person)
                .await
                .expect("presence");
            let view = session.meeting(id).await.expect("a meeting");
            for item in view.items {
                if item.kind.reporter() == Some(member) {
                    let text = format!("{}情况平稳。", item.kind.label());
                    session
                        .report_item(item.id, text, false)
                        .await
                        .expect("report");
                }
            }
        }
    }

    /// Puts a motion and has all four agree.
    pub async fn agree(&self, tenant: TenantId, item: ItemId, motion: MotionDraft) {
        self.clerk(tenant)
            .move_item(item, motion)
            .await
            .expect("move");
        for (_, session) in self.seats(tenant) {
            session
                .vote(item, Opinion::Agree, String::new())
                .await
                .expect("vote");
        }
    }

    /// Drafts the minutes and has all four confirm them.
    pub async fn confirm(&self, tenant: TenantId, id: MeetingId) {
        let seen = self.meeting_version(tenant, id).await;
        self.clerk(tenant)
            .draft_minutes(id, seen, String::new())
            .await
            .expect("minutes");
        let seen = self.meeting_version(tenant, id).await;
        for (_, session) in self.seats(tenant) {
            session
                .confirm_minutes(id, seen, Confirmation::Confirmed, String::new())
                .await
                .expect("confirm");
        }
    }

    /// Files the minutes, with a reason in case it is late.
    pub async fn close(&self, tenant: TenantId, id: MeetingId) {
        let seen = self.meeting_version(tenant, id).await;
        let hrss = self.hrss(tenant);
        hrss.close_meeting(id, seen, "成员单位人员调整".into())
            .await
            .expect("close");
    }

    /// A meeting with one other item, taken to a state.
    pub async fn meeting_at(&self, tenant: TenantId, to: MeetingState) -> (MeetingId, ItemId) {
        use MeetingState as S;
        let id = self.planned_meeting(tenant).await;
        let item = self.put_on_agenda(tenant, id, ItemKind::Other, None).await;
        let seen = self.meeting_version(tenant, id).await;
        let hrss = self.hrss(tenant);
        match to {
            S::Planned => {}
            S::Cancelled => hrss
                .cancel_meeting(id, seen, "改期".into())
                .await
                .expect("cancel"),
            S::Convened => hrss
                .convene_meeting(id, seen, "急".into())
                .await
                .expect("convene"),
            _ => self.hold(tenant, id).await,
        }
        if matches!(to, S::MinutesDraft | S::MinutesConfirmed | S::Closed) {
            self.agree(tenant, item, approve("")).await;
        }
        if to == S::MinutesDraft {
            let seen = self.meeting_version(tenant, id).await;
            let clerk = self.clerk(tenant);
            clerk
                .draft_minutes(id, seen, String::new())
                .await
                .expect("minutes");
        }
        if matches!(to, S::MinutesConfirmed | S::Closed) {
            self.confirm(tenant, id).await;
        }
        if to == S::Closed {
            self.close(tenant, id).await;
        }
        (id, item)
    }

    /// The whole way of a project through a meeting: proposed, frozen, approved with the amount.
    pub async fn determine(
        &self,
        tenant: TenantId,
        project: ProjectId,
        amount: Money,
    ) -> MeetingId {
        self.propose(tenant, project, 1, amount).await;
        self.freeze(tenant, 2027).await;
        let id = self.planned_meeting(tenant).await;
        let item = self
            .put_on_agenda(tenant, id, ItemKind::Project, Some(project.0))
            .await;
        self.hold(tenant, id).await;
        self.agree(tenant, item, approve("")).await;
        self.confirm(tenant, id).await;
        self.close(tenant, id).await;
        id
    }
}

/// An entry of the list that passes every check.
#[must_use]
pub fn proposal(rank: i32, amount: Money) -> ProposalDraft {
    ProposalDraft {
        rank: rank.to_string(),
        amount: amount.plain(),
        first_year: String::new(),
        reason: "属于本年度重点领域，事故多发，措施可行。".into(),
        need_score: "90".into(),
        plan_score: "85".into(),
        budget_score: "88".into(),
        comment: String::new(),
    }
}

/// A motion to approve; an empty amount stands for the proposed one.
#[must_use]
pub fn approve(amount: &str) -> MotionDraft {
    MotionDraft {
        motion: Motion::Approve.code().into(),
        amount: amount.into(),
        ..MotionDraft::default()
    }
}

/// Another motion, with its reason.
#[must_use]
pub fn motion(motion: Motion, reason: &str) -> MotionDraft {
    MotionDraft {
        motion: motion.code().into(),
        reason: reason.into(),
        ..MotionDraft::default()
    }
}

/// Records that no use case made, for tests whose doors are broken on purpose.
impl World {
    async fn by_operator(&self, sql: &'static str, tenant: TenantId, code: &str) -> i64 {
        let mut tx = self.admin.begin().await.expect("begin");
        let id = sqlx::query_scalar(sql)
            .bind(tenant.0)
            .bind(code)
            .fetch_one(&mut *tx)
            .await
            .expect("a row");
        tx.commit().await.expect("commit");
        id
    }

    /// A project of next year on a list that is not frozen.
    pub async fn bare_proposal(&self, tenant: TenantId) -> ProjectId {
        let project = self
            .accepted(tenant, 2027, Money::from_fen(5_000_000), 1)
            .await;
        let sql = "with list as (insert into proposal_list (tenant_id, year) values ($1, 2027) on conflict do nothing),
             project as (update project set state = 'PROPOSED' where id = $2::bigint returning id)
             select id from project";
        self.by_operator(sql, tenant, &project.to_string()).await;
        let sql = "insert into proposal (tenant_id, project_id, year, list_no, rank, amount, first_year, reason, need_score, plan_score, budget_score)
             select $1, $2::bigint, 2027, 1, coalesce(max(rank), 0) + 1, 1000, 1000, 'x', 1, 1, 1 from proposal where tenant_id = $1
             returning project_id";
        self.by_operator(sql, tenant, &project.to_string()).await;
        project
    }

    /// A meeting in a state, and its first report.
    pub async fn bare_meeting(&self, tenant: TenantId, state: MeetingState) -> (MeetingId, ItemId) {
        let sql = "insert into meeting (tenant_id, year, no, title, state, planned_on, held_on, minutes)
             select $1, 2026, coalesce(max(no), 0) + 1, '联席会议', $2, '2026-11-24', '2026-11-24', '纪要'
             from meeting where tenant_id = $1 and year = 2026 returning id";
        let id = self.by_operator(sql, tenant, state.code()).await;
        let sql = "with seats as (insert into seat (tenant_id, meeting_id, member, presence)
               select $1, $2::bigint, m, 'PRESENT' from unnest(array['HRSS', 'FINANCE', 'HEALTH', 'EMERGENCY']) m)
             insert into item (tenant_id, meeting_id, no, kind, title) values ($1, $2::bigint, 1, 'FEE_USE', '费用') returning id";
        let item = self.by_operator(sql, tenant, &id.to_string()).await;
        (MeetingId(id), ItemId(item))
    }

    /// A request to exceed the cap of next year.
    pub async fn bare_override(&self, tenant: TenantId) -> OverrideId {
        let sql = "insert into cap_override (tenant_id, year, amount, reason, requested_name, requested_on)
             values ($1, 2027, 1, $2, '某人', '2026-11-24') returning id";
        OverrideId(self.by_operator(sql, tenant, "理由").await)
    }

    /// An open question that health has to settle.
    pub async fn bare_issue(&self, tenant: TenantId) -> IssueId {
        let sql = "insert into issue (tenant_id, text, owner, raised_name, raised_on)
             values ($1, $2, 'HEALTH', '某人', '2026-11-24') returning id";
        IssueId(self.by_operator(sql, tenant, "事项").await)
    }

    /// A case of misuse that has just been opened, on some project of the city.
    pub async fn bare_violation(&self, tenant: TenantId) -> CaseId {
        let sql = "insert into violation_case (tenant_id, year, no, kind, project_id, facts)
             select $1, 2026, (select coalesce(max(no), 0) + 1 from violation_case where tenant_id = $1 and year = 2026), $2, min(id), '线索'
             from project where tenant_id = $1 and unit_id is not null returning id";
        CaseId(self.by_operator(sql, tenant, "MISUSE").await)
    }
}
