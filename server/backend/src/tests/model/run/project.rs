//! Steps of one project.

use domain::contract::{
    AcceptanceApi, AgreementDraft, Answer, ApplicationApi, Appointment, DoingApi, EvaluatorApi,
    GoalResult, MoneyApi, ProgressDraft, ProjectApi, ProposalApi, ProposalDraft, ReportDraft,
};
use domain::state::{FilingSubject, Member, Paper};
use domain::{FilingId, Money, PaymentId, ProjectId, Version};

use super::super::act::{Flaw, OnPayment, OnProject, Seen, Terms, Writing};
use super::super::actors::{ORGS, credit_code_of};
use super::super::state::{Model, Payment};
use super::{Door, Runner, TEXT, text, yuan};
use crate::demo::words;
use crate::testkit::{PAPERS, pdf, uploaded};

const COAL: &str = include_str!("../../../../../../end2end/samples/application-ordos-coal.json");

impl Runner<'_> {
    #[expect(clippy::too_many_arguments, reason = "one step and what it is told")]
    pub(super) async fn on_project(
        &self,
        model: &Model,
        session: &Door,
        id: ProjectId,
        p: usize,
        seen: Seen,
        act: &OnProject,
        no: usize,
    ) -> Answer<()> {
        use OnProject as P;
        let seen = self.version("project", id.0, seen).await;
        match act {
            P::Write(writing) => self.write(model, session, id, p, *writing).await,
            P::Submit => session.submit_application(id, seen).await,
            P::Withdraw(good) => session.withdraw_application(id, seen, text(*good)).await,
            P::Accept => session.accept_application(id, seen).await,
            P::Return(good) => session.return_application(id, seen, text(*good)).await,
            P::Reject(good) => session.reject_application(id, seen, text(*good)).await,
            P::Propose {
                rank,
                amount,
                first,
                good,
            } => {
                let draft = proposal(*rank, *amount, *first, *good);
                session.propose_project(id, seen, draft).await
            }
            P::Unpropose => session.drop_proposal(id, seen).await,
            P::FilePlan => session.file_plan(id, seen).await,
            P::Compile { year, amount } => {
                let amount = Money::from_fen(*amount);
                session.compile_budget(id, seen, *year, amount).await
            }
            P::ApproveBudget => session.approve_budget(id, seen).await,
            P::Select(org) => {
                let (mode, today) = (model.projects[p].mode, model.today);
                let choice = words::selection(mode, &credit_code_of(*org), ORGS[*org].1, today);
                session.select_unit(id, seen, choice).await
            }
            P::Draft(terms) => session.draft_agreement(id, seen, agreement(*terms)).await,
            P::Check => session.check_agreement(id, seen).await,
            P::Sign => {
                let how = words::ELECTRONIC.to_string();
                session.sign_agreement(id, seen, how).await
            }
            P::FileAgreement => session.file_agreement(id, seen).await,
            P::Request(amount) => {
                let amount = Money::from_fen(*amount);
                let asked = session.request_prepayment(id, format!("request-{no}"), amount);
                asked.await.map(|_| ())
            }
            P::Rules(_) | P::Start | P::Progress(_) | P::Archive { .. } | P::Complete(_) => {
                on_work(session, id, seen, act).await
            }
            other => self.on_acceptance(model, session, id, p, seen, other).await,
        }
    }

    async fn on_acceptance(
        &self,
        model: &Model,
        session: &Door,
        id: ProjectId,
        p: usize,
        seen: Version,
        act: &OnProject,
    ) -> Answer<()> {
        use OnProject as P;
        match act {
            P::Apply(organiser) => session.apply_acceptance(id, seen, *organiser).await,
            P::ReturnAcceptance(good) => session.return_acceptance(id, seen, text(*good)).await,
            P::Receive => session.receive_acceptance(id, seen).await,
            P::Appoint { experts, good } => {
                let payer = Model::evaluation_payer(&model.projects[p]);
                let names: Vec<_> = experts
                    .iter()
                    .map(|expert| self.cast.logins[*expert].as_str())
                    .collect();
                let payer = if *good { payer } else { "prevention_fee" };
                let who = Appointment::of(&names, payer);
                session.appoint_evaluators(id, seen, who).await
            }
            P::Declare { conflict, good } => {
                let word = if *conflict { "yes" } else { "no" }.to_owned();
                session.declare_conflict(id, seen, word, text(*good)).await
            }
            P::Report {
                pass,
                settlement,
                good,
            } => {
                let draft = self.report(id, *pass, *settlement, *good).await;
                session.submit_report(id, seen, draft).await
            }
            P::Serve => session.serve_report(id, seen).await,
            P::AcknowledgeReport => session.acknowledge_report(id, seen).await,
            P::Answer(kind, good) => {
                session
                    .answer_rectification(id, seen, *kind, text(*good))
                    .await
            }
            P::Remind(good) => session.remind_rectification(id, seen, text(*good)).await,
            P::Rectify(good) => session.submit_rectification(id, seen, text(*good)).await,
            P::OfferLate(good) => session.offer_late(id, seen, text(*good)).await,
            P::AcceptLate(good) => session.accept_late(id, seen, text(*good)).await,
            P::RecordRefusal(good) => session.record_refusal(id, seen, text(*good)).await,
            P::Decide { kind, amount, good } => {
                session
                    .decide_disposition(id, seen, *kind, yuan(*amount), text(*good))
                    .await
            }
            P::Terminate { worth, good } => {
                let papers = words::termination(&text(*good), &yuan(*worth));
                session.terminate_project(id, seen, papers).await
            }
            _ => unreachable!("done before"),
        }
    }

    /// Fills the form from the sample and attaches what is missing of the papers.
    async fn write(
        &self,
        model: &Model,
        session: &Door,
        id: ProjectId,
        p: usize,
        writing: Writing,
    ) -> Answer<()> {
        let project = &model.projects[p];
        let seen = session.application(id).await.map_or(0, |view| view.seen);
        let text = sample(
            writing,
            project.plan_year,
            p,
            project.applicant.unwrap_or(0),
        );
        session.load_application(id, seen, text).await?;
        for (at, paper) in PAPERS.into_iter().enumerate().skip(project.papers) {
            assert!(at + 1 < PAPERS.len() || paper == Paper::Sealed);
            if paper == Paper::Sealed && writing.flaw == Some(Flaw::Paper) {
                continue;
            }
            let name = format!("{}.pdf", paper.label());
            let file = uploaded(pdf(&name)).await;
            session.attach(id, paper.code(), &name, file).await?;
        }
        Ok(())
    }

    /// A report on every goal the project has.
    async fn report(
        &self,
        id: ProjectId,
        pass: bool,
        settlement: Option<i64>,
        good: bool,
    ) -> ReportDraft {
        let query = format!("select count(*) from project_goal where project_id = {id}");
        let goals = self.scalar(query).await.unwrap_or(0);
        let goals = i32::try_from(goals).expect("few");
        let result = |no| GoalResult {
            no,
            measured: "96.4%".into(),
            achieved: if pass { "yes" } else { "no" }.into(),
        };
        ReportDraft {
            findings: TEXT.into(),
            budget_execution: TEXT.into(),
            results: if good {
                (1..=goals).map(result).collect()
            } else {
                Vec::new()
            },
            conclusion: if pass { "pass" } else { "fail" }.into(),
            defects: text(!pass),
            settlement: settlement.map(yuan).unwrap_or_default(),
        }
    }

    pub(super) async fn acknowledge(
        &self,
        model: &Model,
        session: &Door,
        p: usize,
        subject: FilingSubject,
        round: i32,
        member: Member,
    ) -> Answer<()> {
        let query = format!(
            "select id from filing where project_id = {} and subject = '{subject}' and round = {round} and member = '{member}'",
            model.projects[p].id
        );
        let id = FilingId(self.scalar(query).await.unwrap_or(-1));
        session.acknowledge_filing(id).await
    }

    pub(super) async fn on_payment(
        &self,
        session: &Door,
        payment: &Payment,
        seen: Seen,
        act: OnPayment,
    ) -> Answer<()> {
        let id = payment.id;
        let seen = self.version("payment", id, seen).await;
        // What was taken back and is paid again is another business.
        let key = format!("transfer-{id}-{}", payment.reversals);
        let id = PaymentId(id);
        match act {
            OnPayment::Check => session.check_payment(id, seen).await,
            OnPayment::Approve => session.approve_payment(id, seen).await,
            OnPayment::Pay { other_voucher } => {
                let other = if other_voucher { "乙" } else { "甲" };
                let voucher = format!("记-{id:06}{other}");
                session.pay(id, seen, key, voucher).await
            }
            OnPayment::Reject(good) => session.reject_payment(id, seen, text(good)).await,
        }
    }
}

/// What the unit does while it works.
async fn on_work(session: &Door, id: ProjectId, seen: Version, act: &OnProject) -> Answer<()> {
    use OnProject as P;
    match act {
        P::Rules(good) => session.record_rules(id, seen, text(*good)).await,
        P::Start => session.start_project(id, seen).await,
        P::Progress(good) => {
            let report = ProgressDraft {
                deviations: text(*good),
                ..ProgressDraft::default()
            };
            session.report_progress(id, seen, report).await
        }
        P::Archive { whole } => {
            let mut archive = words::archive(true, true);
            if !whole {
                archive.items.truncate(1);
            }
            session.keep_archive(id, seen, archive).await
        }
        P::Complete(declared) => session.complete_project(id, seen, *declared).await,
        _ => unreachable!("not about the work"),
    }
}

fn proposal(rank: i32, amount: i64, first: Option<i64>, good: bool) -> ProposalDraft {
    ProposalDraft {
        rank: rank.to_string(),
        amount: yuan(amount),
        first_year: first.map(yuan).unwrap_or_default(),
        reason: text(good),
        need_score: "90".into(),
        plan_score: "85".into(),
        budget_score: "88".into(),
        comment: String::new(),
    }
}

fn agreement(terms: Terms) -> AgreementDraft {
    let text = || TEXT.to_owned();
    AgreementDraft {
        amount: yuan(terms.amount),
        start: terms.start.to_string(),
        end: terms.end.to_string(),
        prepay: terms
            .prepay
            .map(|share| share.to_string())
            .unwrap_or_default(),
        scope: text(),
        content: text(),
        quality: text(),
        settlement: text(),
        control: text(),
        breach: super::text(terms.complete),
        disputes: text(),
        ending: text(),
        duties: text(),
    }
}

/// The sample in the words of a plan year, with its flaw.
fn sample(writing: Writing, year: i32, p: usize, org: usize) -> String {
    use domain::state::Mode;
    let end = if writing.two_years {
        "2028-02-28"
    } else {
        "2027-12-31"
    };
    let mut text = COAL
        .replace("\"2028-02-28\"", &format!("\"{end}\""))
        .replace(
            "井工煤矿班组长与新入矿职工工伤预防能力提升项目",
            &format!("工伤预防能力提升项目（{p}）"),
        );
    text = text
        .replace(ORGS[0].1, ORGS[org].1)
        .replace("91150627DEM9000110", &credit_code_of(org));
    if writing.mode == Mode::Direct {
        text = text.replace("委托第三方实施", "申报机构直接实施");
    }
    text = match writing.flaw {
        Some(Flaw::Period) => text.replace(&format!("\"{end}\""), "\"2029-03-02\""),
        Some(Flaw::Budget) => text.replace("\"684.00\"", "\"683.33\""),
        Some(Flaw::Area) => text.replacen("\n  \"煤炭开采\"\n", "\n  \"没有公布的领域\"\n", 1),
        Some(Flaw::Paper) | None => text.replace("\"684.00\"", "\"684000.00\""),
    };
    // By way of marks, so that no year is taken for another one.
    for (at, mark) in ["①", "②", "③"].into_iter().enumerate() {
        text = text.replace(&format!("{}", 2027 + at), mark);
    }
    for (mark, year) in ["①", "②", "③"].into_iter().zip(year..) {
        text = text.replace(mark, &year.to_string());
    }
    text
}
