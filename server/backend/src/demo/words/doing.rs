//! What people write while the work is being done.

use chrono::{Days, NaiveDate};
use domain::Money;
use domain::contract::{
    AgreementDraft, AmendmentDraft, ArchiveDraft, ArchiveLine, HeldLine, InspectionDraft,
    ProgressDraft, SpentLine, Termination,
};
use domain::state::{ArchiveItem, ArchiveMark};

pub(crate) const RULES: &str = "一、项目负责人对项目质量、进度和经费负总责，每期活动指定专人组织。\n\
    二、项目经费单独核算，支出须经项目负责人审批并附原始凭证，不得挪作他用。\n\
    三、每期培训签到、影像、考核同步留存，五个工作日内归档，档案由专人保管。\n\
    四、每季度终了后按时报告进展；变更时间、地点、讲师的，事先报经办机构同意。";
pub(crate) const FRAUD: &str =
    "抽查发现第二、四期签到表笔迹雷同，涉嫌虚报参训人数、骗取培训费，须核实签到、影像和票据。";

/// The parties' record of a termination.
pub(crate) fn termination(reason: &str, settlement: &str) -> Termination {
    Termination {
        reason: reason.into(),
        settlement: settlement.into(),
        record: if settlement.is_empty() {
            String::new()
        } else {
            "经三方核对签到、影像和支出凭证，对已完成的工作按上述金额结算，各方签字确认。".into()
        },
    }
}

/// The whole archive.
pub(crate) fn archive(reported: bool, amended: bool) -> ArchiveDraft {
    let line = |item: &ArchiveItem| {
        let absent = match item {
            ArchiveItem::Changes if !amended => "实施过程中没有变更。",
            ArchiveItem::Reports if !reported => "实施周期未跨季度，没有需要报告的季度。",
            _ => "",
        };
        let mark = if absent.is_empty() {
            ArchiveMark::Present
        } else {
            ArchiveMark::NotApplicable
        };
        ArchiveLine {
            item: item.code().into(),
            mark: mark.code().into(),
            note: absent.into(),
        }
    };
    ArchiveDraft {
        items: ArchiveItem::ALL.iter().map(line).collect(),
    }
}

/// What was done by the end of a quarter: the `number`-th report.
pub(crate) fn progress(
    agreed: Money,
    begun: NaiveDate,
    end: NaiveDate,
    number: i64,
) -> ProgressDraft {
    let share = |percent: i64| Money::from_fen(agreed.fen() / 100 * percent / 100 * 100).plain();
    let held = [(1, 24, 62), (2, 9, 57)].map(|(part, before, people): (i64, u64, i64)| HeldLine {
        no: String::new(),
        name: format!("第{}期工伤预防培训", (number - 1) * 2 + part),
        on: (end - Days::new(before)).max(begun).to_string(),
        people: (people + number * 3).to_string(),
    });
    let spent = [("TRAINING", 9), ("VENUE", 3), ("PRINTING", 2)];
    ProgressDraft {
        held: held.into(),
        spent: spent
            .map(|(subject, percent)| SpentLine {
                subject: subject.into(),
                amount: share(percent),
            })
            .into(),
        pass_rate: "96.8".into(),
        deviations: if number == 1 {
            String::new()
        } else {
            "因检修停产，一期培训由月初调整到月末，已征得经办机构同意。".into()
        },
    }
}

/// More time for the work, within what was approved.
pub(crate) fn amendment(draft: &AgreementDraft, end: NaiveDate) -> AmendmentDraft {
    AmendmentDraft {
        reason: "井下检修停产一个月，最后两期实操培训顺延，其他内容不变。".into(),
        basis: String::new(),
        amount: draft.amount.clone(),
        end: end.to_string(),
        prepay: draft.prepay.clone(),
        clauses: draft.texts(),
    }
}

/// An inspection that asks for something.
pub(crate) fn demand(on: NaiveDate, due: NaiveDate) -> InspectionDraft {
    InspectionDraft {
        on: on.to_string(),
        findings:
            "现场抽查一期培训：签到、影像齐全；职业病危害因素讲解与岗位结合不够，未见考核试卷。"
                .into(),
        demand: "补充粉尘、噪声防护实操内容，补齐该期考核试卷并归档。".into(),
        due: due.to_string(),
    }
}
