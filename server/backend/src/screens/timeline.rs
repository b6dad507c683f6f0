//! A project's life as stations: what happened, what runs now, what is still to come.

mod acceptance;

use domain::contract::{TimelineMark, TimelineStep};
use domain::full_date;
use domain::state::{DeadlineKind, PaymentKind, PaymentState, ProjectState};

use super::story::Story;
use acceptance::{acceptance, first_report, re_evaluation, rectification};

/// All stations in order; rectification and re-evaluation only where there was a first failure.
pub(crate) fn timeline(story: &Story) -> Vec<TimelineStep> {
    let mut steps = vec![determination(story), budget(story), agreement(story)];
    if story
        .agreement
        .as_ref()
        .is_none_or(|agreement| agreement.prepay.is_some())
    {
        steps.push(prepayment(story));
    }
    steps.push(work(story));
    steps.push(acceptance(story));
    if first_report(story).is_some_and(|report| !report.passed) {
        steps.push(rectification(story));
        steps.push(re_evaluation(story));
    }
    steps.push(balance(story));
    steps.push(end(story));
    steps
}

fn step(label: &str, clause: &str, mark: TimelineMark, when: String, what: String) -> TimelineStep {
    TimelineStep {
        label: label.into(),
        clause: clause.into(),
        when,
        what,
        mark,
    }
}

fn mark(done: bool, now: bool) -> TimelineMark {
    if done {
        TimelineMark::Done
    } else if now {
        TimelineMark::Now
    } else {
        TimelineMark::Next
    }
}

fn determination(story: &Story) -> TimelineStep {
    let project = &story.project;
    let done = project.state.is_determined();
    let what = if done {
        format!("{}，核定 {} 元", project.resolution, project.approved)
    } else {
        undetermined(story)
    };
    let over = project.state.is_final() && !done;
    let mark = if over {
        TimelineMark::Failed
    } else {
        mark(done, true)
    };
    step(
        "申报与确定",
        "四（三）",
        mark,
        project.determined_on.map(full_date).unwrap_or_default(),
        what,
    )
}

/// Where a project stands that no meeting has decided on.
fn undetermined(story: &Story) -> String {
    use ProjectState as S;
    let (project, requested) = (&story.project, story.project.requested);
    let last = story
        .deadlines
        .iter()
        .find(|deadline| deadline.kind == DeadlineKind::Determination)
        .map(|deadline| format!("，应于 {} 前确定", full_date(deadline.next.due)))
        .unwrap_or_default();
    match project.state {
        S::Draft => "申报材料填写中，尚未提交；提交前只有本单位可见".into(),
        S::Submitted => format!("申报 {requested} 元，等待{}受理", story.agency),
        S::Supplement => format!("申报 {requested} 元，{}退回补正", story.agency),
        S::Accepted => format!("申报 {requested} 元，已受理{last}"),
        S::Proposed => format!("申报 {requested} 元，已提请联席会议审议{last}"),
        state => format!("申报 {requested} 元，{}", state.label()),
    }
}

fn budget(story: &Story) -> TimelineStep {
    use ProjectState as S;
    let state = story.project.state;
    let done = state.is_determined() && !matches!(state, S::Determined | S::Filed);
    let now = matches!(state, S::Determined | S::Filed);
    let acknowledged = |wanted| {
        story
            .filings
            .iter()
            .filter(|filing| filing.subject == wanted && filing.acknowledged.is_some())
            .count()
    };
    let what = match (done, story.filings.is_empty()) {
        (true, _) => story
            .budget
            .iter()
            .map(|line| format!("{} 年度 {} 元", line.year, line.amount))
            .collect::<Vec<_>>()
            .join("，"),
        (false, false) => format!(
            "四部门备案 {}/4",
            acknowledged(domain::state::FilingSubject::Plan)
        ),
        (false, true) => "向四个成员单位备案，列入下一年度预算".into(),
    };
    step(
        "备案与预算",
        "四（三）、五",
        mark(done, now),
        String::new(),
        what,
    )
}

fn agreement(story: &Story) -> TimelineStep {
    use ProjectState as S;
    let Some(agreement) = &story.agreement else {
        let now = matches!(story.project.state, S::Budgeted | S::UnitSelected);
        let what = format!("由{}签署", parties(story));
        return step(
            "签订服务协议",
            "四（五）",
            mark(false, now),
            String::new(),
            what,
        );
    };
    let done = story.agreement_filed.is_some();
    let signed = agreement
        .signatures
        .iter()
        .filter(|(_, _, day)| day.is_some())
        .count();
    let what = if done {
        let ratio = agreement
            .prepay
            .map_or("不预付".into(), |ratio| format!("预付比例 {ratio}"));
        format!(
            "协议金额 {} 元，{ratio}；已报四个成员单位备案",
            agreement.amount
        )
    } else {
        format!(
            "协议金额 {} 元，{}，已签 {signed}/{}",
            agreement.amount,
            agreement.state.label(),
            agreement.signatures.len()
        )
    };
    let now = matches!(story.project.state, S::Budgeted | S::UnitSelected);
    step(
        "签订服务协议",
        "四（五）",
        mark(done, now),
        story.agreement_filed.map(full_date).unwrap_or_default(),
        what,
    )
}

fn parties(story: &Story) -> String {
    let labels: Vec<_> = story
        .project
        .mode
        .parties()
        .iter()
        .map(|party| party.label())
        .collect();
    labels.join("、")
}

fn prepayment(story: &Story) -> TimelineStep {
    let of_kind = || {
        story
            .payments
            .iter()
            .filter(|payment| payment.kind == PaymentKind::Prepayment)
    };
    let paid: Vec<_> = of_kind()
        .filter(|payment| payment.state == PaymentState::Paid)
        .collect();
    let open = of_kind().find(|payment| {
        matches!(
            payment.state,
            PaymentState::Requested
                | PaymentState::Checked
                | PaymentState::Approved
                | PaymentState::Frozen
        )
    });
    let when = paid
        .iter()
        .filter_map(|payment| payment.paid)
        .map(full_date)
        .collect::<Vec<_>>()
        .join("、");
    let what = match (paid.last(), open) {
        (Some(last), None) => {
            format!(
                "{} 元已付至 {} · 凭证 {}",
                story.project.prepaid, last.payee, last.voucher
            )
        }
        (_, Some(open)) => format!("{} 元{}", open.amount, open.state.label()),
        (None, None) => "协议备案后可以申请，累计为协议金额的 30% 至 70%".into(),
    };
    let past = matches!(
        story.project.state,
        ProjectState::Passed | ProjectState::FailedFinal
    ) || story.project.state.is_final();
    let now = open.is_some()
        || (paid.is_empty()
            && matches!(
                story.project.state,
                ProjectState::Contracted | ProjectState::InProgress
            ));
    let what = if past && paid.is_empty() {
        "未预付".into()
    } else {
        what
    };
    step(
        "预付款",
        "五",
        mark(!paid.is_empty() && open.is_none() || past, now),
        when,
        what,
    )
}

fn work(story: &Story) -> TimelineStep {
    use ProjectState as S;
    let project = &story.project;
    let when = format!("{} 至 {}", full_date(project.start), full_date(project.end));
    let done = matches!(
        project.state,
        S::Completed | S::Passed | S::FailedFinal | S::Closed | S::ClosedFailed
    );
    if project.state == S::Terminated {
        let what = format!("项目已终止，追偿 {} 元", project.recover);
        return step("实施与完成", "四（六）", TimelineMark::Failed, when, what);
    }
    let now = matches!(project.state, S::Contracted | S::InProgress);
    let what = if done {
        "已报告完成，档案齐全".into()
    } else {
        format!("由 {} 实施", or_unknown(&project.unit_name))
    };
    step("实施与完成", "四（六）", mark(done, now), when, what)
}

fn or_unknown(name: &str) -> &str {
    if name.is_empty() {
        "待选定的单位"
    } else {
        name
    }
}

fn balance(story: &Story) -> TimelineStep {
    let project = &story.project;
    let payment = story
        .payments
        .iter()
        .rev()
        .find(|payment| payment.kind == PaymentKind::Balance);
    match payment {
        Some(paid) if paid.state == PaymentState::Paid => {
            let what = format!(
                "{} 元已付至 {} · 凭证 {}",
                paid.amount, paid.payee, paid.voucher
            );
            step(
                "支付尾款",
                "四（七）",
                TimelineMark::Done,
                paid.paid.map(full_date).unwrap_or_default(),
                what,
            )
        }
        Some(open) => {
            let what = format!("{} 元，{}", open.amount, open.state.label());
            step(
                "支付尾款",
                "四（七）",
                TimelineMark::Now,
                String::new(),
                what,
            )
        }
        None if project.state == ProjectState::ClosedFailed => {
            let what = format!("拒付，扣减 {} 元", project.deducted);
            step(
                "支付尾款",
                "四（七）",
                TimelineMark::Failed,
                String::new(),
                what,
            )
        }
        None => {
            let now = project.state == ProjectState::FailedFinal;
            let what = if now {
                "等待经办机构作出处置决定"
            } else {
                "验收合格后由经办机构支付"
            };
            step(
                "支付尾款",
                "四（七）",
                mark(project.state == ProjectState::Closed, now),
                String::new(),
                what.into(),
            )
        }
    }
}

fn end(story: &Story) -> TimelineStep {
    let state = story.project.state;
    let over = matches!(
        state,
        ProjectState::Closed | ProjectState::ClosedFailed | ProjectState::Terminated
    );
    let what = if over {
        state.label().to_owned()
    } else {
        "档案封存，列入下一次公开".to_owned()
    };
    step(
        "办结与公开",
        "六（二）",
        mark(over, false),
        String::new(),
        what,
    )
}
