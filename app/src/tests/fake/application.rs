//! Applications of the small world: 31 complete, 32 returned with two people on it, 33 empty, 34 an
//! association's with hostile text in it. The applicant writes them, everybody else reads.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::access::{Action, Role};
use domain::annex::{Draft, Facts, check, diff, labels};
use domain::contract::*;
use domain::state::*;
use domain::{AttachmentId, ProjectId, Refusal, TenantId, Version};

use super::standard::standard;
use super::{Fake, today};

const COAL: &str = include_str!("../../../../end2end/samples/application-ordos-coal.json");
const STEEL: &str = include_str!("../../../../end2end/samples/application-baotou-association.json");
/// What somebody may type into any field.
pub const HOSTILE: &str = "</textarea><img src=x onerror=alert(1)>“引号”&amp;";

fn at(hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    today()
        .and_hms_opt(hour, minute, 22)
        .unwrap()
        .and_local_timezone(zone)
        .unwrap()
}

/// A sample as a draft.
pub fn sample(file: &str) -> Draft {
    labels::read(&serde_json::from_str(file).unwrap()).unwrap()
}

/// The draft of an application.
pub fn draft(id: ProjectId) -> Draft {
    let mut draft = match id.0 {
        33 => Draft::default(),
        34 => sample(STEEL),
        _ => sample(COAL),
    };
    match id.0 {
        32 => {
            draft.set("annex1.phone", "1380").unwrap();
            draft.set("annex2.leader.age", "四十六").unwrap();
            draft.set("annex3.lines.2.quantity", "").unwrap();
        }
        34 => {
            for path in ["annex1.accidents", "annex1.contact", "annex3.goals.1.goal"] {
                draft.set(path, HOSTILE).unwrap();
            }
        }
        _ => {}
    }
    draft
}

fn papers(id: ProjectId) -> Vec<(Paper, FileView)> {
    let file = |(number, paper): (i64, &Paper)| {
        let view = FileView {
            id: AttachmentId(number),
            name: format!("{}.pdf", paper.label()),
            mime: "application/pdf".into(),
            bytes: 412_345 * (number + 1),
            hash: "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea".into(),
            on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            by: "演示人乙".into(),
        };
        (*paper, view)
    };
    let asked = Paper::ALL.iter().filter(|paper| **paper != Paper::Other);
    let all = (0..).zip(asked).map(file);
    match id.0 {
        33 => Vec::new(),
        32 => all.take(4).collect(),
        _ => all.collect(),
    }
}

fn facts(files: &[(Paper, FileView)], draft: &Draft) -> Facts {
    Facts {
        plan_year: 2027,
        areas: areas(),
        area_version: 1,
        papers: files.iter().map(|(paper, _)| *paper).collect(),
        org_name: draft.get("annex1.unit_name").into(),
        org_code: draft.get("annex1.org_code").into(),
        standard: standard(),
        ..Default::default()
    }
}

fn areas() -> Vec<String> {
    ["煤炭开采", "煤化工", "道路运输", "黑色金属冶炼", "装备制造"]
        .map(Into::into)
        .to_vec()
}

/// An application as this person sees it.
pub fn view(role: Role, id: ProjectId) -> ApplicationView {
    let draft = draft(id);
    let files = papers(id);
    let findings = check(&draft, &facts(&files, &draft));
    let applicant = role == Role::Organisation;
    let state = match (applicant, id.0) {
        (true, 32) => ProjectState::Supplement,
        (true, 35) => ProjectState::Submitted,
        (true, _) => ProjectState::Draft,
        (false, _) => ProjectState::Submitted,
    };
    let clashes = if applicant && id.0 == 32 {
        vec![clash()]
    } else {
        Vec::new()
    };
    let broken = domain::annex::broken(&findings);
    ApplicationView {
        project: id,
        version: Version(4),
        code: format!("150600-2027-{:04}", id.0),
        tenant: TenantId(150600),
        tenant_name: "鄂尔多斯市".into(),
        agency: "鄂尔多斯市社会保险事业服务中心".into(),
        applicant: "演示鄂尔多斯煤业集团有限公司".into(),
        year: 2027,
        state,
        standard: standard(),
        editable: applicant && state != ProjectState::Submitted,
        seen: if id.0 == 33 { 0 } else { 7 },
        areas: areas(),
        saves: if applicant && id.0 != 33 {
            saves()
        } else {
            Vec::new()
        },
        submissions: if state == ProjectState::Draft {
            Vec::new()
        } else {
            submissions(&draft)
        },
        defects: if state == ProjectState::Supplement {
            "营业执照复印件模糊，请重新扫描\n劳务费第 2 行未写明数量".into()
        } else {
            String::new()
        },
        past: if applicant { Vec::new() } else { past() },
        banned_until: NaiveDate::from_ymd_opt(2027, 5, 10).filter(|_| !applicant),
        clashes,
        opinion: None,
        offers: offers(role, state, broken),
        draft,
        files,
        findings,
    }
}

fn clash() -> Clash {
    Clash {
        path: "annex1.summary".into(),
        label: "“项目简介”".into(),
        theirs: "以班组长和入矿一年内职工为重点，把同类伤害减少三成。".into(),
        who: "演示人丙".into(),
        at: at(14, 3),
        mine: "以班组长和入矿一年内职工为重点，把同类伤害减少两成。".into(),
    }
}

fn saves() -> Vec<Save> {
    let save = |no, who: &str, what: &str| Save {
        no,
        at: at(13, 50 + u32::try_from(no).unwrap()),
        who: who.into(),
        what: what.into(),
    };
    vec![
        save(7, "演示人乙", "项目简介、企业过往工伤事故综述"),
        save(6, "演示人丙", "申报资金预算支出明细 第 2 行 数量 等 6 处"),
    ]
}

fn submissions(draft: &Draft) -> Vec<Submission> {
    let mut before = draft.clone();
    before.set("annex1.phone", "0477-8123456").unwrap();
    before.set("annex3.lines.2.quantity", "20").unwrap();
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    let one = |no, on, receipt: &str, changes| Submission {
        no,
        on,
        by: "演示人乙".into(),
        receipt: receipt.into(),
        changes,
    };
    vec![
        one(2, day(22), "鄂尔多斯受理 2027-003", diff(&before, draft)),
        one(1, day(16), "", Vec::new()),
    ]
}

fn past() -> Vec<PastProject> {
    let project = |id, year, state, conclusion: &str| PastProject {
        id: ProjectId(id),
        year,
        name: "井工煤矿顶板事故预防培训".into(),
        state,
        conclusion: conclusion.into(),
    };
    vec![
        project(21, 2025, ProjectState::Closed, "整改后合格"),
        project(11, 2024, ProjectState::ClosedFailed, "最终不合格"),
    ]
}

fn offers(role: Role, state: ProjectState, broken: usize) -> Vec<Offer> {
    let open = |action| Offer {
        action,
        why_not: None,
    };
    let unready = (broken > 0).then(|| Refusal::DraftBroken {
        count: u32::try_from(broken).unwrap(),
        first: "附件1 联系电话".into(),
        field: "annex1.phone".into(),
    });
    match (role, state) {
        (Role::Organisation, ProjectState::Submitted) => vec![open(Action::WithdrawApplication)],
        (Role::Organisation, _) => vec![
            Offer {
                action: Action::SubmitApplication,
                why_not: unready,
            },
            open(Action::WithdrawApplication),
        ],
        (Role::AgencyClerk, _) => vec![
            open(Action::AcceptApplication),
            open(Action::ReturnApplication),
            open(Action::RejectApplication),
        ],
        _ => Vec::new(),
    }
}

#[async_trait]
impl ApplicationApi for Fake {
    async fn openings(&self) -> Answer<Openings> {
        if self.role != Role::Organisation {
            return Err(Action::ViewOpenings.forbidden().into());
        }
        let city = |tenant, name: &str, areas: &[&str]| Opening {
            tenant: TenantId(tenant),
            name: name.into(),
            agency: format!("{name}社会保险事业服务中心"),
            year: 2027,
            areas: areas.iter().map(|area| (*area).into()).collect(),
            determined_by: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(),
        };
        let cities = vec![
            city(150600, "鄂尔多斯市", &["煤炭开采", "煤化工", "道路运输"]),
            city(150200, "包头市", &["黑色金属冶炼", "装备制造"]),
        ];
        Ok(Openings {
            openings: self.some(cities),
        })
    }

    async fn create_application(&self, _: TenantId, year: i32) -> Answer<ProjectId> {
        if year == 2027 {
            Ok(ProjectId(33))
        } else {
            Err(Refusal::AreasNotPublished { year }.into())
        }
    }

    async fn application(&self, id: ProjectId) -> Answer<ApplicationView> {
        if (31..=35).contains(&id.0) {
            Ok(view(self.role, id))
        } else {
            Err(Refusal::NotFound.into())
        }
    }

    /// On 34 somebody else has written everywhere: each field comes back as a clash.
    async fn save_application(
        &self,
        id: ProjectId,
        seen: i32,
        fields: BTreeMap<String, String>,
    ) -> Answer<Saved> {
        let mut draft = draft(id);
        for (path, text) in &fields {
            draft.set(path, text.as_str())?;
        }
        let echoed = fields.into_iter().filter(|_| id.0 == 34);
        let clashes = echoed.map(|(path, mine)| Clash {
            path,
            mine,
            ..clash()
        });
        Ok(Saved {
            seen: seen + 1,
            clashes: clashes.collect(),
            findings: check(&draft, &facts(&papers(id), &draft)),
        })
    }

    async fn load_application(&self, _: ProjectId, seen: i32, text: String) -> Answer<Saved> {
        let node =
            serde_json::from_str(&text).map_err(|error| labels::unreadable(error.to_string()))?;
        labels::read(&node)?;
        Ok(Saved {
            seen: seen + 1,
            ..Default::default()
        })
    }

    async fn submit_application(&self, _: ProjectId, _: Version) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn withdraw_application(&self, _: ProjectId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn accept_application(&self, _: ProjectId, _: Version) -> Answer<()> {
        Ok(())
    }

    async fn return_application(&self, _: ProjectId, _: Version, defects: String) -> Answer<()> {
        if defects.trim().is_empty() {
            let field = "defects".into();
            return Err(Refusal::DefectsMissing { field }.into());
        }
        Ok(())
    }

    async fn reject_application(&self, _: ProjectId, _: Version, _: String) -> Answer<()> {
        Err(Refusal::Stale.into())
    }

    async fn create_public_project(&self, _: PublicProjectDraft) -> Answer<ProjectId> {
        Err(Refusal::Stale.into())
    }
}
