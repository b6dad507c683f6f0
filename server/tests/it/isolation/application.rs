//! Applications and files: who may know of a draft, of what was handed in, and of its papers.

use axum::http::Method;
use backend::testkit::{ORDOS, YEAR, pdf};
use domain::contract::ApplicationApi as _;
use domain::state::ProjectState as S;

use super::{About, FORM, JSON, Row, Walk};

/// A write of the applicant on a draft: to everybody else there is no such project.
macro_rules! draft_write {
    ($name:literal, $rest:literal => $kind:literal) => {
        Row {
            name: $name,
            content: FORM,
            body: concat!("id={id}&", $rest),
            about: About::Application(S::Draft),
            expect: &[
                ("coal", $kind),
                ("150600-jb", "NotFound"),
                ("150600-rs", "NotFound"),
                ("150200-jb", "NotFound"),
                ("steel", "NotFound"),
                ("peixun", "NotFound"),
                ("expert-2", "NotFound"),
                ("region-rs", "NotFound"),
            ],
        }
    };
}

/// A write on what was handed in: known to city and region, and not theirs to do.
macro_rules! write {
    ($name:literal, $rest:literal, $state:ident, $own:literal => $kind:literal, wrong $($wrong:literal)+) => {
        Row {
            name: $name,
            content: FORM,
            body: concat!("id={id}&", $rest),
            about: About::Application(S::$state),
            expect: &[
                ($own, $kind),
                $(($wrong, "Forbidden"),)+
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

/// One row per doorway, drafts and what was handed in apart.
#[expect(
    clippy::too_many_lines,
    reason = "a table, one row per server function"
)]
pub fn rows() -> Vec<Row> {
    let read = |name, body, about, expect| Row {
        name,
        content: JSON,
        body,
        about,
        expect,
    };
    vec![
        read(
            "openings",
            "{}",
            About::Nothing,
            &[
                ("coal", "OK"),
                ("steel", "OK"),
                ("150600-jb", "Forbidden"),
                ("expert-1", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        ),
        Row {
            name: "create_application",
            content: FORM,
            body: "tenant=150600&year=2999",
            about: About::Nothing,
            expect: &[
                ("coal", "AreasNotPublished"),
                ("150600-jb", "Forbidden"),
                ("150200-jb", "Forbidden"),
                ("expert-1", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        },
        read(
            "application",
            r#"{"id":{id}}"#,
            About::Application(S::Draft),
            &[
                ("coal", "OK"),
                ("150600-jb", "NotFound"),
                ("150600-cz", "NotFound"),
                ("150200-jb", "NotFound"),
                ("steel", "NotFound"),
                ("anquan", "NotFound"),
                ("region-rs", "NotFound"),
                ("region-cz", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "application",
            r#"{"id":{id}}"#,
            About::Application(S::Submitted),
            &[
                ("coal", "OK"),
                ("150600-jb", "OK"),
                ("150600-yj", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "Forbidden"),
                ("150200-jb", "NotFound"),
                ("steel", "NotFound"),
                ("anquan", "NotFound"),
                ("expert-1", "Forbidden"),
            ],
        ),
        draft_write!("save_application", "seen=0&fields[annex9]=x" => "UnknownLabel"),
        write!("save_application", "seen=0&fields[annex9]=x", Supplement, "coal" => "UnknownLabel", wrong "150600-jb"),
        draft_write!("load_application", "seen=0&text=x" => "FileUnreadable"),
        write!("load_application", "seen=0&text=x", Supplement, "coal" => "FileUnreadable", wrong "150600-jb"),
        draft_write!("submit_application", "seen=999999" => "Stale"),
        write!("submit_application", "seen=999999", Supplement, "coal" => "Stale", wrong "150600-jb"),
        draft_write!("withdraw_application", "seen=999999&reason=x" => "Stale"),
        write!("withdraw_application", "seen=999999&reason=x", Submitted, "coal" => "Stale", wrong "150600-jb"),
        write!("accept_application", "seen=999999", Submitted, "150600-jb" => "Stale", wrong "150600-fh" "150600-rs" "coal"),
        write!("return_application", "seen=999999&defects=x", Submitted, "150600-jb" => "Stale", wrong "150600-zf" "coal"),
        write!("reject_application", "seen=999999&reason=x", Submitted, "150600-jb" => "Stale", wrong "150600-cz" "coal"),
        Row {
            name: "create_public_project",
            content: FORM,
            body: "draft[year]=2999&draft[name]=x",
            about: About::Nothing,
            expect: &[
                ("150600-jb", "AreasNotPublished"),
                ("150200-jb", "AreasNotPublished"),
                ("150600-fh", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
                ("region-rs", "Forbidden"),
            ],
        },
    ]
}

impl Walk {
    /// The routes of files, which are no server functions.
    #[expect(clippy::too_many_lines, reason = "a table, one row per route")]
    pub async fn files(&mut self) {
        let draft = self.world.application_at(ORDOS, S::Draft).await;
        let handed = self.world.application_at(ORDOS, S::Submitted).await;
        let coal = self.world.session("coal");
        let (mut open, mut closed) = (0, 0);
        for (id, file) in [(draft, &mut open), (handed, &mut closed)] {
            *file = coal.application(id).await.expect("a view").files[0].1.id.0;
        }
        for (login, of_draft, of_handed) in [
            ("coal", 200, 200),
            ("150600-jb", 404, 200),
            ("150600-wj", 404, 200),
            ("region-rs", 404, 200),
            ("region-cz", 404, 403),
            ("region-wj", 403, 403),
            ("150200-jb", 404, 404),
            ("steel", 404, 404),
            ("anquan", 404, 404),
            ("expert-1", 404, 404),
        ] {
            self.status(Method::GET, &format!("/files/{open}"), login, of_draft)
                .await;
            self.status(Method::GET, &format!("/files/{closed}"), login, of_handed)
                .await;
        }
        for (login, of_draft, of_handed) in [
            ("150600-jb", 404, 403),
            ("150600-rs", 404, 403),
            ("region-rs", 404, 403),
            ("150200-jb", 404, 404),
            ("steel", 404, 404),
            ("anquan", 404, 404),
            ("expert-2", 404, 404),
            ("coal", 422, 409),
        ] {
            self.status(
                Method::POST,
                &format!("/projects/{draft}/files"),
                login,
                of_draft,
            )
            .await;
            self.status(
                Method::POST,
                &format!("/projects/{handed}/files"),
                login,
                of_handed,
            )
            .await;
        }
        for (login, of_draft, of_handed) in [
            ("150600-jb", 404, 403),
            ("region-rs", 403, 403),
            ("150200-jb", 404, 404),
            ("steel", 404, 404),
            ("expert-1", 403, 403),
            ("coal", 0, 409),
        ] {
            if of_draft != 0 {
                self.status(
                    Method::POST,
                    &format!("/files/{open}/remove"),
                    login,
                    of_draft,
                )
                .await;
            }
            self.status(
                Method::POST,
                &format!("/files/{closed}/remove"),
                login,
                of_handed,
            )
            .await;
        }
        self.city_files().await;
    }

    /// A file of a city, attached by its 人社 to what is published.
    async fn city_files(&mut self) {
        let areas = self.world.area_set(ORDOS, YEAR).await;
        let hrss = self.world.hrss(ORDOS);
        let owner = backend::files::city::Owner::Publication(areas);
        let file = backend::testkit::uploaded(pdf("公告")).await;
        let file = hrss
            .attach_to(owner, "公告.pdf", file)
            .await
            .expect("attached");
        let (path, record) = (
            format!("/files/city/{}", file.id),
            format!("/city-files/PUBLICATION/{areas}"),
        );
        for (login, open, attach, remove) in [
            ("150600-rs", 200, 422, 0),
            ("150600-jb", 200, 403, 403),
            ("150200-rs", 404, 404, 404),
            ("coal", 200, 403, 403),
            ("expert-1", 404, 403, 403),
            ("region-rs", 200, 403, 403),
        ] {
            self.status(Method::GET, &path, login, open).await;
            self.status(Method::POST, &record, login, attach).await;
            if remove != 0 {
                self.status(Method::POST, &format!("{path}/remove"), login, remove)
                    .await;
            }
        }
    }

    /// Asks, compares the status, and looks whether anything was left behind. An upload brings no file:
    /// whoever gets as far as that may upload.
    pub(super) async fn status(&mut self, method: Method, path: &str, login: &str, expected: u16) {
        let before = self.fingerprint().await;
        let cookie = self.cookie(login).await;
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"paper\"\r\n\r\nOTHER\r\n--b--\r\n";
        let (content, body) = if path.ends_with("/remove") {
            (FORM, String::new())
        } else {
            ("multipart/form-data; boundary=b", body.to_owned())
        };
        let (status, _, _) = self
            .send(method.clone(), path, &cookie, content, body)
            .await;
        if status != expected {
            self.wrong.push(format!(
                "{method} {path} by {login}: {status} instead of {expected}"
            ));
        }
        if self.fingerprint().await != before {
            self.wrong
                .push(format!("{method} {path} by {login}: something changed"));
        }
        self.nothing_outlives(path, login).await;
    }
}
