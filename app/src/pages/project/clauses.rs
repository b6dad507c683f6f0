//! Sensible standard text for the nine clause blocks of an agreement (R076), made from the project's
//! facts. The clerk edits it; nothing here decides anything.

use domain::contract::ProjectView;
use domain::prepayment;
use domain::state::{Clause, Mode};

use crate::text::full_date;

/// The standard text of a clause block for this project.
#[must_use]
pub fn standard(clause: Clause, view: &ProjectView) -> String {
    match clause {
        Clause::Scope => scope(view),
        Clause::Content => content(view),
        Clause::Quality => quality(view),
        Clause::Settlement => settlement(view),
        Clause::Control => control(),
        Clause::Breach => breach(),
        Clause::Disputes => disputes(view),
        Clause::Ending => ending(),
        Clause::Duties => duties(view),
    }
}

fn scope(view: &ProjectView) -> String {
    format!(
        "本协议依据《内蒙古自治区工伤预防实施方案》（内人社发〔2020〕16号）四（五）订立。服务范围为“{}”（编号 {}），\
         属工伤预防{}项目，重点领域为{}，服务对象为{}参加工伤保险的职工及相关管理人员。实施期限自{}至{}，最长不超过 2 年。",
        view.name,
        view.code,
        view.category.label(),
        view.key_area,
        view.tenant_name,
        full_date(view.start),
        full_date(view.end),
    )
}

fn content(view: &ProjectView) -> String {
    let mut text = String::from("按联席会议确定的实施方案开展下列工作：");
    for goal in &view.goals {
        text.push_str(&format!(
            "\n{}. {}（目标值：{}）。",
            goal.no, goal.goal, goal.target
        ));
    }
    text.push_str("\n未经联席会议同意，不得变更实施内容。");
    text
}

fn quality(view: &ProjectView) -> String {
    let mut text = String::from("服务质量以绩效目标衡量，评估验收时逐项核对：");
    for goal in &view.goals {
        text.push_str(&format!(
            "\n{}. {}：{}，以{}衡量。",
            goal.no, goal.goal, goal.target, goal.method
        ));
    }
    text.push_str("\n授课人员应具备相应资质，教材和宣传品内容应合法、准确。");
    text
}

fn settlement(view: &ProjectView) -> String {
    let (min, max) = prepayment::band(view.approved);
    format!(
        "协议金额以联席会议核定的 {} 元为上限，据实结算。协议生效后，实施单位可申请预付款，预付款累计为协议金额的 30% 至 70%\
         （按核定金额计为 {min} 元至 {max} 元）。尾款在评估验收合格后由工伤保险经办机构支付。款项一律转账至项目实施单位账户。\
         评估验收费用由项目提出单位承担，不在本协议金额内。",
        view.approved,
    )
}

fn control() -> String {
    "工伤保险经办机构对项目的组织、执行情况进行审核和监督，可以查阅实施档案、抽查现场、核对签到和考核记录。\
     实施单位应建立完整的项目实施档案，按进度报告实施情况。联席会议成员单位按各自职责监督工伤预防费的使用。"
        .into()
}

fn breach() -> String {
    "评估验收不合格的，实施单位应在收到不合格报告后 30 个工作日内完成整改；拒不整改的，经办机构有权终止项目并依法追究责任和损失；\
     逾期未完成整改，或整改后复验仍不合格的，经办机构可视情况拒付尾款或扣减部分资金。服务不符合法律和合同规定、质量不高的，\
     三年内不得从事工伤预防项目。存在欺诈、骗取工伤保险基金行为的，依法处理。"
        .into()
}

fn disputes(view: &ProjectView) -> String {
    format!(
        "因履行本协议发生争议的，各方先行协商；协商不成的，向{}有管辖权的人民法院提起诉讼。",
        view.tenant_name
    )
}

fn ending() -> String {
    "有下列情形之一的，本协议可以解除或终止：一、各方协商一致；二、因法律、法规或政策调整无法继续履行；\
     三、实施单位拒不整改；四、实施单位丧失履约能力或被列入禁入名单；五、不可抗力。解除或终止后，已支付而未使用的款项应予退回。"
        .into()
}

fn duties(view: &ProjectView) -> String {
    let unit = view.unit.as_deref().unwrap_or("项目实施单位");
    let agency = "工伤保险经办机构：按约支付款项，审核、监督项目实施，组织或参加评估验收。";
    match view.mode {
        Mode::Direct => format!(
            "{}：直接实施项目，保证质量和进度，保管实施档案，按时申请验收。\n{agency}",
            view.applicant
        ),
        Mode::Commissioned => format!(
            "{}（提出单位）：提供实施条件，配合开展活动，承担评估验收费用。\n{unit}（实施单位）：保证质量和进度，保管实施档案，按时申请验收。\n{agency}",
            view.applicant,
        ),
        Mode::Procured => {
            format!("{unit}（实施单位）：保证质量和进度，保管实施档案，按时申请验收。\n{agency}")
        }
    }
}
