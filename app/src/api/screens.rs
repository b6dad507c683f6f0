//! Doorways to `ScreensApi`: use cases that only look.

use domain::contract::{
    ListQuery, ProjectPage, RegionDashboard, RegionQuery, SearchView, Tracker, Workbench,
};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The region's page.
#[server(name = RegionDashboardCall, endpoint = "region_dashboard", input = Json, output = Json)]
pub async fn region_dashboard(query: RegionQuery) -> Result<RegionDashboard, ApiError> {
    answer(backend()?.region_dashboard(query).await)
}

/// The city's page of a plan year.
#[server(name = WorkbenchCall, endpoint = "workbench", input = Json, output = Json)]
pub async fn workbench(year: Option<i32>) -> Result<Workbench, ApiError> {
    answer(backend()?.workbench(year).await)
}

/// A page of 50 projects.
#[server(name = ListProjectsCall, endpoint = "list_projects", input = Json, output = Json)]
pub async fn list_projects(query: ListQuery) -> Result<ProjectPage, ApiError> {
    answer(backend()?.list_projects(query).await)
}

/// What one may see that has all the words.
#[server(name = SearchCall, endpoint = "search", input = Json, output = Json)]
pub async fn search(q: String) -> Result<SearchView, ApiError> {
    answer(backend()?.search(q).await)
}

/// The page of an organisation or evaluator.
#[server(name = TrackerCall, endpoint = "tracker", input = Json, output = Json)]
pub async fn tracker() -> Result<Tracker, ApiError> {
    answer(backend()?.tracker().await)
}
