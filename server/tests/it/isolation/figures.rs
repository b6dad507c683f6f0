//! The rows of figures, analysis and key areas, and the two routes for files of injuries.

use app::api::ApiError;
use axum::body::{Body, to_bytes};
use axum::http::{Method, header};
use backend::testkit::Figure;
use leptos::server_fn::error::ServerFnUrlError;
use tower::ServiceExt as _;

use super::{About, FORM, Row, Walk, read};
use crate::site::{HOST, request};

type Expect = &'static [(&'static str, &'static str)];

/// A year's page: a city sees its own, the regional 人社 the one it names.
const YEAR: Expect = &[
    ("150600-jb", "OK"),
    ("150600-wj", "OK"),
    ("150200-jb", "OK"),
    ("region-rs", "NotFound"),
    ("region-cz", "Forbidden"),
    ("coal", "Forbidden"),
    ("peixun", "Forbidden"),
    ("expert-1", "Forbidden"),
];
const NAMED: Expect = &[
    ("region-rs", "OK"),
    ("150200-jb", "OK"),
    ("region-wj", "Forbidden"),
    ("steel", "Forbidden"),
];
const OWN_YEAR: &str = r#"{"of":{"year":2027,"tenant":null}}"#;
const OF_ORDOS: &str = r#"{"of":{"year":2027,"tenant":150600}}"#;

pub(super) fn rows() -> Vec<Row> {
    let mut rows = pages();
    rows.extend(writes());
    rows
}

fn pages() -> Vec<Row> {
    vec![
        read("figures", OWN_YEAR, About::Nothing, YEAR),
        read("figures", OF_ORDOS, About::Nothing, NAMED),
        read("analysis", OWN_YEAR, About::Nothing, YEAR),
        read("analysis", OF_ORDOS, About::Nothing, NAMED),
        read("areas", OWN_YEAR, About::Nothing, YEAR),
        read("areas", OF_ORDOS, About::Nothing, NAMED),
        read(
            "public_areas",
            "{}",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("coal", "OK"),
                ("expert-1", "OK"),
                ("region-wj", "OK"),
            ],
        ),
        read(
            "dataset",
            r#"{"id":{id}}"#,
            About::Figure(Figure::Dataset),
            &[
                ("150600-jb", "OK"),
                ("150600-cz", "OK"),
                ("150200-jb", "NotFound"),
                ("150200-wj", "NotFound"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "injury_upload",
            r#"{"id":{id}}"#,
            About::Figure(Figure::Upload),
            &[
                ("150600-jb", "OK"),
                ("150600-fh", "OK"),
                ("150600-rs", "Forbidden"),
                ("150200-jb", "NotFound"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
    ]
}

fn writes() -> Vec<Row> {
    vec![
        city_write!("enter_fund_base", "draft[year]=1999", About::Nothing, "150600-jb" => "UnknownChoice", wrong "150600-cz", abroad "150200-jb" => "UnknownChoice"),
        city_write!("confirm_fund_base", "id={id}&seen=999999", About::Figure(Figure::Entry), "150600-cz" => "Stale", wrong "150600-jb", abroad "150200-cz" => "NotFound"),
        city_write!("return_fund_base", "id={id}&seen=999999&reason=x", About::Figure(Figure::Entry), "150600-cz" => "Stale", wrong "150600-rs", abroad "150200-cz" => "NotFound"),
        city_write!("submit_dataset", "kind=DISEASE&year=1999&rows=x&note=", About::Nothing, "150600-wj" => "UnknownChoice", wrong "150600-jb", abroad "150200-wj" => "UnknownChoice"),
        city_write!("import_injuries", "id={id}", About::Figure(Figure::Upload), "150600-jb" => "WrongState", wrong "150600-fh", abroad "150200-jb" => "NotFound"),
        city_write!("freeze_analysis", "year=1999&reason=x", About::Nothing, "150600-jb" => "UnknownChoice", wrong "150600-fh", abroad "150200-jb" => "UnknownChoice"),
        city_write!("map_type", "from=x&to=x", About::Nothing, "150600-jb" => "UnknownChoice", wrong "150600-fh", abroad "150200-jb" => "UnknownChoice"),
        city_write!("suggest_area", "year=1999&draft[text]=x", About::Nothing, "150600-wj" => "UnknownChoice", wrong "150600-jb", abroad "150200-wj" => "UnknownChoice"),
        city_write!("draft_areas", "year=1999&areas[0][name]=x", About::Nothing, "150600-jb" => "UnknownChoice", wrong "150600-rs", abroad "150200-jb" => "UnknownChoice"),
        city_write!("publish_areas", "id={id}&seen=999999&draft[channel]=x", About::Figure(Figure::Areas("DECIDED")), "150600-rs" => "Stale", wrong "150600-jb", abroad "150200-rs" => "NotFound"),
        city_write!("close_areas", "id={id}&seen=999999", About::Figure(Figure::Areas("PUBLISHED")), "150600-rs" => "Stale", wrong "150600-cz", abroad "150200-rs" => "NotFound"),
    ]
}

/// A form with a file that is no table of injuries: the own post gets as far as its content.
const FILE: &str = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n甲,乙\r\n--x--\r\n";

impl Walk {
    /// The routes that are no server functions: a file in, its rejected rows out.
    pub(super) async fn uploads(&mut self) {
        let id = self.world.figure(Figure::Upload).await;
        let before = self.fingerprint().await;
        for (login, expected) in [
            ("150600-jb", "FileUnreadable"),
            ("150200-jb", "FileUnreadable"),
            ("150600-fh", "Forbidden"),
            ("150600-rs", "Forbidden"),
            ("region-rs", "Forbidden"),
            ("coal", "Forbidden"),
            ("expert-1", "Forbidden"),
        ] {
            let got = self.upload(login, "/figures/injuries").await;
            if got != expected {
                self.wrong
                    .push(format!("a file by {login}: {got} instead of {expected}"));
            }
            self.nothing_outlives("a file", login).await;
        }
        let path = format!("/figures/uploads/{id}/rejected.csv");
        for (login, expected) in [
            ("150600-jb", 200),
            ("150600-zf", 200),
            ("150200-jb", 404),
            ("150600-wj", 403),
            ("region-rs", 403),
            ("coal", 403),
            ("expert-1", 403),
        ] {
            let cookie = self.cookie(login).await;
            let (status, body, _) = self
                .send(Method::GET, &path, &cookie, "", String::new())
                .await;
            if status != expected || (status != 200 && body.contains("原因")) {
                self.wrong
                    .push(format!("{path} by {login}: {status} instead of {expected}"));
            }
            self.nothing_outlives(&path, login).await;
        }
        if self.fingerprint().await != before {
            self.wrong.push("files: something changed".into());
        }
    }

    /// The kind of the refusal a file comes back with, or where it led to.
    pub(super) async fn upload(&mut self, login: &str, address: &str) -> String {
        let cookie = self.cookie(login).await;
        let call = request(Method::POST, address)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::COOKIE, cookie)
            .body(Body::from(FILE))
            .unwrap();
        let response = self.router.clone().oneshot(call).await.unwrap();
        let to = response
            .headers()
            .get("location")
            .map_or("", |to| to.to_str().unwrap())
            .to_owned();
        to_bytes(response.into_body(), 1 << 20).await.unwrap();
        refusal(&to).unwrap_or(to)
    }
}

/// The refusal in an address a plain form was sent back to.
fn refusal(address: &str) -> Option<String> {
    let (_, error) = address.split_once("__err=")?;
    let error = error.replace("%3D", "=");
    let error = ServerFnUrlError::<ApiError>::decode_err(&error);
    error.refusal().map(|refusal| refusal.kind().to_owned())
}
