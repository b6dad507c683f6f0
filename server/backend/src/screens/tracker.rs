//! The page of an organisation or evaluator: where each of its projects stands, and what to do next.

mod asked;
mod sums;

use domain::access::Action;
use domain::contract::{ProjectRow, TrackedProject, Tracker};
use domain::full_date;
use domain::state::ProjectState;

use super::project::money;
use super::story::{self, Story};
use super::{offers, timeline};
use crate::door::Session;
use crate::local_rule::LocalRules;
use crate::{Result, ban, institution};

/// The whole page in one transaction.
pub(crate) async fn tracker(session: &Session) -> Result<Tracker> {
    let mut tx = session.read(Action::ViewTracker).await?;
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let stories = story::load(&mut tx, None, session.who.role, &calendar).await?;
    let today = tx.today();
    let rules = LocalRules::load(&mut tx).await?;
    let terms = (&*calendar, &rules);
    let sums = sums::of(&stories, terms, &tx);
    let projects = stories.into_iter().map(|story| {
        let capacities = session.capacities_on(&story.project);
        let actions: Vec<Action> = offers::offers(&story, &capacities, today)
            .into_iter()
            .filter(|offer| offer.why_not.is_none() && offer.action != Action::RecordRefusal)
            .map(|offer| offer.action)
            .collect();
        let first = urgent(&actions, &story).copied();
        TrackedProject {
            asked: asked::asked(&story, &capacities),
            version: story.project.version,
            money: money(&story, terms, &tx),
            timeline: timeline::timeline(&story),
            task: first
                .map(|action| task(action, &story))
                .or_else(|| blocked(&story, &session.who.place)),
            actions: in_front(actions, first),
            row: row(story),
        }
    });
    let mut projects: Vec<_> = projects.collect();
    // What waits for this organisation comes first; within both halves the order of the stories.
    projects.sort_by_key(|project| project.task.is_none());
    Ok(Tracker {
        organisation: session.who.place.clone(),
        today,
        projects,
        money: sums,
        hearings: ban::own_cases(&mut tx).await?,
        standings: institution::own_standings(&mut tx).await?,
    })
}

/// What to do first: what moves the project on, else the report whose quarter is over. What can be
/// done at any time asks for nothing.
fn urgent<'a>(actions: &'a [Action], story: &Story) -> Option<&'a Action> {
    let standing = |action: &Action| match action {
        Action::ReportProgress => !asked::report_is_due(story),
        Action::RecordRules => !story.doing.rules.is_empty(),
        other => other.is_standing(),
    };
    actions
        .iter()
        .find(|action| **action == Action::ReportProgress && !standing(action))
        .or_else(|| actions.iter().find(|action| !standing(action)))
}

/// The first one first: the page's button is for it.
fn in_front(mut actions: Vec<Action>, first: Option<Action>) -> Vec<Action> {
    actions.retain(|action| Some(*action) != first && !action.is_standing());
    first.into_iter().chain(actions).collect()
}

fn row(story: Story) -> ProjectRow {
    let project = story.project;
    let next = story
        .deadlines
        .into_iter()
        .find(|deadline| deadline.stopped.is_none())
        .map(|deadline| deadline.next);
    ProjectRow {
        id: project.id,
        code: project.code,
        name: project.name,
        tenant_name: story.tenant_name,
        year: project.plan_year,
        kind: project.kind,
        mode: project.mode,
        state: project.state,
        acceptance: project.acceptance,
        applicant: project.applicant_name,
        unit: project.unit_name,
        holder: project.holder,
        approved: project.approved,
        agreement: project.agreement,
        prepaid: project.prepaid,
        balance_paid: project.balance_paid,
        next,
    }
}

/// It is this organisation's turn, but something else has to come first.
fn blocked(story: &Story, organisation: &str) -> Option<String> {
    (story.project.holder == organisation)
        .then(|| "轮到本单位办理，但目前还不具备条件。".to_owned())
}

/// What to do, as one would say it on the telephone.
fn task(action: Action, story: &Story) -> String {
    match action {
        Action::SubmitApplication if story.project.state == ProjectState::Supplement => {
            "申报材料已退回，请逐条补正后重新提交。".into()
        }
        Action::SubmitApplication => "申报材料尚未提交，请填写完整、通过合规体检后提交。".into(),
        Action::SelectUnit => {
            "请参照政府采购和招投标的程序选定第三方实施单位，并在此登记经过和结果。".into()
        }
        Action::SignAgreement => "服务协议已审核通过，请核对条款后签署。".into(),
        Action::RequestPrepayment => match story
            .agreement
            .as_ref()
            .and_then(|agreement| agreement.prepay)
        {
            Some(ratio) => format!("协议约定预付 {ratio}，可以申请预付款。"),
            None => "可以申请预付款。".into(),
        },
        Action::SignAmendment => "补充协议已审核通过，请核对变更内容后签署。".into(),
        Action::RecordRules => "开展首次活动前，请登记项目管理制度。".into(),
        Action::ReportProgress => match story.doing.period {
            Some((from, to)) => format!(
                "请报告 {} 至 {} 的实施进展。",
                full_date(from),
                full_date(to)
            ),
            None => "请报告实施进展。".into(),
        },
        Action::AnswerInspection => "监督检查提出了整改要求，请在期限内整改并答复。".into(),
        Action::ReadMessages => "有新的项目留言，请查阅。".into(),
        Action::StartProject => "协议已生效，到约定日期即可开始实施。".into(),
        Action::CompleteProject => format!(
            "请按协议实施，最迟 {} 完成并报告。",
            full_date(story.project.end)
        ),
        Action::ApplyAcceptance => "项目已完成，请及时申请验收。".into(),
        Action::ReceiveAcceptance => "实施单位已申请验收，请核对材料后受理或退回。".into(),
        Action::AppointEvaluators => "请聘请评估人，评估费用由本单位承担。".into(),
        Action::DeclareConflict => "请先申报与本项目有无利害关系，再开展评估。".into(),
        Action::SubmitReport => "请完成评估并出具报告。".into(),
        Action::ServeReport => "初验不合格，请将报告送达实施单位。".into(),
        Action::AcknowledgeReport => "请查阅并签收不合格报告，整改期限自签收次日起算。".into(),
        Action::SubmitRectification => "请对照不合格报告逐项整改，并在期限内提交整改材料。".into(),
        Action::OfferLate => {
            "整改期限已过。如已完成整改，请尽快提交材料，由经办机构决定是否组织复验。".into()
        }
        other => format!("可以办理：{}。", other.label()),
    }
}
