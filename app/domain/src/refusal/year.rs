//! The sentences of the first half of the year: figures, key areas, applications, the joint meeting.

use super::Refusal;
use crate::full_date;

impl Refusal {
    pub(super) fn sentence_of_year(&self) -> String {
        match self {
            Self::DatasetRow { line, because, .. } => {
                format!("第 {line} 行有误：{because}。请改正后重新报送，本次未保存任何数据。")
            }
            Self::CountMalformed { label, .. } => {
                format!("“{label}”应为不小于 0 的整数，请核对。")
            }
            Self::YearNotOver { year, .. } => {
                format!("{year} 年尚未结束，只能录入预计数；年度关账后再录入决算数。")
            }
            Self::AnalysisIncomplete { missing, .. } => format!(
                "三年数据尚不齐全，缺少：{missing}。请先补齐；确实无法取得的，请填写理由后定稿。"
            ),
            Self::NotAnalysed { year } => {
                format!("{year} 年度的三年分析尚未定稿，不能拟定重点领域。请先在“三年分析”中定稿。")
            }
            Self::AreasNotPublished { year } => format!(
                "该盟市 {year} 年度工伤预防重点领域尚未公布或申报已截止，暂不能申报。请关注人社部门公告。"
            ),
            Self::NoForecast { year } => format!(
                "{year} 年度基金收支预算尚未报送，无法核实是否先保证了待遇支付。请先由经办岗报送“基金收支预算”。"
            ),
            Self::RankTaken { rank, .. } => {
                format!("排序 {rank} 已用于另一个项目，请换一个序号。")
            }
            Self::YearSplit { year, .. } => format!(
                "项目实施周期在 {year} 年内结束，不能把金额留到下一年度：当年安排应等于建议金额。"
            ),
            Self::ScoreMissing { label, .. } => {
                format!(
                    "“{label}”须填写 0 至 100 之间的整数。预算是否合理、节约是项目评审的重要指标。"
                )
            }
            _ => self.sentence_of_meetings(),
        }
    }

    fn sentence_of_meetings(&self) -> String {
        match self {
            Self::SeatVacant { seats } => format!(
                "联席会议席位空缺：{seats}。请先为空缺部门开通在岗账号，四个成员单位齐备后再召集会议。"
            ),
            Self::SeatAbsent { seat } => format!(
                "“{seat}”未登记为出席、委托代表出席或书面意见，不能发表意见。请先由会议秘书登记。"
            ),
            Self::ShortNotice { earliest, .. } => format!(
                "会议材料应至少提前 3 个工作日送达，会议日期最早为 {}。确需提前召开的，请填写理由。",
                full_date(*earliest)
            ),
            Self::ReportMissing { items } => {
                format!("尚未通报：{items}。请由相应部门通报，或注明“本次无通报”及理由。")
            }
            Self::MotionMissing { items } => {
                format!("尚未提出决议建议：{items}。请逐项提出后再形成纪要。")
            }
            Self::OpinionMissing { item, seats } => {
                format!("“{item}”尚有成员单位未发表意见：{seats}。")
            }
            Self::LateReason { due, .. } => format!(
                "下一年度项目应于 {} 前确定，现已逾期。请填写逾期确定的理由，该理由将报自治区知悉。",
                full_date(*due)
            ),
            Self::FileType { because } => format!("文件不能接收：{because}。"),
            Self::FileName { name } => {
                format!("文件名“{name}”含有路径或不可见字符，请改为普通文件名后重新上传。")
            }
            Self::TooManyFiles { max } => {
                format!("附件已达 {max} 个。请先移除不需要的，或合并为一个文件后上传。")
            }
            Self::NameTaken { name, .. } => {
                format!("本年度已有名为“{name}”的项目，请改用其他名称，或在原项目上继续办理。")
            }
            Self::UnknownLabel { label } => {
                format!("“{label}”不是申报材料的栏目。请对照附件1至附件3的栏目名称改正后重新导入。")
            }
            Self::DraftBroken { count, first, .. } => {
                format!("申报材料还有 {count} 处不符合要求，首先是：{first}请逐项改正后再提交。")
            }
            Self::DraftTooLarge => {
                "申报材料文字总量超过 40 万字，请精简正文，详细内容作为附件上传。".into()
            }
            _ => self.sentence_of_institutions(),
        }
    }
}
