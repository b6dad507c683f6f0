//! Steps about a year of a city, its base, its key areas, and new applications.

use domain::contract::{
    Answer, ApplicationApi, BaseDraft, FiguresApi, KeyArea, MoneyApi, ProposalApi,
    PublicProjectDraft, PublicationDraft, SuggestionDraft,
};
use domain::state::{Channel, DatasetKind};
use domain::{AreaSetId, EntryId, Money, TenantId};

use super::super::act::{Act, OnAreas, OnEntry, OnYear, Seen};
use super::super::actors::TENANTS;
use super::super::state::Model;
use super::{Door, Runner, at, text, yuan};

/// The key area of every application.
pub(super) const AREA: &str = "煤炭开采";

fn area(good: bool) -> Vec<KeyArea> {
    let area = KeyArea {
        name: AREA.into(),
        industries: "06".into(),
        region: "准格尔旗".into(),
        trades: "采煤工".into(),
        types: "冒顶片帮".into(),
        rationale: "三年内发生起数居首".into(),
    };
    if good { vec![area] } else { Vec::new() }
}

impl Runner<'_> {
    pub(super) async fn on_year(
        &self,
        session: &Door,
        year: i32,
        act: &OnYear,
        no: usize,
    ) -> Answer<()> {
        match act {
            OnYear::Base {
                status,
                levy,
                remitted,
            } => {
                let draft = BaseDraft {
                    year,
                    status: status.code().into(),
                    levy: yuan(*levy),
                    remitted: yuan(*remitted),
                    insured: "500000".into(),
                    source: "基金报表".into(),
                };
                session.enter_fund_base(draft).await.map(|_| ())
            }
            OnYear::Forecast(figures) => {
                let rows = figures.map(yuan).join(",");
                let kind = DatasetKind::Forecast;
                let sent = session.submit_dataset(kind, year, rows, String::new());
                sent.await.map(|_| ())
            }
            OnYear::FreezeAnalysis(good) => session.freeze_analysis(year, text(*good)).await,
            OnYear::Suggest(good) => {
                let draft = SuggestionDraft { text: text(*good) };
                session.suggest_area(year, draft).await
            }
            OnYear::DraftAreas(good) => session.draft_areas(year, area(*good)).await,
            OnYear::Public {
                amount,
                start,
                end,
                good,
            } => {
                let draft = PublicProjectDraft {
                    year,
                    name: format!("中小微企业工伤预防培训（{no}）"),
                    category: "BOTH".into(),
                    industry: "06".into(),
                    key_area: AREA.into(),
                    amount: yuan(*amount),
                    start: start.to_string(),
                    end: end.to_string(),
                    goals: "培训人数|签到表|不少于 300 人\n考核合格率|试卷|不低于 95%".into(),
                    reason: text(*good),
                    ..PublicProjectDraft::default()
                };
                session.create_public_project(draft).await.map(|_| ())
            }
            OnYear::FreezeList(seen) => {
                let seen = self
                    .year_version(session, "proposal_list", year, *seen)
                    .await;
                session.freeze_proposals(year, seen).await
            }
            OnYear::AskOverride { amount, good } => {
                let amount = Money::from_fen(*amount);
                session.request_override(year, amount, text(*good)).await
            }
            plan => self.on_plan(session, year, plan).await,
        }
    }

    async fn on_plan(&self, session: &Door, year: i32, act: &OnYear) -> Answer<()> {
        let (OnYear::CompilePlan { seen, .. }
        | OnYear::ApprovePlan(seen)
        | OnYear::ReviewPlan(seen)
        | OnYear::AllocatePlan(seen)) = act
        else {
            unreachable!("not about the fee plan");
        };
        let seen = self.year_version(session, "fee_plan", year, *seen).await;
        match act {
            OnYear::CompilePlan { amount, .. } => {
                let amount = Money::from_fen(*amount);
                session.compile_fee_plan(year, seen, amount).await
            }
            OnYear::ApprovePlan(_) => session.approve_fee_plan(year, seen).await,
            OnYear::ReviewPlan(_) => session.review_fee_plan(year, seen).await,
            _ => session.allocate_fee_plan(year, seen).await,
        }
    }

    /// The newest version of a row of a year of the person's city; 0 without one.
    async fn year_version(
        &self,
        session: &Door,
        table: &str,
        year: i32,
        seen: Seen,
    ) -> domain::Version {
        let tenant = session.tenant().map_or(0, |tenant| tenant.0);
        let newest = if table == "proposal_list" {
            "no"
        } else {
            "year"
        };
        let query = format!(
            "select version::bigint from {table} where tenant_id = {tenant} and year = {year} order by {newest} desc limit 1"
        );
        at(self.scalar(query).await.unwrap_or(0), seen)
    }

    pub(super) async fn on_papers(&self, model: &Model, session: &Door, act: &Act) -> Answer<()> {
        match act {
            Act::Entry(entry, seen, act) => {
                let id = model.entries[*entry].id;
                let seen = self.version("fund_entry", id, *seen).await;
                let id = EntryId(id);
                match act {
                    OnEntry::Confirm => session.confirm_fund_base(id, seen).await,
                    OnEntry::Return(good) => session.return_fund_base(id, seen, text(*good)).await,
                }
            }
            Act::Areas(set, seen, act) => {
                let id = model.areas[*set].id;
                let seen = self.version("area_set", id, *seen).await;
                let id = AreaSetId(id);
                match act {
                    OnAreas::Publish(good) => {
                        let draft = PublicationDraft {
                            channel: if *good { Channel::Notice.code() } else { "?" }.into(),
                            address: "人社公告〔2026〕3号".into(),
                        };
                        session.publish_areas(id, seen, draft).await
                    }
                    OnAreas::Close => session.close_areas(id, seen).await,
                }
            }
            Act::Create { city, year } => {
                let tenant = TenantId(TENANTS[*city]);
                session.create_application(tenant, *year).await.map(|_| ())
            }
            _ => unreachable!("done elsewhere"),
        }
    }
}
