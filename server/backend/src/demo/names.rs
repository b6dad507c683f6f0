//! Names of nobody in particular.

use std::collections::BTreeSet;

use super::dice::Dice;

const FAMILY: &str = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 马 朱 胡 郭 何 林 高 罗";
const GIVEN: &str = "建国 秀英 志远 海燕 伟民 春梅 晓东 雪梅 国栋 丽华 永强 玉兰 \
    文博 慧敏 长河 静怡 立新 淑珍 铁柱 爱民 云飞 桂芳 学军 佳琪";
const MONGOLIAN: &str = "萨如拉 乌兰 巴特尔 苏日娜 萨仁 阿古拉 托娅 格日勒 娜仁 朝鲁 斯琴 宝力高 \
    乌云 孟和 高娃 达来 塔娜 布和 哈斯 那顺 阿茹娜 特木尔 通拉嘎 呼和";
/// What half of the Mongolian names end in.
const ENDING: &str = "其其格 巴雅尔 格日乐";

/// Names, each given once, always in the same order.
pub(crate) struct Names {
    dice: Dice,
    used: BTreeSet<String>,
}

impl Names {
    pub(crate) const fn new() -> Self {
        Self {
            dice: Dice::new(11),
            used: BTreeSet::new(),
        }
    }

    /// The next one: far fewer people are needed than there are names.
    pub(crate) fn next(&mut self) -> String {
        loop {
            let name = self.any();
            if self.used.insert(name.clone()) {
                return name;
            }
        }
    }

    fn any(&mut self) -> String {
        if self.dice.roll(10) > 2 {
            return self.pick(FAMILY) + &self.pick(GIVEN);
        }
        let first = self.pick(MONGOLIAN);
        if self.dice.roll(2) == 0 {
            first + &self.pick(ENDING)
        } else {
            first
        }
    }

    fn pick(&mut self, all: &str) -> String {
        let all: Vec<&str> = all.split_whitespace().collect();
        self.dice.pick(&all).copied().unwrap_or_default().to_owned()
    }
}
