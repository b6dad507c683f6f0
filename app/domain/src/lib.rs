//! Rules and contract of 预防通: pure, no clock, no I/O; the browser and the server use the same code.
//!
//! Reading order: [`state`] (the machines of the regulation) → [`access`] (who may do what, when)
//! → [`refusal`] (every way the system says no) → the rules ([`money`], [`calendar`], [`deadline`],
//! [`fund`], [`prepayment`], [`settlement`], [`period`], [`code`], [`budget`], [`training`],
//! [`annex`], [`dataset`], [`analysis`], [`classification`], [`file`], [`eligibility`], [`selection`], [`template`],
//! [`progress`], [`account`], [`rectification`], [`evaluator`], [`reminder`], [`notification`], [`mail`], [`urging`])
//! → [`contract`] (what a page can ask of the server).
//!
//! "Today" is always an argument. Rule numbers (R…) and readings of unclear clauses (A…) are those
//! of the rule catalogue of 内人社发〔2020〕16号; see README, section "Rules".
//!
//! One English word for each term of the field:
//!
//! | 中文 | here | 中文 | here |
//! |---|---|---|---|
//! | 盟市 | tenant (city) | 工伤保险经办机构 | agency |
//! | 项目提出单位 / 申报单位 | applicant | 项目实施单位 | unit |
//! | 联席会议 | joint meeting | 成员单位 | member |
//! | 备案 | filing | 签收 | acknowledge |
//! | 服务协议 | agreement | 预付款 | prepayment |
//! | 尾款 / 余款 | balance | 结算 | settlement |
//! | 验收 | acceptance | 评估 | evaluation |
//! | 整改 | rectification | 处置 | disposition |
//! | 扣减 | deduction | 追回 | recovery |
//! | 禁入 | ban | 期限 | deadline |
//! | 服务机构 | institution | 条件核验 | eligibility check |
//! | 选定 | selection | 陈述申辩 | hearing |
//! | 费用计划 | fee plan | 预算 | budget |
//! | 留存征缴收入 | retained levy | 上限 | cap |
//! | 补充协议 | amendment | 协议范本 | template |
//! | 违规核查 | case | 暂停支付 | freeze |
//! | 应收追缴 | claim | 核销 | write-off |
//! | 台账 | ledger | 冲正 | reversal |
//! | 收款账户 | account | 银行付款清单 | batch |
//! | 银行流水 | statement | 凭证监督意见 | finding |
//! | 评估人库 | pool of experts | 利害关系 | conflict |
//! | 期限提醒 | reminder | 消息 | notification |
//! | 督办 | urging | 答复 | answer |
//! | 培训费标准 | standard | 综合定额 | quota |
//! | 各地规定 | local rule | | |
//! | 事故和职业病分类 | classification | 版本 | edition |
//! | 收件箱 | inbox | 承办人 | holder |
//! | 邮件提醒 | digest | 验证码 | code |

#[macro_use]
mod macros;

pub mod access;
pub mod account;
pub mod analysis;
pub mod annex;
pub mod budget;
pub mod calendar;
pub mod classification;
pub mod code;
pub mod contract;
pub mod dataset;
pub mod deadline;
pub mod eligibility;
pub mod evaluator;
pub mod file;
pub mod fund;
pub mod ids;
pub mod local_rule;
pub mod mail;
pub mod money;
pub mod notification;
pub mod paper;
pub mod period;
pub mod prepayment;
pub mod progress;
pub mod rectification;
pub mod refusal;
pub mod reminder;
pub mod search;
pub mod selection;
pub mod settlement;
pub mod state;
pub mod story;
pub mod template;
pub mod training;
pub mod urging;
mod written;

#[cfg(test)]
mod tests;

pub use ids::*;
pub use money::{Money, Percent};
pub use refusal::Refusal;
pub use written::{full_date, unstopped};
