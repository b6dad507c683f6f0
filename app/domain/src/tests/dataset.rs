use crate::dataset::{columns, read};
use crate::refusal::Refusal;
use crate::state::DatasetKind;

fn line_of(refusal: &Refusal) -> (u32, &str) {
    match refusal {
        Refusal::DatasetRow { line, because, .. } => (*line, because),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_come_with_tabs_commas_or_chinese_commas_and_with_or_without_headings() {
    for text in [
        "采矿业,演示一矿,综采工,回采,尘肺病,3",
        "采矿业\t演示一矿\t综采工\t回采\t尘肺病\t3\n\n",
        "采矿业，演示一矿，综采工，回采，尘肺病，3",
        "行业,用人单位,工种,岗位,职业病类别,例数\n采矿业,演示一矿,综采工,回采,尘肺病,3",
    ] {
        let rows = read(DatasetKind::Disease, text).unwrap();
        assert_eq!(
            rows,
            [["采矿业", "演示一矿", "综采工", "回采", "尘肺病", "3"]],
            "{text}"
        );
    }
}

#[test]
fn a_first_row_that_only_looks_like_a_heading_is_not_lost() {
    let refusal = read(DatasetKind::Disease, ",演示一矿,,,尘肺病,3").unwrap_err();
    assert_eq!(line_of(&refusal), (1, "“行业”不能为空"));
    let rows = read(DatasetKind::Disease, "行,演示一矿,,,尘肺病,3").unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_bad_row_is_named_by_line_and_column_and_nothing_is_taken() {
    for (text, line, because) in [
        (
            "全市,,100\n旗县,东胜区,5",
            2,
            "“口径”应为全市、旗县区、行业、用人单位、工种、岗位之一",
        ),
        ("全市,,一百", 1, "“参保人数”应为不小于 0 的整数"),
        ("全市,100", 1, "应有 3 列：口径、名称、参保人数"),
    ] {
        let refusal = read(DatasetKind::Insured, text).unwrap_err();
        assert_eq!(line_of(&refusal), (line, because), "{text}");
        assert_eq!(refusal.field(), Some("rows"));
    }
    assert_eq!(
        read(DatasetKind::Insured, " \n").unwrap_err().kind(),
        "Required"
    );
}

#[test]
fn totals_are_one_row_of_amounts_to_the_fen() {
    assert!(read(DatasetKind::Fund, "1000.00\t2000.5\t0").is_ok());
    for text in ["1\t2\t3.001", "1\t-2\t3", "1\t2\t3\n4\t5\t6"] {
        assert_eq!(
            read(DatasetKind::Fund, text).unwrap_err().kind(),
            "DatasetRow",
            "{text}"
        );
    }
}

#[test]
fn every_kind_has_columns() {
    for kind in DatasetKind::ALL {
        assert!(columns(*kind).len() >= 3, "{kind:?}");
    }
}

#[test]
fn the_cells_of_a_row_fit_together() {
    for (kind, text, line, because) in [
        (
            DatasetKind::Insured,
            "全市,,10\n全市,某市,10",
            2,
            "口径为“全市”时不填名称",
        ),
        (
            DatasetKind::Insured,
            "行业,,10",
            1,
            "口径不是“全市”时必须填写名称",
        ),
        (
            DatasetKind::Insured,
            "行业,06,10\n旗县区,06,10\n行业,06,11",
            3,
            "同一口径、同一名称重复填报",
        ),
        (
            DatasetKind::HealthCheck,
            "采矿业,10,11,0",
            1,
            "异常人数、疑似职业病人数不能多于检查人数",
        ),
        (
            DatasetKind::HealthCheck,
            "采矿业,10,0,11",
            1,
            "异常人数、疑似职业病人数不能多于检查人数",
        ),
        (
            DatasetKind::Accident,
            "采矿业,演\u{0}示,坍塌,1,0,0",
            1,
            "“企业”含有不可见字符",
        ),
    ] {
        let refusal = read(kind, text).unwrap_err();
        assert_eq!(line_of(&refusal), (line, because), "{text}");
    }
}
