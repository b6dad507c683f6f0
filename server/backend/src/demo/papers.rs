//! The steps before the determination: who takes them, and what the history says.

use domain::access::Role;
use domain::state::ProjectState;

use super::script::Station as S;

/// One step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    pub station: S,
    pub to: ProjectState,
    /// The use case's name, as the history keeps it.
    pub action: &'static str,
    pub text: &'static str,
    /// `None` = the applicant itself.
    pub role: Option<Role>,
    pub holder: Holder,
}

/// Whose turn it is then.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holder {
    Agency,
    Applicant,
    Meeting,
    Nobody,
}

/// The steps that a project takes to get somewhere; to the determination for whatever lies behind it.
pub(crate) fn papers(to: S) -> Vec<Paper> {
    let way: &[S] = match to {
        S::Draft => &[S::Draft],
        S::Submitted => &[S::Submitted],
        S::Supplement => &[S::Submitted, S::Supplement],
        S::Rejected => &[S::Submitted, S::Rejected],
        S::Withdrawn => &[S::Submitted, S::Withdrawn],
        S::Accepted => &[S::Submitted, S::Accepted],
        S::Proposed => &[S::Submitted, S::Accepted, S::Proposed],
        S::NotSelected => &[S::Submitted, S::Accepted, S::Proposed, S::NotSelected],
        _ => &[S::Submitted, S::Accepted, S::Proposed, S::Determined],
    };
    way.iter().map(|station| paper(*station)).collect()
}

const fn paper(station: S) -> Paper {
    use Holder::{Agency, Applicant, Meeting, Nobody};
    use ProjectState as P;
    const CLERK: Option<Role> = Some(Role::AgencyClerk);
    const HRSS: Option<Role> = Some(Role::CityHrss);
    let supplement = "退回补正：缺少上年度缴费证明和项目组成员资格证书";
    let rejected = "不予受理：项目内容不属于本年度重点领域";
    let withdrawn = "申报单位因生产计划调整撤回申报";
    let not_selected = "联席会议审议未列入计划：与往年项目内容重复";
    let (to, action, text, role, holder) = match station {
        S::Draft => (
            P::Draft,
            "create_project",
            "起草项目申报材料",
            None,
            Applicant,
        ),
        S::Submitted => (
            P::Submitted,
            "submit_project",
            "提交项目申报材料",
            None,
            Agency,
        ),
        S::Supplement => (
            P::Supplement,
            "return_project",
            supplement,
            CLERK,
            Applicant,
        ),
        S::Rejected => (P::Rejected, "reject_project", rejected, CLERK, Nobody),
        S::Withdrawn => (P::Withdrawn, "withdraw_project", withdrawn, None, Nobody),
        S::Accepted => (P::Accepted, "accept_project", "受理项目申报", CLERK, Agency),
        S::Proposed => (
            P::Proposed,
            "propose_project",
            "提请联席会议审议",
            CLERK,
            Meeting,
        ),
        S::NotSelected => (
            P::NotSelected,
            "not_select_project",
            not_selected,
            HRSS,
            Nobody,
        ),
        _ => (P::Determined, "determine_project", "", HRSS, Agency),
    };
    Paper {
        station,
        to,
        action,
        text,
        role,
        holder,
    }
}
