//! Applications and their intake.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::contract::{
    Answer, ApplicationApi, ApplicationView, Openings, PublicProjectDraft, Saved,
};
use domain::{ProjectId, TenantId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::{application, intake};

#[async_trait]
impl ApplicationApi for Session {
    async fn openings(&self) -> Answer<Openings> {
        answer("openings", application::openings(self).await)
    }
    async fn create_application(&self, tenant: TenantId, year: i32) -> Answer<ProjectId> {
        answer(
            "create_application",
            application::create(self, tenant, year).await,
        )
    }
    async fn application(&self, id: ProjectId) -> Answer<ApplicationView> {
        answer("application", application::application(self, id).await)
    }
    async fn save_application(
        &self,
        id: ProjectId,
        seen: i32,
        fields: BTreeMap<String, String>,
    ) -> Answer<Saved> {
        answer(
            "save_application",
            application::save(self, id, seen, fields).await,
        )
    }
    async fn load_application(&self, id: ProjectId, seen: i32, text: String) -> Answer<Saved> {
        answer(
            "load_application",
            application::load(self, id, seen, &text).await,
        )
    }
    async fn submit_application(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer(
            "submit_application",
            application::submit(self, id, seen).await,
        )
    }
    async fn withdraw_application(
        &self,
        id: ProjectId,
        seen: Version,
        reason: String,
    ) -> Answer<()> {
        answer(
            "withdraw_application",
            application::withdraw(self, id, seen, &reason).await,
        )
    }
    async fn accept_application(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("accept_application", intake::accept(self, id, seen).await)
    }
    async fn return_application(
        &self,
        id: ProjectId,
        seen: Version,
        defects: String,
    ) -> Answer<()> {
        answer(
            "return_application",
            intake::send_back(self, id, seen, &defects).await,
        )
    }
    async fn reject_application(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "reject_application",
            intake::reject(self, id, seen, &reason).await,
        )
    }
    async fn create_public_project(&self, draft: PublicProjectDraft) -> Answer<ProjectId> {
        answer(
            "create_public_project",
            intake::create_public_project(self, draft).await,
        )
    }
}
