//! Applications in the world of the tests: published key areas, the two samples, papers, and an
//! application at any early station.

use std::io::Write as _;

use bytes::Bytes;
use domain::contract::{ApplicationApi as _, ProjectApi as _};
use domain::state::{Paper, ProjectState};
use domain::{AttachmentId, ProjectId, TenantId, UserId};
use futures::stream;
use sqlx::Row as _;

use super::{BAOTOU, World};
use crate::door::Mutation;
use crate::files::{Spooled, receive};
use crate::{Database, Session};

const COAL: &str = include_str!("../../../../end2end/samples/application-ordos-coal.json");
const ASSOCIATION: &str =
    include_str!("../../../../end2end/samples/application-baotou-association.json");
/// The plan year both samples apply for.
pub const YEAR: i32 = 2027;
/// The papers that every application of an enterprise needs.
pub const PAPERS: [Paper; 7] = [
    Paper::Registration,
    Paper::Equipment,
    Paper::Staff,
    Paper::Titles,
    Paper::Hazards,
    Paper::Accidents,
    Paper::Sealed,
];

/// The smallest file that says it is a PDF, different for each text.
#[must_use]
pub fn pdf(text: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {text}\n%%EOF\n").into_bytes()
}

/// A zip archive with these members, each with a few bytes in it.
#[must_use]
pub fn archive(members: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for member in members {
        writer.start_file(*member, stored).expect("a member");
        writer.write_all(b"<x/>").expect("content");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A file as if it had been uploaded.
pub async fn uploaded(content: Vec<u8>) -> Spooled {
    let pieces: Vec<Result<Bytes, std::io::Error>> = content
        .chunks(1000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    receive(stream::iter(pieces)).await.expect("received")
}

/// Gives an application a name of its own and a contribution with room for many.
async fn make_room(applicant: &Session, id: ProjectId) {
    let view = applicant.application(id).await.expect("a view");
    let name = format!("{}（{id}）", view.draft.get("annex1.project_name"));
    let fields = [
        ("annex1.project_name", name.as_str()),
        ("annex1.contribution", "684000.00"),
        ("members.1.contribution", "684000.00"),
    ];
    let fields = fields
        .into_iter()
        .filter(|(path, _)| !view.draft.get(path).is_empty())
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    applicant
        .save_application(id, view.seen, fields)
        .await
        .expect("saved");
}

impl World {
    /// Publishes the key areas of a year as if a meeting had decided them: what is tested begins after it.
    pub async fn publish_areas(&self, tenant: TenantId, year: i32, names: &[&str]) -> i64 {
        let areas: Vec<_> = names
            .iter()
            .map(|name| serde_json::json!({"name": name}))
            .collect();
        let mut tx = self.admin.begin().await.expect("begin");
        let row = sqlx::query(
            "insert into area_set (tenant_id, year, no, state, areas, resolution, decided_on, published_on)
             values ($1, $2, 1, 'PUBLISHED', $3, '测试决议', $4, $4) returning id",
        )
        .bind(tenant.0)
        .bind(year)
        .bind(serde_json::Value::from(areas))
        .bind(self.today())
        .fetch_one(&mut *tx)
        .await
        .expect("areas");
        tx.commit().await.expect("commit");
        row.get("id")
    }

    /// The sample of a login's city, with the organisation's own name and code in it.
    pub async fn sample(&self, login: &str) -> String {
        let org = self.org(login);
        let mut tx = self.admin.begin().await.expect("begin");
        let row = sqlx::query("select name, credit_code from organisation where id = $1")
            .bind(org.0)
            .fetch_one(&mut *tx)
            .await
            .expect("an organisation");
        let (name, code): (String, String) = (row.get("name"), row.get("credit_code"));
        let (text, sample_name, sample_code) = if login == "steel" {
            (
                ASSOCIATION,
                "包头市演示装备制造行业协会",
                "51150200DEM9000209",
            )
        } else {
            (COAL, "演示鄂尔多斯煤业集团有限公司", "91150627DEM9000110")
        };
        text.replace(sample_name, &name).replace(sample_code, &code)
    }

    /// Another person of the same organisation.
    #[must_use]
    pub fn colleague(&self, login: &str) -> Session {
        let mut session = self.session(login);
        session.who.account = UserId(session.who.account.0 + 1_000_000);
        session.who.name = "同事".into();
        session
    }

    /// Attaches a paper of each kind.
    pub async fn attach_papers(&self, session: &Session, id: ProjectId) -> Vec<AttachmentId> {
        let mut ids = Vec::new();
        for paper in PAPERS {
            let name = format!("{}.pdf", paper.label());
            let file = uploaded(pdf(&name)).await;
            let view = session.attach(id, paper.code(), &name, file).await;
            ids.push(view.expect("attached").id);
        }
        ids
    }

    /// A draft of a login in a city, filled from its sample and with every paper: ready to be handed in.
    /// The key areas of the year must be published.
    pub async fn draft(&self, login: &str, tenant: TenantId) -> ProjectId {
        let session = self.sound(self.session(login)).await;
        let id = session
            .create_application(tenant, YEAR)
            .await
            .expect("created");
        let text = self.sample(login).await;
        session.load_application(id, 0, text).await.expect("loaded");
        self.attach_papers(&session, id).await;
        id
    }

    /// An application of Ordos' or Baotou's applicant at an early station, all at the present moment.
    pub async fn application_at(&self, tenant: TenantId, state: ProjectState) -> ProjectId {
        let login = if tenant == BAOTOU { "steel" } else { "coal" };
        self.area_set(tenant, YEAR).await;
        let id = self.draft(login, tenant).await;
        let applicant = self.sound(self.session(login)).await;
        let clerk = self.sound(self.clerk(tenant)).await;
        make_room(&applicant, id).await;
        if state == ProjectState::Draft {
            return id;
        }
        let seen = async || self.version(id).await;
        applicant
            .submit_application(id, seen().await)
            .await
            .expect("submitted");
        match state {
            ProjectState::Supplement => clerk
                .return_application(id, seen().await, "一、缺少签到表样式".into())
                .await
                .expect("returned"),
            ProjectState::Accepted => clerk
                .accept_application(id, seen().await)
                .await
                .expect("accepted"),
            _ => {}
        }
        assert_eq!(applicant.project(id).await.expect("a view").state, state);
        id
    }

    /// The published key areas of a year, published now if they are not yet.
    pub async fn area_set(&self, tenant: TenantId, year: i32) -> i64 {
        let found = {
            let mut tx = self.admin.begin().await.expect("begin");
            sqlx::query_scalar(
                "select id from area_set where tenant_id = $1 and year = $2 and state = 'PUBLISHED'",
            )
            .bind(tenant.0)
            .bind(year)
            .fetch_optional(&mut *tx)
            .await
            .expect("asked")
        };
        let area = if tenant == BAOTOU {
            "装备制造"
        } else {
            "煤炭开采"
        };
        match found {
            Some(id) => id,
            None => self.publish_areas(tenant, year, &[area]).await,
        }
    }

    /// A session that goes through a sound door, also in a world whose door is broken on purpose: what a
    /// test begins with must be there.
    async fn sound(&self, session: Session) -> Session {
        if self.db.settings.mutation == Mutation::None {
            return session;
        }
        let mut settings = (*self.db.settings).clone();
        (settings.mutation, settings.pool) = (Mutation::None, 1);
        let db = Database::connect(&self.app_url, settings)
            .await
            .expect("connect");
        Session { db, ..session }
    }

    /// The middle of the months in which applications come in: 18 August before the plan year.
    pub fn set_season(&self) {
        self.set_today(chrono::NaiveDate::from_ymd_opt(YEAR - 1, 8, 18).expect("a day"));
    }
}
