//! The figures of a standard one by one: how they are named, read, and compared.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::TrainingStandard;
use crate::money::Money;
use crate::refusal::{Refusal, StandardFault};

/// The most any amount of a standard may be, in yuan: beyond it somebody has typed a digit too many.
const MOST_YUAN: u32 = 100_000;

codes! {
    /// One figure of a standard; the code is its column and its field on the form.
    Figure {
        OneLodging = "one_lodging" "一类培训住宿费",
        OneMeals = "one_meals" "一类培训伙食费",
        OneVenue = "one_venue" "一类培训场地、资料、交通费",
        OneOther = "one_other" "一类培训其他费用",
        TwoLodging = "two_lodging" "二类培训住宿费",
        TwoMeals = "two_meals" "二类培训伙食费",
        TwoVenue = "two_venue" "二类培训场地、资料、交通费",
        TwoOther = "two_other" "二类培训其他费用",
        ThreeLodging = "three_lodging" "三类培训住宿费",
        ThreeMeals = "three_meals" "三类培训伙食费",
        ThreeVenue = "three_venue" "三类培训场地、资料、交通费",
        ThreeOther = "three_other" "三类培训其他费用",
        AssociateFee = "associate_fee" "副高级讲课费",
        FullFee = "full_fee" "正高级讲课费",
        AcademicianFee = "academician_fee" "院士、全国知名专家讲课费",
        FullDays = "full_days" "按全额计算的天数",
        LongPercent = "long_percent" "超出天数的计算比例",
        HalfDayHours = "half_day_hours" "半天最多计算的学时",
        StaffPercent = "staff_percent" "工作人员占参训人数的比例",
        StaffMax = "staff_max" "工作人员人数上限",
    }
}

/// What a later standard has otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureChange {
    pub figure: Figure,
    /// With its unit.
    pub before: String,
    pub after: String,
}

/// Where a figure stands in a standard.
enum Place<'s> {
    Yuan(&'s mut Money),
    Count(&'s mut u32),
}

impl Figure {
    /// What it is counted in.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::AssociateFee | Self::FullFee | Self::AcademicianFee => "元/学时",
            Self::FullDays => "天",
            Self::LongPercent | Self::StaffPercent => "%",
            Self::HalfDayHours => "学时",
            Self::StaffMax => "人",
            _ => "元/人天",
        }
    }

    /// The least and the most it may be.
    #[must_use]
    pub const fn range(self) -> (u32, u32) {
        match self {
            Self::FullDays => (1, 366),
            Self::LongPercent | Self::StaffPercent => (0, 100),
            Self::HalfDayHours => (1, 12),
            Self::StaffMax => (0, 1_000),
            _ => (0, MOST_YUAN),
        }
    }

    /// Whether it is an amount of money, with decimals.
    #[must_use]
    pub const fn is_amount(self) -> bool {
        !matches!(
            self,
            Self::FullDays
                | Self::LongPercent
                | Self::HalfDayHours
                | Self::StaffPercent
                | Self::StaffMax
        )
    }

    /// Reads it as a person types it.
    ///
    /// # Errors
    /// `StandardFigure` for what is no number, negative, too fine, or out of its range.
    pub fn read(self, typed: &str) -> Result<Decimal, Refusal> {
        let read = Money::parse_yuan(self.code(), typed);
        let value = read.map_err(|_| self.refused())?.decimal().normalize();
        if self.fits(value) {
            Ok(value)
        } else {
            Err(self.refused())
        }
    }

    fn fits(self, value: Decimal) -> bool {
        let (least, most) = self.range();
        let exact = self.is_amount() || value.is_integer();
        exact && (Decimal::from(least)..=Decimal::from(most)).contains(&value)
    }

    fn refused(self) -> Refusal {
        StandardFault::Figure { figure: self }.into()
    }

    fn said(self, value: Decimal) -> String {
        match self.unit() {
            "%" => format!("{value}%"),
            unit => format!("{value} {unit}"),
        }
    }
}

impl TrainingStandard {
    /// One of its figures.
    #[must_use]
    pub fn figure(&self, figure: Figure) -> Decimal {
        match self.clone().place(figure) {
            Place::Yuan(amount) => amount.decimal().normalize(),
            Place::Count(count) => Decimal::from(*count),
        }
    }

    /// The same with one figure set.
    ///
    /// # Errors
    /// `StandardFigure` for one out of its range.
    pub fn set(&mut self, figure: Figure, value: Decimal) -> Result<(), Refusal> {
        if !figure.fits(value) {
            return Err(figure.refused());
        }
        match self.place(figure) {
            Place::Yuan(amount) => *amount = Money::new(value).ok_or_else(|| figure.refused())?,
            Place::Count(count) => *count = value.to_u32().ok_or_else(|| figure.refused())?,
        }
        Ok(())
    }

    /// What it has otherwise than the one before, in the order of the form.
    #[must_use]
    pub fn changes_from(&self, before: &Self) -> Vec<FigureChange> {
        let pairs = Figure::ALL
            .iter()
            .map(|figure| (*figure, before.figure(*figure), self.figure(*figure)));
        pairs
            .filter(|(_, before, after)| before != after)
            .map(|(figure, before, after)| FigureChange {
                figure,
                before: figure.said(before),
                after: figure.said(after),
            })
            .collect()
    }

    const fn place(&mut self, figure: Figure) -> Place<'_> {
        use Figure as F;
        use Place::{Count, Yuan};
        match figure {
            F::OneLodging => Yuan(&mut self.one.lodging),
            F::OneMeals => Yuan(&mut self.one.meals),
            F::OneVenue => Yuan(&mut self.one.venue),
            F::OneOther => Yuan(&mut self.one.other),
            F::TwoLodging => Yuan(&mut self.two.lodging),
            F::TwoMeals => Yuan(&mut self.two.meals),
            F::TwoVenue => Yuan(&mut self.two.venue),
            F::TwoOther => Yuan(&mut self.two.other),
            F::ThreeLodging => Yuan(&mut self.three.lodging),
            F::ThreeMeals => Yuan(&mut self.three.meals),
            F::ThreeVenue => Yuan(&mut self.three.venue),
            F::ThreeOther => Yuan(&mut self.three.other),
            F::AssociateFee => Yuan(&mut self.fees.associate),
            F::FullFee => Yuan(&mut self.fees.full),
            F::AcademicianFee => Yuan(&mut self.fees.academician),
            F::FullDays => Count(&mut self.full_days),
            F::LongPercent => Count(&mut self.long_percent),
            F::HalfDayHours => Count(&mut self.half_day_hours),
            F::StaffPercent => Count(&mut self.staff_percent),
            F::StaffMax => Count(&mut self.staff_max),
        }
    }
}
