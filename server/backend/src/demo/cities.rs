//! What the twelve cities look like: counties, trades, and what one trains people for there.

use crate::reference::{DemoTenant, demo_tenants};

/// A city of the demo.
pub(crate) struct City {
    pub figures: &'static DemoTenant,
    /// Place in the order of codes, from 0.
    pub index: u32,
    pub counties: &'static [&'static str],
    pub trades: Vec<Trade>,
}

/// A key area of a city, as an industry with its people.
#[derive(Clone, Default)]
pub(crate) struct Trade {
    /// As the city named it: 煤炭开采.
    pub key_area: &'static str,
    /// GB/T 4754 division.
    pub industry: &'static str,
    /// What its companies are called: 煤业.
    pub company: &'static str,
    /// Whom one trains.
    pub people: Vec<&'static str>,
}

impl City {
    /// 鄂尔多斯市.
    pub(crate) fn name(&self) -> &'static str {
        &self.figures.name
    }
}

/// All twelve, in the order of their codes.
pub(crate) fn cities() -> Vec<City> {
    demo_tenants()
        .iter()
        .zip(0..)
        .map(|(figures, index)| City {
            figures,
            index,
            counties: counties(figures.code),
            trades: figures.typical_key_areas.split('、').map(trade).collect(),
        })
        .collect()
}

const fn counties(code: i32) -> &'static [&'static str] {
    match code {
        150_100 => &["新城区", "赛罕区", "土默特左旗", "托克托县", "和林格尔县"],
        150_200 => &["昆都仑区", "青山区", "九原区", "土默特右旗", "白云鄂博矿区"],
        150_300 => &["海勃湾区", "乌达区", "海南区"],
        150_400 => &["红山区", "松山区", "元宝山区", "克什克腾旗", "宁城县"],
        150_500 => &["科尔沁区", "霍林郭勒市", "开鲁县", "扎鲁特旗"],
        150_600 => &["东胜区", "准格尔旗", "伊金霍洛旗", "鄂托克旗", "乌审旗"],
        150_700 => &["海拉尔区", "扎赉诺尔区", "牙克石市", "鄂温克族自治旗"],
        150_800 => &["临河区", "乌拉特前旗", "乌拉特后旗", "五原县"],
        150_900 => &["集宁区", "丰镇市", "察哈尔右翼前旗", "四子王旗"],
        152_200 => &["乌兰浩特市", "科尔沁右翼前旗", "突泉县"],
        152_500 => &["锡林浩特市", "西乌珠穆沁旗", "东乌珠穆沁旗", "多伦县"],
        _ => &["阿拉善左旗", "阿拉善右旗", "额济纳旗"],
    }
}

/// Word in the key area, GB/T 4754 division, what companies are called, whom one trains.
const TRADES: [(&str, &str, &str, &str); 17] = [
    (
        "煤炭",
        "06",
        "煤业",
        "煤矿班组长 井下新入矿职工 综采队作业人员 洗选车间职工",
    ),
    ("焦化", "25", "焦化", "焦炉作业人员 化产车间班组长"),
    (
        "矿采选",
        "09",
        "矿业",
        "井下爆破与支护人员 选矿车间职工 矿山班组长",
    ),
    ("稀土", "32", "稀土材料", "萃取车间职工 焙烧岗位人员"),
    ("铁合金", "31", "铁合金", "电炉作业人员 出铁浇铸班组长"),
    (
        "冶炼",
        "31",
        "钢铁",
        "炉前作业人员 天车工与指吊工 检修班组长",
    ),
    ("铝", "32", "铝业", "电解车间职工 阳极组装班组长"),
    (
        "装备制造",
        "35",
        "装备制造",
        "机加工操作人员 焊接与涂装人员",
    ),
    ("林业", "02", "森工", "森林抚育作业人员 木材装卸人员"),
    ("农副食品", "13", "食品", "屠宰分割岗位人员 冷库作业人员"),
    ("风电", "48", "新能源建设", "风机吊装人员 高处作业人员"),
    ("电力", "44", "电力", "输煤与锅炉岗位人员 带电检修人员"),
    ("餐饮", "62", "餐饮配送", "即时配送骑手 站点管理人员"),
    ("运输", "54", "运输", "货车驾驶员 装卸与押运人员"),
    (
        "建筑",
        "47",
        "建设",
        "高处作业人员 塔吊与信号工 农民工班组长",
    ),
    ("电石", "26", "氯碱化工", "电石炉作业人员 氯气岗位操作人员"),
    (
        "化",
        "26",
        "化工",
        "装置操作人员 受限空间作业人员 检维修班组长",
    ),
];

/// What a key area means; the first word that fits decides.
fn trade(key_area: &'static str) -> Trade {
    let fits = TRADES.iter().find(|(word, ..)| key_area.contains(word));
    let (_, industry, company, people) = fits.copied().unwrap_or(("", "47", "建设", UNKNOWN));
    Trade {
        key_area,
        industry,
        company,
        people: people.split(' ').collect(),
    }
}

/// Whom one trains where nothing else is known.
const UNKNOWN: &str = "一线班组长";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_area_is_known() {
        for city in cities() {
            assert!(city.trades.len() >= 2, "{}", city.name());
            assert!(city.counties.len() >= 3, "{}", city.name());
            for trade in &city.trades {
                assert!(
                    crate::reference::industries()
                        .iter()
                        .any(|known| known.code == trade.industry)
                );
                assert_ne!(trade.people, [UNKNOWN], "{}", trade.key_area);
            }
        }
    }
}
