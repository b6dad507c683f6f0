//! The isolation walk: every server function asked by its own person, by the same post of another
//! city, by another organisation, by the region and by a wrong post of the same city. Each answer is
//! asserted by its exact kind, nothing may change, and no setting may outlive its transaction.
//!
//! The walk runs on a pool with a single connection, or a leaked setting would go unseen. The last
//! test breaks the door in three ways and shows that the walk notices each.

mod application;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, header};
use backend::Settings;
use backend::door::Mutation;
use backend::testkit::{Figure, Goal, ORDOS, World};
use domain::ProjectId;
use domain::state::{
    AcceptanceState as A, AgreementState, FilingSubject, MeetingState, Member, PaymentState,
    ProjectState as S,
};
use leptos::server_fn::axum::server_fn_paths;
use serde_json::Value;
use server::config::Config;
use server::live::Live;
use server::router::{Server, router};
use tower::ServiceExt as _;

use crate::site::{HOST, QUICK, SITE, request};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// What a project's pages answer a login, by the end of their address.
const PROJECT_PAGES: [(&str, &str, u16); 21] = [
    ("", "150600-jb", 200),
    ("", "anquan", 200),
    ("", "150200-jb", 404),
    ("", "steel", 404),
    ("", "expert-2", 404),
    ("/story", "150600-jb", 200),
    ("/story", "anquan", 200),
    ("/story", "150200-jb", 404),
    ("/story", "steel", 404),
    ("/story", "region-wj", 403),
    ("/agreement/print", "150600-jb", 200),
    ("/agreement/print", "anquan", 200),
    ("/agreement/print", "150200-jb", 404),
    ("/agreement/print", "steel", 404),
    ("/agreement/print", "expert-2", 404),
    ("/notice/print", "150600-jb", 200),
    ("/notice/print", "150200-jb", 404),
    ("/notice/print", "steel", 404),
    ("/report/print", "150600-jb", 200),
    ("/report/print", "150200-jb", 404),
    ("/report/print", "steel", 404),
];

/// What the other pages answer a login.
const PAGES: [(&str, &str, u16); 58] = [
    ("/projects", "150200-jb", 200),
    ("/city", "150200-jb", 200),
    ("/my", "steel", 200),
    ("/region", "region-rs", 200),
    ("/region", "150600-jb", 200),
    ("/region?tenant=150600", "150200-jb", 404),
    ("/region", "coal", 403),
    ("/city", "coal", 403),
    ("/projects/99999999", "region-rs", 404),
    ("/institutions", "150200-jb", 200),
    ("/institutions", "coal", 403),
    ("/institutions/99999999", "150600-jb", 404),
    ("/bans", "150200-wj", 200),
    ("/bans", "expert-1", 403),
    ("/templates", "150200-jb", 200),
    ("/templates", "coal", 403),
    ("/ledger", "150600-cz", 200),
    ("/bank", "150600-zf", 200),
    ("/bank", "150600-rs", 403),
    ("/bank", "coal", 403),
    ("/bank/statements/99999999", "150600-jb", 404),
    ("/ledger", "coal", 200),
    ("/ledger", "150600-wj", 403),
    ("/ledger", "expert-1", 403),
    ("/urgings", "150200-jb", 200),
    ("/urgings", "region-cz", 200),
    ("/urgings", "region-wj", 403),
    ("/urgings", "coal", 403),
    ("/inbox/calendar", "steel", 200),
    ("/inbox/calendar", "region-rs", 200),
    ("/inbox/calendar", "region-wj", 403),
    ("/inbox", "150200-jb", 200),
    ("/inbox", "steel", 200),
    ("/inbox", "expert-1", 200),
    ("/inbox", "region-yj", 200),
    ("/calendar", "region-rs", 200),
    ("/calendar", "150200-wj", 200),
    ("/calendar", "steel", 200),
    ("/standards", "region-cz", 200),
    ("/standards", "150200-wj", 200),
    ("/standards", "expert-1", 200),
    ("/local-rules", "region-cz", 200),
    ("/local-rules", "150200-wj", 200),
    ("/local-rules", "coal", 403),
    ("/local-rules", "expert-1", 403),
    ("/classifications", "region-cz", 200),
    ("/classifications", "150200-wj", 200),
    ("/classifications", "expert-1", 200),
    ("/search?q=%E7%85%A4%E4%B8%9A", "150200-jb", 200),
    ("/search?q=%00", "coal", 200),
    ("/search?q=%25", "expert-1", 200),
    ("/search?q=%E7%85%A4%E4%B8%9A", "region-rs", 200),
    ("/search?q=%E7%85%A4%E4%B8%9A", "region-wj", 403),
    ("/experts", "150600-jb", 200),
    ("/experts", "coal", 403),
    ("/cases", "150600-rs", 200),
    ("/cases", "150600-jb", 403),
    ("/cases", "coal", 403),
];

/// A way to ask, and what each asker must get: `OK` or the kind of a refusal.
struct Row {
    name: &'static str,
    content: &'static str,
    /// `{id}` stands for the record of Ordos it is about.
    body: &'static str,
    about: About,
    expect: &'static [(&'static str, &'static str)],
}

/// The record a row is about.
enum About {
    Nothing,
    Project(Goal),
    Payment(PaymentState),
    Filing,
    /// A project of next year that the agency has accepted, or put on its list.
    Accepted,
    Proposed,
    Override,
    Meeting(MeetingState),
    /// Its first standing report.
    Item(MeetingState),
    Issue,
    Figure(Figure),
    /// An application of Ordos at an early station.
    Application(S),
    /// The organisation of a login.
    Org(&'static str),
    /// The open ban case of Ordos, about the organisation of `anquan`.
    Case,
    /// A violation case of Ordos that is being looked into.
    Violation,
    /// Money a unit of Ordos owes.
    Claim,
    /// An entry of the ledger of Ordos.
    Entry,
    /// A compared statement of Ordos.
    Statement,
    /// What the region asks Ordos about a project.
    Urging,
    /// What the clerk of Ordos was told, and has read.
    Notification,
    /// The holiday notice that `region-rs2` has entered.
    Notice,
    /// The training-fee standard that `region-rs2` has proposed.
    Standard,
    /// The rule of Ordos that `region-rs2` has proposed.
    LocalRule,
    /// The corrected list of accidents that `region-rs2` has proposed.
    Classification,
    /// A finding of the finance of Ordos, open or closed.
    Finding,
    Closed,
}

const fn read(
    name: &'static str,
    body: &'static str,
    about: About,
    expect: &'static [(&'static str, &'static str)],
) -> Row {
    Row {
        name,
        content: JSON,
        body,
        about,
        expect,
    }
}

/// A write as a form sends it.
const fn write(
    name: &'static str,
    body: &'static str,
    about: About,
    expect: &'static [(&'static str, &'static str)],
) -> Row {
    Row {
        name,
        content: FORM,
        body,
        about,
        expect,
    }
}

/// What is every post's and every organisation's.
const EVERYBODY: &[(&str, &str)] = &[
    ("150600-jb", "OK"),
    ("150200-wj", "OK"),
    ("coal", "OK"),
    ("peixun", "OK"),
    ("expert-2", "OK"),
    ("region-rs", "OK"),
    ("region-yj", "OK"),
];

const fn at(state: S) -> About {
    About::Project(Goal::Project(state))
}

const fn in_acceptance(state: A) -> About {
    About::Project(Goal::Acceptance(state))
}

const fn in_agreement(state: AgreementState) -> About {
    About::Project(Goal::Agreement(state))
}

/// A write on a project: `own` gets as far as the version check, everybody else not even there.
macro_rules! write {
    ($name:literal, $rest:literal, $about:expr, $own:literal => $kind:literal, wrong $wrong:literal) => {
        Row {
            name: $name,
            content: FORM,
            body: concat!("id={id}&seen=999999", $rest),
            about: $about,
            expect: &[
                ($own, $kind),
                ($wrong, "Forbidden"),
                ("150200-jb", "NotFound"),
                ("150200-fh", "NotFound"),
                ("steel", "NotFound"),
                ("peixun", "NotFound"),
                ("expert-2", "NotFound"),
                ("region-rs", "Forbidden"),
            ],
        }
    };
}

/// A write that only posts of a city have at all: organisations are refused before any look-up.
macro_rules! city_write {
    ($name:literal, $body:literal, $about:expr, $own:literal => $kind:literal, wrong $wrong:literal, abroad $abroad:literal => $there:literal) => {
        Row {
            name: $name,
            content: FORM,
            body: $body,
            about: $about,
            expect: &[
                ($own, $kind),
                ($wrong, "Forbidden"),
                ($abroad, $there),
                ("coal", "Forbidden"),
                ("peixun", "Forbidden"),
                ("expert-1", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        }
    };
}

// Each part of the program brings its own rows. After the macros: they are theirs as well.
mod acceptance;
mod books;
mod calendar;
mod classification;
mod doing;
mod figures;
mod inbox;
mod institution;
mod local_rule;
mod meeting;
mod papers;
mod standard;
mod urging;

/// Every row there is.
fn rows() -> Vec<Row> {
    let mut all = project_rows();
    all.extend(acceptance::rows());
    all.extend(application::rows());
    all.extend(figures::rows());
    all.extend(meeting::rows());
    all.extend(institution::rows());
    all.extend(doing::rows());
    all.extend(books::rows());
    all.extend(calendar::rows());
    all.extend(inbox::rows());
    all.extend(inbox::feed());
    all.extend(inbox::mail());
    all.extend(urging::rows());
    all.extend(standard::rows());
    all.extend(local_rule::rows());
    all.extend(classification::rows());
    all
}

#[expect(
    clippy::too_many_lines,
    reason = "a table, one row per server function"
)]
fn project_rows() -> Vec<Row> {
    let everybody: &[(&str, &str)] = &[
        ("150600-jb", "OK"),
        ("coal", "OK"),
        ("expert-2", "OK"),
        ("region-wj", "OK"),
    ];
    vec![
        read("login_page", "{}", About::Nothing, everybody),
        read("me", "{}", About::Nothing, everybody),
        read("sign_ins", "{}", About::Nothing, everybody),
        Row {
            name: "revoke_sign_in",
            content: FORM,
            body: "id=1",
            about: About::Nothing,
            expect: &[("coal", "NotFound"), ("150200-jb", "NotFound")],
        },
        read(
            "search",
            r#"{"q":"煤业"}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-wj", "OK"),
                ("coal", "OK"),
                ("expert-2", "OK"),
                ("region-rs", "OK"),
                ("region-wj", "Forbidden"),
                ("region-yj", "Forbidden"),
            ],
        ),
        read(
            "region_dashboard",
            r#"{"query":{"year":2026,"tenant":150600}}"#,
            About::Nothing,
            &[
                ("region-rs", "OK"),
                ("region-yj", "OK"),
                ("150600-rs", "OK"),
                ("150200-rs", "NotFound"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "region_dashboard",
            r#"{"query":{"year":2026}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-cz", "OK"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "workbench",
            r#"{"year":2026}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-wj", "OK"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
            ],
        ),
        read(
            "list_projects",
            r#"{"query":{}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150200-jb", "OK"),
                ("region-rs", "OK"),
                ("region-wj", "Forbidden"),
                ("coal", "OK"),
                ("steel", "OK"),
            ],
        ),
        read(
            "tracker",
            "{}",
            About::Nothing,
            &[
                ("coal", "OK"),
                ("steel", "OK"),
                ("peixun", "OK"),
                ("expert-2", "OK"),
                ("150600-jb", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        ),
        read(
            "project",
            r#"{"id":{id}}"#,
            at(S::InProgress),
            &[
                ("150600-jb", "OK"),
                ("150600-yj", "OK"),
                ("coal", "OK"),
                ("anquan", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "OK"),
                ("region-wj", "Forbidden"),
                ("150200-jb", "NotFound"),
                ("steel", "NotFound"),
                ("peixun", "NotFound"),
                ("expert-1", "NotFound"),
                ("expert-2", "NotFound"),
            ],
        ),
        city_write!("acknowledge_filing", "id={id}", About::Filing, "150600-wj" => "Forbidden", wrong "150600-jb", abroad "150200-yj" => "NotFound"),
        write!("file_plan", "", at(S::Determined), "150600-jb" => "Stale", wrong "150600-zf"),
        write!("compile_budget", "&year=2026&amount=1", at(S::Filed), "150600-jb" => "Stale", wrong "150600-cz"),
        write!("approve_budget", "", at(S::Filed), "150600-cz" => "Stale", wrong "150600-jb"),
        write!("select_unit", "&draft[method]=x", at(S::Budgeted), "coal" => "Stale", wrong "150600-fh"),
        write!("draft_agreement", "&draft[amount]=1", at(S::UnitSelected), "150600-jb" => "Stale", wrong "coal"),
        write!("check_agreement", "", in_agreement(AgreementState::Draft), "150600-fh" => "Stale", wrong "150600-jb"),
        write!("sign_agreement", "", in_agreement(AgreementState::Signing), "150600-fh" => "Stale", wrong "150600-zf"),
        write!("file_agreement", "", in_agreement(AgreementState::Signed), "150600-jb" => "Stale", wrong "150600-fh"),
        write!("request_prepayment", "&key=isolation&amount=1", at(S::Contracted), "coal" => "PrepaymentOutOfBand", wrong "150600-jb"),
        city_write!("check_payment", "id={id}&seen=999999", About::Payment(PaymentState::Requested), "150600-jb" => "Stale", wrong "150600-zf", abroad "150200-jb" => "NotFound"),
        city_write!("approve_payment", "id={id}&seen=999999", About::Payment(PaymentState::Requested), "150600-fh" => "Stale", wrong "150600-jb", abroad "150200-fh" => "NotFound"),
        city_write!("pay", "id={id}&seen=999999&key=isolation&voucher=x", About::Payment(PaymentState::Approved), "150600-zf" => "Stale", wrong "150600-jb", abroad "150200-zf" => "NotFound"),
        city_write!("reject_payment", "id={id}&seen=999999&reason=x", About::Payment(PaymentState::Requested), "150600-jb" => "Stale", wrong "150600-zf", abroad "150200-jb" => "NotFound"),
        write!("start_project", "", at(S::Contracted), "coal" => "Stale", wrong "150600-jb"),
        write!("complete_project", "", at(S::InProgress), "anquan" => "Stale", wrong "coal"),
        write!("apply_acceptance", "&organiser=AGENCY", at(S::Completed), "anquan" => "Stale", wrong "150600-jb"),
        write!("return_acceptance", "&defects=x", in_acceptance(A::Applied), "150600-jb" => "Stale", wrong "anquan"),
        write!("receive_acceptance", "", in_acceptance(A::Applied), "150600-jb" => "Stale", wrong "anquan"),
        write!("appoint_evaluators", "&who[payer]=applicant", in_acceptance(A::Received), "150600-jb" => "Stale", wrong "anquan"),
        write!("submit_report", "&report[findings]=x", in_acceptance(A::Evaluating), "expert-1" => "Stale", wrong "150600-jb"),
        write!("serve_report", "", in_acceptance(A::FailedR1), "150600-jb" => "Stale", wrong "anquan"),
        write!("submit_rectification", "&text=x", in_acceptance(A::Rectifying), "anquan" => "Stale", wrong "150600-jb"),
        write!("record_refusal", "&reason=x", in_acceptance(A::Rectifying), "150600-jb" => "Stale", wrong "anquan"),
        write!("decide_disposition", "&kind=REFUSE&amount=1&reason=x", at(S::FailedFinal), "150600-fh" => "Stale", wrong "150600-jb"),
        write!("terminate_project", "&reason=x", at(S::InProgress), "150600-fh" => "Stale", wrong "150600-jb"),
        city_write!("compile_fee_plan", "year=2027&seen=999&amount=1", About::Nothing, "150600-jb" => "Stale", wrong "150600-cz", abroad "150200-jb" => "Stale"),
        city_write!("approve_fee_plan", "year=2027&seen=999", About::Nothing, "150600-rs" => "Stale", wrong "150600-jb", abroad "150200-rs" => "Stale"),
        city_write!("review_fee_plan", "year=2027&seen=999", About::Nothing, "150600-cz" => "WrongState", wrong "150600-jb", abroad "150200-cz" => "WrongState"),
        city_write!("allocate_fee_plan", "year=2027&seen=999", About::Nothing, "150600-cz" => "WrongState", wrong "150600-jb", abroad "150200-cz" => "WrongState"),
    ]
}

/// The program without its background tasks, on one connection.
struct Walk {
    world: World,
    router: Router,
    cookies: std::collections::BTreeMap<String, String>,
    wrong: Vec<String>,
}

impl Walk {
    async fn new(mutation: Mutation) -> Self {
        let world = World::with(Settings {
            pool: 1,
            mutation,
            ..Settings::default()
        })
        .await;
        let config = Config::read(vec![(
            "YUFANG_SITE".to_owned(),
            SITE.to_str().unwrap().to_owned(),
        )])
        .unwrap();
        let (options, db) = (config.leptos().unwrap(), world.db.clone());
        let live = Live::start(db.clone(), QUICK);
        let router = router(Server {
            config: Arc::new(config),
            options,
            db,
            live,
            logins: Arc::default(),
        });
        Self {
            world,
            router,
            cookies: std::collections::BTreeMap::new(),
            wrong: Vec::new(),
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        cookie: &str,
        content: &str,
        body: String,
    ) -> (u16, String, String) {
        let mut call = request(method, path)
            .header(header::CONTENT_TYPE, content)
            .header(header::ACCEPT, JSON)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::COOKIE, cookie)
            .body(Body::from(body))
            .unwrap();
        call.extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4711))));
        let response = self.router.clone().oneshot(call).await.unwrap();
        let status = response.status().as_u16();
        let cookie = response
            .headers()
            .get("set-cookie")
            .map_or("", |value| value.to_str().unwrap())
            .to_owned();
        let body = to_bytes(response.into_body(), 16 << 20).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned(), cookie)
    }

    async fn cookie(&mut self, login: &str) -> String {
        if let Some(cookie) = self.cookies.get(login) {
            return cookie.clone();
        }
        let password = backend::testkit::PASSWORD;
        let (_, _, cookie) = self
            .send(
                Method::POST,
                "/login",
                "",
                FORM,
                format!("login={login}&password={password}"),
            )
            .await;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        self.cookies.insert(login.to_owned(), cookie.clone());
        cookie
    }

    async fn id(&self, about: &About) -> i64 {
        match about {
            About::Nothing => 0,
            About::Application(state) => self.world.application_at(ORDOS, *state).await.0,
            About::Project(goal) => self.world.project_in(ORDOS, *goal).await.0,
            About::Payment(state) => {
                let project = self.world.project_in(ORDOS, Goal::Payment(*state)).await;
                self.world.payment(project).await.0.0
            }
            About::Org(login) => self.world.org(login).0,
            About::Case => self.world.ban_case(ORDOS).await.0.0,
            About::Violation => self.world.bare_violation(ORDOS).await.0,
            About::Claim => self.world.claim(ORDOS).await.0,
            About::Entry => self.world.entry(ORDOS).await.0,
            About::Notice => self.world.notice().await.0,
            About::Standard => self.world.standard().await.0,
            About::LocalRule => self.world.local_rule().await.0,
            About::Classification => self.world.classification().await.0,
            About::Notification => {
                let project = self.world.project_in(ORDOS, S::InProgress).await;
                self.world.notification("150600-jb", project, true).await.0
            }
            About::Urging => {
                let project = self.world.project_in(ORDOS, S::InProgress).await;
                self.world.urging(ORDOS, project).await.0
            }
            About::Statement => self.world.statement().await,
            About::Finding => self.world.finding("OPEN").await,
            About::Closed => self.world.finding("CLOSED").await,
            About::Filing => {
                let project = self.world.project_in(ORDOS, S::Passed).await;
                self.world
                    .filing(project, FilingSubject::Report, Member::Emergency)
                    .await
                    .0
            }
            About::Accepted => {
                let amount = domain::Money::from_fen(100_000);
                self.world.accepted(ORDOS, 2027, amount, 1).await.0
            }
            About::Proposed => self.world.bare_proposal(ORDOS).await.0,
            About::Override => self.world.bare_override(ORDOS).await.0,
            About::Meeting(state) => self.world.bare_meeting(ORDOS, *state).await.0.0,
            About::Item(state) => self.world.bare_meeting(ORDOS, *state).await.1.0,
            About::Issue => self.world.bare_issue(ORDOS).await.0,
            About::Figure(figure) => self.world.figure(*figure).await,
        }
    }

    /// Asks as everybody in the row, and compares.
    async fn row(&mut self, row: &Row) {
        let id = self.id(&row.about).await;
        let before = self.fingerprint().await;
        for (login, expected) in row.expect {
            let cookie = self.cookie(login).await;
            let body = row.body.replace("{id}", &id.to_string());
            let (status, body, _) = self
                .send(
                    Method::POST,
                    &format!("/api/{}", row.name),
                    &cookie,
                    row.content,
                    body,
                )
                .await;
            let kind = kind(status, &body);
            if kind != *expected {
                self.wrong.push(format!(
                    "{} by {login}: {kind} instead of {expected}",
                    row.name
                ));
            }
            self.no_foreign_word(row.name, login, &body);
            self.nothing_outlives(row.name, login).await;
        }
        if self.fingerprint().await != before {
            self.wrong.push(format!("{}: something changed", row.name));
        }
    }

    /// Project codes carry the city: nobody of one city ever reads one of the other.
    fn no_foreign_word(&mut self, name: &str, login: &str, body: &str) {
        let foreign = match login {
            login if login.starts_with("150600") || login == "coal" => "150200-20",
            login if login.starts_with("150200") || login == "steel" => "150600-20",
            _ => return,
        };
        if body.contains(foreign) {
            self.wrong
                .push(format!("{name} shows {login} a project {foreign}…"));
        }
    }

    /// With one connection in the pool, this is the connection that has just answered.
    async fn nothing_outlives(&mut self, name: &str, login: &str) {
        let left = self.world.left_on_connection().await;
        if !left.is_empty() {
            self.wrong.push(format!("{name} by {login} leaves {left}"));
        }
    }

    /// Everything that a write could change, past every policy.
    async fn fingerprint(&self) -> String {
        self.world.fingerprint().await
    }

    /// The polling route answers like the socket: same audience, same refusals.
    async fn topics(&mut self) {
        let project = self.world.project_in(ORDOS, S::InProgress).await;
        let own = format!("project:{project}");
        let (meeting, _) = self.world.bare_meeting(ORDOS, MeetingState::Held).await;
        let meeting = format!("meeting:{meeting}");
        let rows = [
            (meeting.as_str(), "150600-jb", true),
            (meeting.as_str(), "150600-wj", true),
            (meeting.as_str(), "region-rs", true),
            (meeting.as_str(), "150200-rs", false),
            (meeting.as_str(), "coal", false),
            (meeting.as_str(), "expert-1", false),
            (meeting.as_str(), "region-wj", false),
            (own.as_str(), "150600-jb", true),
            (own.as_str(), "anquan", true),
            (own.as_str(), "region-rs", true),
            (own.as_str(), "150200-jb", false),
            (own.as_str(), "steel", false),
            (own.as_str(), "expert-2", false),
            (own.as_str(), "region-wj", false),
            ("city:2026", "150600-jb", true),
            ("city:2026", "coal", false),
            ("city:2026", "region-rs", false),
            ("region:2026", "region-rs", true),
            ("region:2026", "150600-jb", true),
            ("region:2026:150600", "region-cz", true),
            ("region:2026:150600", "150600-jb", true),
            ("region:2026:150600", "150200-jb", false),
            ("region:2026", "coal", false),
            ("tracker", "coal", true),
            ("tracker", "150600-jb", false),
            ("projects", "150600-jb", true),
            ("inbox", "150600-jb", true),
            ("inbox", "150200-wj", true),
            ("inbox", "coal", true),
            ("inbox", "expert-1", true),
            ("inbox", "region-yj", true),
            ("bans", "150600-jb", true),
            ("bans", "region-wj", true),
            ("bans", "coal", true),
            ("bans", "expert-1", false),
        ];
        for (topic, login, sees) in rows {
            let cookie = self.cookie(login).await;
            let path = format!("/live/poll?topic={topic}&have=");
            let (status, body, _) = self
                .send(Method::GET, &path, &cookie, JSON, String::new())
                .await;
            let data = serde_json::from_str::<Value>(&body)
                .ok()
                .is_some_and(|value| !value["data"].is_null());
            if (status == 200 && data) != sees {
                self.wrong.push(format!("{topic} for {login}: {status}"));
            }
            // The region's page of a city is that city's alone.
            if login.starts_with("150600") && body.contains("150200") {
                self.wrong
                    .push(format!("{topic} for {login}: Baotou in it"));
            }
            self.no_foreign_word(topic, login, &body);
            self.nothing_outlives(topic, login).await;
        }
    }

    /// Pages answer like the functions behind them, with the right status.
    async fn pages(&mut self) {
        let project: ProjectId = self.world.project_in(ORDOS, S::InProgress).await;
        let of_project = PROJECT_PAGES.iter();
        let of_project = of_project
            .map(|(end, login, status)| (format!("/projects/{project}{end}"), *login, *status));
        let others = PAGES.iter();
        let others = others.map(|(path, login, status)| ((*path).to_owned(), *login, *status));
        for (path, login, status) in of_project.chain(others) {
            let cookie = self.cookie(login).await;
            let (got, body, _) = self
                .send(Method::GET, &path, &cookie, "", String::new())
                .await;
            if got != status {
                self.wrong.push(format!(
                    "page {path} for {login}: {got} instead of {status}"
                ));
            }
            self.no_foreign_word(&path, login, &body);
            self.nothing_outlives(&path, login).await;
        }
    }

    /// A write that succeeds: what is rolled back cannot outlive anything.
    async fn a_commit(&mut self) {
        self.world.compile_fee_plan(123_456).await;
        self.nothing_outlives("a commit", "150600-jb").await;
    }

    /// The whole walk; a broken door shows in the functions already.
    async fn all(mutation: Mutation) -> Vec<String> {
        let mut walk = Self::new(mutation).await;
        if matches!(mutation, Mutation::None | Mutation::Outliving) {
            walk.a_commit().await;
        }
        for row in rows() {
            walk.row(&row).await;
        }
        if mutation == Mutation::None {
            walk.files().await;
            walk.papers().await;
            walk.uploads().await;
            walk.bank_files().await;
            walk.region_file().await;
            walk.topics().await;
            walk.pages().await;
        }
        walk.wrong
    }
}

/// `OK`, the kind of the refusal, or the status.
fn kind(status: u16, body: &str) -> String {
    if status == 200 {
        return "OK".into();
    }
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    match &value["Refused"] {
        Value::Object(named) => named.keys().next().cloned().unwrap_or_default(),
        Value::String(name) => name.clone(),
        _ => status.to_string(),
    }
}

#[test]
fn every_server_function_has_a_row() {
    let there: BTreeSet<String> = server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/").to_owned())
        .collect();
    let listed: BTreeSet<String> = rows().iter().map(|row| row.name.to_owned()).collect();
    assert_eq!(there, listed);
}

#[tokio::test]
async fn nobody_sees_or_does_what_is_not_theirs() {
    let wrong = Walk::all(Mutation::None).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_door_without_the_role_is_noticed() {
    assert!(!Walk::all(Mutation::NoRole).await.is_empty());
}

#[tokio::test]
async fn a_door_without_the_tenant_is_noticed() {
    assert!(!Walk::all(Mutation::NoTenant).await.is_empty());
}

#[tokio::test]
async fn settings_that_outlive_the_transaction_are_noticed() {
    let wrong = Walk::all(Mutation::Outliving).await;
    assert!(
        wrong.iter().any(|line| line.contains("leaves")),
        "{}",
        wrong.join("\n")
    );
}
