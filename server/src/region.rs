//! The regional dashboard as a file. What it holds, `backend` decides.

use axum::Extension;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use backend::Session;
use domain::Refusal;
use domain::contract::{Fault, RegionQuery};
use serde::Deserialize;

use crate::bank::download;
use crate::telemetry::failure_page;

/// The address as it was typed: a bad number is answered, not ignored.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Asked {
    year: String,
    tenant: String,
    asof: String,
}

impl Asked {
    fn query(self) -> Result<RegionQuery, Refusal> {
        let number = |text: &str, field: &'static str, label: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Refusal::UnknownChoice {
                field: field.into(),
                label: label.into(),
            }),
        };
        Ok(RegionQuery {
            year: number(&self.year, "year", "年度")?,
            tenant: number(&self.tenant, "tenant", "盟市")?,
            asof: self.asof,
        })
    }
}

/// `GET /region.xlsx?year=&tenant=&asof=`.
pub async fn workbook(session: Option<Extension<Session>>, Query(asked): Query<Asked>) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/login").into_response();
    };
    let answer = match asked.query() {
        Ok(query) => session.region_workbook(query).await,
        Err(refusal) => Err(refusal.into()),
    };
    match answer {
        Ok((name, content)) => download(&name, content),
        Err(Fault::Refused(refusal)) => {
            let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN);
            (status, format!("{}\n", refusal.sentence())).into_response()
        }
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}
