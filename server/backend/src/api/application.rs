use async_trait::async_trait;
use domain::Refusal;
use domain::contract::*;
use domain::state::*;
use domain::*;
use std::collections::BTreeMap;

use crate::door::Session;

#[async_trait]
impl ApplicationApi for Session {
    async fn openings(&self) -> Answer<Openings> {
        Err(Refusal::NotFound.into())
    }
    async fn create_application(&self, _tenant: TenantId, _year: i32) -> Answer<ProjectId> {
        Err(Refusal::NotFound.into())
    }
    async fn application(&self, _id: ProjectId) -> Answer<ApplicationView> {
        Err(Refusal::NotFound.into())
    }
    async fn save_application(
        &self,
        _id: ProjectId,
        _seen: i32,
        _fields: BTreeMap<String, String>,
    ) -> Answer<Saved> {
        Err(Refusal::NotFound.into())
    }
    async fn load_application(&self, _id: ProjectId, _seen: i32, _text: String) -> Answer<Saved> {
        Err(Refusal::NotFound.into())
    }
    async fn submit_application(&self, _id: ProjectId, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn withdraw_application(
        &self,
        _id: ProjectId,
        _seen: Version,
        _reason: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn accept_application(&self, _id: ProjectId, _seen: Version) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn return_application(
        &self,
        _id: ProjectId,
        _seen: Version,
        _defects: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn reject_application(
        &self,
        _id: ProjectId,
        _seen: Version,
        _reason: String,
    ) -> Answer<()> {
        Err(Refusal::NotFound.into())
    }
    async fn create_public_project(&self, _draft: PublicProjectDraft) -> Answer<ProjectId> {
        Err(Refusal::NotFound.into())
    }
}
