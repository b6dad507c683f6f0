//! A story in the small world.

use async_trait::async_trait;
use domain::access::{Action, Role};
use domain::contract::*;
use domain::state::{Mode, ProjectState};
use domain::story::Phase;
use domain::{ProjectId, Refusal};

use super::{Fake, today};

#[async_trait]
impl StoryApi for Fake {
    async fn story(&self, id: ProjectId) -> Answer<StoryView> {
        if id == ProjectId(404) {
            return Err(Refusal::NotFound.into());
        }
        if matches!(self.role, Role::RegionHealth | Role::RegionEmergency) {
            return Err(Action::ViewStory.forbidden().into());
        }
        let step = |sentence: &str, effects: &[&str]| StoryStep {
            on: today(),
            sentence: sentence.into(),
            effects: effects.iter().map(|one| (*one).to_owned()).collect(),
        };
        Ok(StoryView {
            project: id,
            code: "150600-2026-0031".into(),
            name: "井工煤矿班组长与新入矿职工工伤预防能力提升项目".into(),
            tenant_name: "鄂尔多斯市".into(),
            year: 2026,
            mode: Mode::Commissioned,
            state: ProjectState::Completed,
            applicant: "鄂尔多斯市演示煤业集团有限公司".into(),
            unit: "内蒙古演示安全技术服务有限公司".into(),
            on: today(),
            phases: self.some(vec![StoryPhase {
                phase: Phase::Accept,
                steps: vec![step(
                    "2026年11月2日（周一）09:12，鄂尔多斯市社会保险事业服务中心经办岗其木格受理验收申请，依据：四（七）。",
                    &[
                        "验收状态由“已申请验收”变为“已受理”。",
                        "“验收”期限起算：自 2026年11月2日（周一）次日起 30 个工作日，最迟 2026年12月14日（周一）24 时，依据：四（七）。",
                    ],
                )],
            }]),
            open: self.some(vec!["项目现处“实施完成”，由评估组办理。".into()]),
        })
    }
}
