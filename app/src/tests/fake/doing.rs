//! Doing the work in the small world: reads answer, writes come too late.

use async_trait::async_trait;
use domain::access::{Action, Role};
use domain::contract::*;
use domain::state::*;
use domain::template::{KINDS, standard_texts};
use domain::{CaseId, InspectionId, MessageId, Money, ProjectId, Refusal, TenantId, Version};

use super::{Fake, today};

#[async_trait]
impl DoingApi for Fake {
    async fn templates(&self) -> Answer<TemplatesView> {
        if !self.role.is_city() {
            return Err(Action::ViewTemplates.forbidden().into());
        }
        let template = |(no, (kind, mode)): (i32, &(ProjectKind, Mode))| TemplateView {
            kind: *kind,
            mode: *mode,
            no,
            texts: standard_texts(*kind, *mode),
            saved: if no > 0 {
                "2026年3月2日 鄂尔多斯市人社局 演示人".into()
            } else {
                String::new()
            },
            changed: if no > 0 {
                vec![Clause::Disputes]
            } else {
                Vec::new()
            },
            earlier: (1..no)
                .map(|no| (no, "2026年1月8日 演示人".into(), "按新政策调整".into()))
                .collect(),
        };
        Ok(TemplatesView {
            tenant: TenantId(150_600),
            name: "鄂尔多斯市".into(),
            templates: (0..).zip(KINDS).map(template).collect(),
            editable: matches!(self.role, Role::AgencyReviewer | Role::CityHrss),
        })
    }

    async fn save_template(
        &self,
        _: ProjectKind,
        _: Mode,
        _: i32,
        draft: TemplateDraft,
    ) -> Answer<()> {
        domain::template::check_all(&draft.clauses)?;
        Ok(())
    }

    async fn cases(&self) -> Answer<CasesView> {
        let may = matches!(
            self.role,
            Role::CityHrss | Role::CityFinance | Role::AgencyReviewer | Role::RegionHrss
        );
        if !may {
            return Err(Action::ViewCases.forbidden().into());
        }
        Ok(CasesView {
            cases: self.some(vec![case(self.role)]),
            can_open: matches!(self.role, Role::CityHrss | Role::AgencyReviewer),
        })
    }

    async fn open_case(&self, _: CaseDraft) -> Answer<CaseId> {
        Err(Refusal::UnknownChoice {
            field: "code".into(),
            label: "项目编号".into(),
        }
        .into())
    }

    async fn answer_inspection(
        &self,
        _: ProjectId,
        _: Version,
        _: InspectionId,
        _: String,
    ) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn close_inspection(
        &self,
        _: ProjectId,
        _: Version,
        _: InspectionId,
        _: String,
    ) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn draft_amendment(&self, _: ProjectId, _: Version, _: AmendmentDraft) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn check_amendment(&self, _: ProjectId, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn sign_amendment(&self, _: ProjectId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn file_amendment(&self, _: ProjectId, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn withdraw_amendment(&self, _: ProjectId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn record_rules(&self, _: ProjectId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn keep_archive(&self, _: ProjectId, _: Version, archive: ArchiveDraft) -> Answer<()> {
        let field = match archive.items.first() {
            Some(line) if line.note.is_empty() => "items[0][note]",
            _ => "items",
        };
        Err(Refusal::Required {
            field: field.into(),
            label: "活动通知不适用的理由".into(),
        }
        .into())
    }

    async fn report_progress(&self, _: ProjectId, _: Version, _: ProgressDraft) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn record_inspection(&self, _: ProjectId, _: Version, _: InspectionDraft) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn send_message(&self, _: ProjectId, _: String) -> Answer<()> {
        Ok(())
    }

    async fn read_messages(&self, _: ProjectId, _: MessageId) -> Answer<()> {
        Ok(())
    }

    async fn transfer_case(&self, _: CaseId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn decide_case(&self, _: CaseId, _: Version, _: CaseDecision) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn release_freeze(&self, _: CaseId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::StillFrozen.into())
    }

    async fn close_case(&self, _: CaseId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::StillFrozen.into())
    }
}

fn case(role: Role) -> CaseView {
    CaseView {
        id: CaseId(3),
        version: Version(1),
        tenant_name: "鄂尔多斯市".into(),
        no: "核查〔2026〕3号".into(),
        kind: CaseKind::Fraud,
        state: CaseState::Open,
        project: ProjectId(31),
        project_code: "150600-2026-0031".into(),
        project_name: "井工煤矿班组长培训".into(),
        unit: "内蒙古演示安全技术服务有限公司".into(),
        facts: "签到表笔迹雷同。".into(),
        persons: "项目负责人".into(),
        steps: vec![CaseStep {
            what: "立案核查".into(),
            text: "欺诈、骗取工伤保险基金".into(),
            on: today(),
            who: "鄂尔多斯市人社局 演示人".into(),
        }],
        frozen: true,
        recover: Money::ZERO,
        actions: if role == Role::CityHrss {
            vec![
                Action::TransferCase,
                Action::DecideCase,
                Action::ReleaseFreeze,
            ]
        } else {
            Vec::new()
        },
    }
}

/// What a unit has got and waits for, over two cities.
pub(super) fn unit_money() -> UnitMoney {
    let yuan = |yuan: i64| Money::from_fen(yuan * 100);
    UnitMoney {
        projects: 2,
        cities: 2,
        agreement: yuan(410_000),
        prepaid: yuan(172_200),
        balance_paid: yuan(0),
        balance: yuan(237_800),
        deducted: yuan(1_000),
        recover: yuan(0),
        expected: vec![ExpectedPayment {
            project: ProjectId(31),
            name: "建筑业高处作业预防".into(),
            tenant_name: "包头市".into(),
            text: "尾款预计 2026年12月15日 前支付".into(),
        }],
    }
}
