//! The rows of the books: the ledger, claims, corrections.

use domain::state::ProjectState as S;

use axum::http::Method;

use super::{About, FORM, Row, Walk, at, read};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = pages();
    rows.extend(writes());
    rows
}

fn pages() -> Vec<Row> {
    vec![
        read(
            "ledger",
            r#"{"query":{}}"#,
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150600-zf", "OK"),
                ("150600-cz", "OK"),
                ("150600-rs", "OK"),
                ("150200-jb", "OK"),
                ("region-rs", "OK"),
                ("region-cz", "OK"),
                ("coal", "OK"),
                ("steel", "OK"),
                ("150600-wj", "Forbidden"),
                ("150600-yj", "Forbidden"),
                ("region-wj", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "bank",
            "{}",
            About::Nothing,
            &[
                ("150600-jb", "OK"),
                ("150600-zf", "OK"),
                ("150600-cz", "OK"),
                ("150200-jb", "OK"),
                ("150600-rs", "Forbidden"),
                ("150600-wj", "Forbidden"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
        read(
            "statement",
            r#"{"id":{id}}"#,
            About::Statement,
            &[
                ("150600-jb", "OK"),
                ("150600-cz", "OK"),
                ("150200-jb", "NotFound"),
                ("150200-cz", "NotFound"),
                ("150600-wj", "Forbidden"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        ),
    ]
}

fn writes() -> Vec<Row> {
    vec![
        city_write!("record_recovery", "id={id}&seen=999999&key=isolation&draft[amount]=1", About::Claim, "150600-jb" => "Stale", wrong "150600-fh", abroad "150200-jb" => "NotFound"),
        city_write!("propose_write_off", "id={id}&seen=999999&reason=x&document=x", About::Claim, "150600-jb" => "Stale", wrong "150600-cz", abroad "150200-jb" => "NotFound"),
        city_write!("consent_write_off", "id={id}&seen=999999", About::Claim, "150600-cz" => "Stale", wrong "150600-jb", abroad "150200-rs" => "NotFound"),
        city_write!("decline_write_off", "id={id}&seen=999999&reason=x", About::Claim, "150600-rs" => "Stale", wrong "150600-fh", abroad "150200-cz" => "NotFound"),
        city_write!("reverse_entry", "id={id}&reason=", About::Entry, "150600-fh" => "Required", wrong "150600-jb", abroad "150200-fh" => "NotFound"),
        Row {
            name: "take_batch",
            content: FORM,
            body: "",
            about: About::Nothing,
            expect: &[
                ("150600-jb", "Forbidden"),
                ("150600-fh", "Forbidden"),
                ("150600-cz", "Forbidden"),
                ("region-rs", "Forbidden"),
                ("coal", "Forbidden"),
                ("expert-1", "Forbidden"),
            ],
        },
        city_write!("post_finding", "id={id}&text=", About::Entry, "150600-cz" => "Required", wrong "150600-jb", abroad "150200-cz" => "NotFound"),
        city_write!("answer_finding", "id={id}&text=", About::Finding, "150600-jb" => "Required", wrong "150600-cz", abroad "150200-jb" => "NotFound"),
        city_write!("close_finding", "id={id}", About::Closed, "150600-cz" => "WrongState", wrong "150600-fh", abroad "150200-cz" => "NotFound"),
        write!("give_account", "&draft[name]=x", at(S::InProgress), "anquan" => "AccountName", wrong "150600-fh"),
        write!("confirm_account", "&account=999999", at(S::InProgress), "150600-fh" => "NotFound", wrong "150600-jb"),
        write!("return_account", "&account=999999&reason=x", at(S::InProgress), "150600-fh" => "NotFound", wrong "anquan"),
    ]
}

impl Walk {
    /// The dashboard as a file: the region's, whatever city is asked for, and a city's own.
    pub(super) async fn region_file(&mut self) {
        for (login, query, expected) in [
            ("region-rs", "", 200),
            ("region-wj", "?year=2026&tenant=150600", 200),
            ("region-rs", "?tenant=999999", 404),
            ("region-rs", "?tenant=x", 422),
            ("region-rs", "?asof=2999-01-01", 422),
            ("150600-rs", "?tenant=150600", 200),
            ("150600-jb", "", 200),
            ("150200-jb", "?tenant=150600", 404),
            ("coal", "", 403),
            ("expert-1", "", 403),
        ] {
            let path = format!("/region.xlsx{query}");
            self.status(Method::GET, &path, login, expected).await;
        }
    }

    /// The routes that are no server functions: a list out, a statement in.
    pub(super) async fn bank_files(&mut self) {
        let batch = self.world.batch().await;
        let before = self.fingerprint().await;
        let list = format!("/bank/batches/{batch}/list.xlsx");
        for (login, expected) in [
            ("150600-zf", 200),
            ("150600-jb", 200),
            ("150600-cz", 200),
            ("150200-zf", 404),
            ("150600-rs", 403),
            ("150600-wj", 403),
            ("region-rs", 403),
            ("region-cz", 403),
            ("coal", 403),
            ("expert-1", 403),
        ] {
            self.status(Method::GET, &list, login, expected).await;
        }
        for (login, expected) in [
            ("150600-jb", "FileUnreadable"),
            ("150200-fh", "FileUnreadable"),
            ("150600-zf", "Forbidden"),
            ("150600-cz", "Forbidden"),
            ("region-rs", "Forbidden"),
            ("coal", "Forbidden"),
            ("expert-1", "Forbidden"),
        ] {
            let got = self.upload(login, "/bank/statements").await;
            if got != expected {
                self.wrong.push(format!(
                    "a statement by {login}: {got} instead of {expected}"
                ));
            }
            self.nothing_outlives("a statement", login).await;
        }
        if self.fingerprint().await != before {
            self.wrong.push("bank files: something changed".into());
        }
    }
}
