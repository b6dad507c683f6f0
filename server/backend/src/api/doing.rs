//! [`DoingApi`], one line per use case.

use async_trait::async_trait;
use domain::contract::{
    AmendmentDraft, Answer, ArchiveDraft, CaseDecision, CaseDraft, CasesView, DoingApi,
    InspectionDraft, ProgressDraft, TemplateDraft, TemplatesView,
};
use domain::state::{Mode, ProjectKind};
use domain::{CaseId, InspectionId, MessageId, ProjectId, Version};

use crate::door::Session;
use crate::error::answer;
use crate::{amendment, archive, inspection, progress, template, thread, violation};

#[async_trait]
impl DoingApi for Session {
    async fn templates(&self) -> Answer<TemplatesView> {
        answer("templates", template::templates(self).await)
    }
    async fn save_template(
        &self,
        kind: ProjectKind,
        mode: Mode,
        seen: i32,
        draft: TemplateDraft,
    ) -> Answer<()> {
        answer(
            "save_template",
            template::save(self, kind, mode, seen, draft).await,
        )
    }
    async fn draft_amendment(
        &self,
        id: ProjectId,
        seen: Version,
        draft: AmendmentDraft,
    ) -> Answer<()> {
        answer(
            "draft_amendment",
            amendment::draft(self, id, seen, draft).await,
        )
    }
    async fn check_amendment(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("check_amendment", amendment::check(self, id, seen).await)
    }
    async fn sign_amendment(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("sign_amendment", amendment::sign(self, id, seen).await)
    }
    async fn file_amendment(&self, id: ProjectId, seen: Version) -> Answer<()> {
        answer("file_amendment", amendment::file(self, id, seen).await)
    }
    async fn withdraw_amendment(&self, id: ProjectId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "withdraw_amendment",
            amendment::withdraw(self, id, seen, reason).await,
        )
    }
    async fn record_rules(&self, id: ProjectId, seen: Version, text: String) -> Answer<()> {
        answer(
            "record_rules",
            archive::record_rules(self, id, seen, text).await,
        )
    }
    async fn keep_archive(&self, id: ProjectId, seen: Version, draft: ArchiveDraft) -> Answer<()> {
        answer("keep_archive", archive::keep(self, id, seen, draft).await)
    }
    async fn report_progress(
        &self,
        id: ProjectId,
        seen: Version,
        report: ProgressDraft,
    ) -> Answer<()> {
        answer(
            "report_progress",
            progress::report(self, id, seen, report).await,
        )
    }
    async fn record_inspection(
        &self,
        id: ProjectId,
        seen: Version,
        draft: InspectionDraft,
    ) -> Answer<()> {
        answer(
            "record_inspection",
            inspection::record_inspection(self, id, seen, draft).await,
        )
    }
    async fn answer_inspection(
        &self,
        id: ProjectId,
        seen: Version,
        about: InspectionId,
        text: String,
    ) -> Answer<()> {
        answer(
            "answer_inspection",
            inspection::answer(self, id, seen, about, text).await,
        )
    }
    async fn close_inspection(
        &self,
        id: ProjectId,
        seen: Version,
        about: InspectionId,
        text: String,
    ) -> Answer<()> {
        answer(
            "close_inspection",
            inspection::close(self, id, seen, about, text).await,
        )
    }
    async fn send_message(&self, id: ProjectId, text: String) -> Answer<()> {
        answer("send_message", thread::send(self, id, text).await)
    }
    async fn read_messages(&self, id: ProjectId, upto: MessageId) -> Answer<()> {
        answer("read_messages", thread::read(self, id, upto).await)
    }
    async fn cases(&self) -> Answer<CasesView> {
        answer("cases", violation::cases(self).await)
    }
    async fn open_case(&self, draft: CaseDraft) -> Answer<CaseId> {
        answer("open_case", violation::open_case(self, draft).await)
    }
    async fn transfer_case(&self, id: CaseId, seen: Version, to: String) -> Answer<()> {
        answer(
            "transfer_case",
            violation::transfer(self, id, seen, to).await,
        )
    }
    async fn decide_case(&self, id: CaseId, seen: Version, decision: CaseDecision) -> Answer<()> {
        answer(
            "decide_case",
            violation::decide(self, id, seen, decision).await,
        )
    }
    async fn release_freeze(&self, id: CaseId, seen: Version, reason: String) -> Answer<()> {
        answer(
            "release_freeze",
            violation::release(self, id, seen, reason).await,
        )
    }
    async fn close_case(&self, id: CaseId, seen: Version, text: String) -> Answer<()> {
        answer("close_case", violation::close(self, id, seen, text).await)
    }
}
