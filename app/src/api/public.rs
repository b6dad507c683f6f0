//! Doorways to `PublicApi`: what needs no login.

use domain::contract::PublicAreas;
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, public};

/// The published key areas of all cities, newest year first. R033, R122.
#[server(name = PublicAreasCall, endpoint = "public_areas", input = Json, output = Json)]
pub async fn public_areas() -> Result<PublicAreas, ApiError> {
    answer(public()?.public_areas().await)
}
