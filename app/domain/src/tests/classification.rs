use super::day;
use crate::classification::*;
use crate::refusal::{ClassificationFault, Refusal};

use ClassificationKind::{Accident, Disease};

fn list(kind: ClassificationKind, edition: &str, text: &str) -> Classification {
    Classification {
        kind,
        edition: edition.into(),
        title: "分类".into(),
        document: "GB 6441-2025".into(),
        from: day("2026-07-01"),
        items: read(kind, text).expect("a list"),
    }
}

/// Code and name of each line.
fn lines(kind: ClassificationKind, text: &str) -> Vec<(String, String)> {
    let items = read(kind, text).expect("a list").into_iter();
    items.map(|item| (item.code, item.name)).collect()
}

fn line(kind: ClassificationKind, text: &str) -> (String, String) {
    lines(kind, text).remove(0)
}

#[test]
fn a_line_is_read_as_people_write_it() {
    for (typed, code, name) in [
        ("01 物体打击", "01", "物体打击"),
        ("  01\t物体打击  ", "01", "物体打击"),
        ("01、物体打击", "01", "物体打击"),
        ("1.物体打击", "1", "物体打击"),
        ("０１　物体打击", "01", "物体打击"),
        ("01物体打击", "01", "物体打击"),
        ("01.02 物体打击", "01.02", "物体打击"),
        ("A01 物体打击", "A01", "物体打击"),
        ("\u{FEFF}物体打击\0", "", "物体打击"),
        ("其他 事故", "", "其他 事故"),
        ("CO 中毒", "", "CO 中毒"),
        ("3D打印伤害", "", "3D打印伤害"),
    ] {
        assert_eq!(line(Accident, typed), (code.into(), name.into()), "{typed}");
    }
    for (typed, name) in [
        ("1-溴丙烷中毒", "1-溴丙烷中毒"),
        ("1,2-二氯乙烷中毒", "1,2-二氯乙烷中毒"),
        ("N,N-二甲基甲酰胺中毒", "N,N-二甲基甲酰胺中毒"),
        ("β-萘胺所致膀胱癌", "β-萘胺所致膀胱癌"),
        ("X 射线损伤", "X 射线损伤"),
    ] {
        let typed = format!("1、职业性疾病\n{typed}");
        let read = lines(Disease, &typed);
        assert_eq!(read[0], ("1".into(), "职业性疾病".into()));
        assert_eq!(read[1], (String::new(), name.into()));
    }
}

#[test]
fn diseases_belong_to_the_category_before_them() {
    let text = "1 尘肺病及其他\n\n矽肺\n煤工尘肺\n2 皮肤病\n接触性皮炎";
    let items = read(Disease, text).expect("a list");
    let categories: Vec<_> = items.iter().map(|item| item.category.as_str()).collect();
    assert_eq!(categories, ["", "1", "1", "", "2"]);
    let list = list(Disease, "2024", text);
    assert_eq!((list.count(), list.key()), (3, "DISEASE:2024".into()));
    assert_eq!(list.named(), "分类（2024 年版）");
    assert_eq!(read(Disease, &written(&items)), Ok(items));
}

#[test]
fn each_fault_names_its_line() {
    use ClassificationFault as F;
    let long = "长".repeat(61);
    let many = (0..401).map(|n| format!("类别{n}\n")).collect::<String>();
    let doubled = |name: &str, first, line| F::DoubledName {
        name: name.into(),
        first,
        line,
    };
    for (kind, text, fault) in [
        (Accident, " \n\n", F::Empty),
        (Disease, "1 职业性皮肤病", F::Empty),
        (Accident, "物体打击\n\n02", F::NoName { line: 3 }),
        (Disease, "1 皮肤病\n（限于井下工人）", F::NoName { line: 2 }),
        (Disease, "矽肺\n1 尘肺病", F::NoCategory { line: 1 }),
        (Accident, long.as_str(), F::LineTooLong { line: 1, max: 60 }),
        (Accident, many.as_str(), F::TooMany { max: 400 }),
        (Accident, "触电\n火灾\n触电", doubled("触电", 1, 3)),
        (
            Disease,
            "1 病\n滑囊炎\n滑囊炎（限于井下工人）",
            doubled("滑囊炎（限于井下工人）", 2, 3),
        ),
        (
            Accident,
            "01 触电\n1 火灾",
            F::DoubledCode {
                code: "1".into(),
                first: 1,
                line: 2,
            },
        ),
        (
            Disease,
            "1 甲\n矽肺\n1 乙",
            F::DoubledCode {
                code: "1".into(),
                first: 1,
                line: 3,
            },
        ),
        (
            Accident,
            "01 触电\n02 火灾\n坍塌",
            F::MixedCodes {
                with: 1,
                without: 3,
            },
        ),
    ] {
        let refusal = Refusal::from(fault);
        assert_eq!(read(kind, text), Err(refusal.clone()), "{text}");
        assert_eq!((refusal.field(), refusal.status()), (Some("text"), 422));
        println!("{}: {}", refusal.kind(), refusal.sentence());
    }
}

#[test]
fn a_correction_with_codes_changes_codes_and_nothing_else() {
    let names = list(Accident, "GB6441-2025", "触电\n火灾");
    let coded = list(Accident, "GB6441-2025", "01 触电\n02 火灾");
    let found = changes(&names, &coded);
    assert_eq!((found.recoded.len(), found.lines()), (2, 2));
    assert_eq!(found.recoded[0].after, "01");
    assert!(changes(&coded, &coded).is_empty());
}

#[test]
fn a_code_means_the_same_within_an_edition_and_nothing_in_another() {
    let before = list(Accident, "GB6441-2025", "01 触电\n02 火灾\n03 跌落");
    let text = "1 触电\n02 火灾事故\n04 坍塌";
    let found = changes(&before, &list(Accident, "GB6441-2025", text));
    let renamed: Vec<_> = found
        .renamed
        .iter()
        .map(|one| one.before.as_str())
        .collect();
    assert_eq!(renamed, ["火灾"]);
    assert_eq!(found.recoded[0].before, "01");
    assert_eq!(found.added, ["04 坍塌"]);
    assert_eq!(found.dropped, ["03 跌落"]);
    // What changes places is told as it will be counted: by its code.
    let swapped = list(Accident, "GB6441-2025", "01 火灾\n02 触电\n03 跌落");
    assert_eq!(changes(&before, &swapped).renamed.len(), 2);
    let next = list(Accident, "GB6441-2030", "01 火灾\n02 触电");
    let found = changes(&before, &next);
    assert_eq!((found.renamed.len(), found.recoded.len()), (0, 2));
    assert_eq!(found.dropped, ["03 跌落"]);
}

#[test]
fn a_disease_is_known_by_its_name_and_may_move() {
    let before = list(
        Disease,
        "2013",
        "1 尘肺\n矽肺\n2 其他\n滑囊炎（限于井下工人）",
    );
    let after = list(
        Disease,
        "2024",
        "1 尘肺\n矽肺\n2 骨骼\n滑囊炎（井下）\n3 其他\n金属烟热",
    );
    let found = changes(&before, &after);
    assert_eq!(found.added, ["2 骨骼", "金属烟热"]);
    assert_eq!(found.dropped, Vec::<String>::new());
    assert_eq!(
        (
            found.recoded[0].before.as_str(),
            found.recoded[0].after.as_str()
        ),
        ("2", "3")
    );
    assert_eq!(found.moved[0].after, "骨骼");
    assert_eq!(found.renamed[0].what, "滑囊炎");
}
