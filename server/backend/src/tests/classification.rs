//! The classifications: two persons stand behind each list, a correction is known again when what was
//! recorded is read, and the day decides which edition checks an import.

use domain::ClassificationId;
use domain::contract::{
    AnalysisView, ClassificationApi, ClassificationForm, ClassificationPhase, FiguresApi,
    InjuryUploadView, ScreensApi, YearOf,
};

use super::calendar::as_reference;
use super::refusals::{operator, refused};
use crate::Session;
use crate::demo::code::credit_code;
use crate::testkit::{ORDOS, World, corrected_accidents, world};

fn changed(change: impl FnOnce(&mut ClassificationForm)) -> ClassificationForm {
    let mut form = corrected_accidents();
    change(&mut form);
    form
}

async fn publish(world: &World, form: ClassificationForm) {
    let second = world.session("region-rs2");
    let id = second.propose_classification(form).await.unwrap();
    world.region().publish_classification(id).await.unwrap();
}

/// Edition and phase of each list, as a page shows them.
async fn phases(session: &Session) -> Vec<(String, ClassificationPhase)> {
    let editions = session.classifications().await.unwrap().editions;
    let short = |one: domain::contract::ClassificationView| (one.list.edition, one.phase);
    editions.into_iter().map(short).collect()
}

const HEADER: &str = "认定编号,盟市代码,旗县区,用人单位,统一社会信用代码,行业大类,工种,岗位,事故日期,情形,事故类别,伤残等级,死亡,职业病种类,基金支付（元）";

/// A file with one accident for each day and type.
fn file(rows: &[(&str, &str)]) -> Vec<u8> {
    let code = credit_code(1);
    let line = |(number, (day, of)): (usize, &(&str, &str))| {
        format!(
            "N{number},150600,准格尔旗,演示煤业有限公司,{code},06,采煤工,综采,{day},工作事故,{of},9,否,,1234.56\n"
        )
    };
    let lines: String = rows.iter().enumerate().map(line).collect();
    format!("{HEADER}\n{lines}").into_bytes()
}

async fn preview(world: &World, rows: &[(&str, &str)]) -> InjuryUploadView {
    let clerk = world.clerk(ORDOS);
    let id = clerk
        .preview_injuries("工伤.csv".into(), file(rows))
        .await
        .unwrap();
    clerk.injury_upload(id).await.unwrap()
}

/// The same by the operator's command: how many were taken, and why not the others.
async fn imported(world: &World, rows: &[(&str, &str)]) -> (u64, Vec<String>) {
    let name = format!("yufang-classification-{}", rand::random::<u64>());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, file(rows)).unwrap();
    let report = crate::import::injuries(&world.admin, &path, |_| ())
        .await
        .unwrap();
    std::fs::remove_file(path).unwrap();
    let taken = report.inserted + report.updated + report.unchanged;
    let reasons = report.rejected.into_iter().map(|row| row.reason);
    (taken, reasons.collect())
}

/// What is recorded, in the order of the file.
async fn recorded(world: &World) -> String {
    let mut tx = world.admin.begin().await.unwrap();
    let all: Option<String> = sqlx::query_scalar(
        "select string_agg(classification || ':' || accident_type, ' ' order by recognition_no) from injury",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    all.unwrap_or_default()
}

#[tokio::test]
async fn the_program_begins_with_the_editions_it_carries() {
    use ClassificationPhase::{Current, Past};
    let world = world().await;
    for session in [world.region(), world.clerk(ORDOS), world.session("coal")] {
        let expected = [
            ("GB6441-2025".to_owned(), Current),
            ("GB6441-1986".to_owned(), Past),
            ("2024".to_owned(), Current),
            ("2013".to_owned(), Past),
        ];
        assert_eq!(phases(&session).await, expected);
    }
    let view = world.region().classifications().await.unwrap();
    let of = |place: usize| &view.editions[place];
    assert_eq!(
        [of(0), of(1), of(2), of(3)].map(|one| (one.list.count(), one.certain)),
        [(27, false), (20, true), (135, false), (132, false)]
    );
    assert!(view.editions.iter().all(|one| one.published.is_empty()));
}

#[expect(clippy::too_many_lines, reason = "a table, one row per fault")]
#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_nothing_changes() {
    let world = world().await;
    let region = world.region();
    let next = |edition: &str, from: &str| {
        changed(|form| (form.edition, form.from) = (edition.into(), from.into()))
    };
    region
        .propose_classification(next("GB6441-2030", "2030-01-01"))
        .await
        .unwrap();
    let before = world.fingerprint().await;
    let text = |text: &str| changed(|form| form.text = text.into());
    for (form, kind, field, words) in [
        (
            changed(|form| form.kind = "X".into()),
            "UnknownChoice",
            "kind",
            "“分类”",
        ),
        (
            changed(|form| form.title = " ".into()),
            "Required",
            "title",
            "“名称”",
        ),
        (
            changed(|form| form.document = String::new()),
            "Required",
            "document",
            "“标准号或文号”",
        ),
        (next("", "2031-01-01"), "Required", "edition", "“版本号”"),
        (
            next("国标:6441", "2031-01-01"),
            "ClassificationEdition",
            "edition",
            "GB6441-2025",
        ),
        (
            changed(|form| form.kind = "DISEASE".into()),
            "ClassificationEdition",
            "edition",
            "四位年份",
        ),
        (next("GB6441-2025", ""), "Required", "from", "“施行日期”"),
        (
            next("GB6441-2025", "2026年7月"),
            "DateMalformed",
            "from",
            "2026-11-24",
        ),
        (text(""), "ClassificationEmpty", "text", "每行一项"),
        (
            text("01 触电\n01 火灾"),
            "ClassificationDoubledCode",
            "text",
            "第 2 行",
        ),
        (
            text("触电\n触电"),
            "ClassificationDoubledName",
            "text",
            "“触电”",
        ),
        (
            text("触电\n02 火灾"),
            "ClassificationMixedCodes",
            "text",
            "第 1 行没有编码",
        ),
        (
            next("GB6441-2027", "2026-07-01"),
            "ClassificationTaken",
            "from",
            "只能施行一个版本",
        ),
        (
            next("gb 6441-2025", "2030-01-01"),
            "ClassificationTaken",
            "from",
            "正等待公布",
        ),
        (
            next("GB 6441-2030", "2031-01-01"),
            "ClassificationWaiting",
            "edition",
            "撤下",
        ),
    ] {
        let fault = region.propose_classification(form).await.unwrap_err();
        let refusal = fault.refusal().expect("a refusal");
        assert_eq!((refusal.kind(), refusal.field()), (kind, Some(field)));
        let sentence = refusal.sentence();
        assert!(sentence.contains(words), "{sentence}");
        println!("{kind}: {sentence}");
    }
    assert_eq!(world.fingerprint().await, before);
}

#[tokio::test]
async fn one_person_proposes_and_another_publishes() {
    let world = world().await;
    let (first, second) = (world.region(), world.session("region-rs2"));
    let id = second
        .propose_classification(corrected_accidents())
        .await
        .unwrap();
    let before = world.fingerprint().await;
    let own = second.publish_classification(id).await;
    refused(own, "ClassificationSamePerson");
    for wrong in [world.hrss(ORDOS), world.session("region-cz")] {
        refused(wrong.publish_classification(id).await, "Forbidden");
        let form = corrected_accidents();
        refused(wrong.propose_classification(form).await, "Forbidden");
    }
    let unknown = ClassificationId(99_999);
    refused(first.publish_classification(unknown).await, "NotFound");
    let without = first.withdraw_classification(id, " ".into()).await;
    refused(without, "Required");
    assert_eq!(world.fingerprint().await, before);

    // Only the region knows of it, and sees what it changes.
    let city = world.clerk(ORDOS).classifications().await.unwrap();
    assert!(city.drafts.is_empty() && city.offers.is_empty());
    let own = second.classifications().await.unwrap().drafts.remove(0);
    assert!(own.why_not.unwrap().contains("另一人核对后公布"));
    let seen = first.classifications().await.unwrap().drafts.remove(0);
    let against = seen.against.unwrap();
    assert!(against.same && seen.why_not.is_none());
    assert_eq!(against.changes.recoded.len(), 25);
    assert_eq!(
        against.changes.added,
        ["11 其他高处作业事故", "26 泄漏事故"]
    );
    assert_eq!(against.changes.dropped, ["跌落", "泄漏"]);

    first.publish_classification(id).await.unwrap();
    refused(first.publish_classification(id).await, "WrongState");
    let late = second.withdraw_classification(id, "写错了".into()).await;
    refused(late, "WrongState");
    let view = first.classifications().await.unwrap();
    let corrected = &view.editions[0];
    assert_eq!(corrected.phase, ClassificationPhase::Current);
    assert!(corrected.certain && corrected.published.contains(&second.who.name));
    assert_eq!(view.editions[1].phase, ClassificationPhase::Corrected);
    let told = world.clerk(ORDOS).workbench(None).await.unwrap().feed;
    let text =
        "公布《生产安全事故分类与编码（GB 6441-2025）》的更正（27 项），自 2026年7月1日 起施行";
    assert!(told.iter().any(|row| row.text == text), "{told:?}");
}

#[tokio::test]
async fn another_edition_comes_and_holds_from_its_day() {
    let world = world().await;
    publish(
        &world,
        changed(|form| {
            (form.edition, form.from) = ("GB 6441-2030".into(), "2027-03-01".into());
        }),
    )
    .await;
    let clerk = world.clerk(ORDOS);
    let now = phases(&clerk).await;
    assert_eq!(now[0].1, ClassificationPhase::Coming);
    assert_eq!(now[1], ("GB6441-2025".into(), ClassificationPhase::Current));
    world.set_today("2027-03-02".parse().unwrap());
    assert_eq!(phases(&clerk).await[0].1, ClassificationPhase::Current);
    let rows = [("2027-02-28", "机械致害"), ("2027-03-01", "4")];
    assert_eq!(imported(&world, &rows).await, (2, vec![]));
    assert_eq!(
        recorded(&world).await,
        "GB6441-2025:机械致害 GB6441-2030:04"
    );
}

#[tokio::test]
async fn an_import_is_checked_by_the_list_of_the_day_as_it_was_corrected() {
    let world = world().await;
    let rows = [
        ("2026-07-01", "01"),
        ("2026-08-31", "跌落"),
        ("2026-09-01", "机械致害"),
        ("2026-09-01", "4"),
    ];
    let (taken, reasons) = imported(&world, &rows).await;
    assert_eq!((taken, reasons.len()), (2, 2));
    assert!(reasons[0].contains("请填类别名称"), "{reasons:?}");
    assert_eq!(preview(&world, &rows).await.counts.rejected, 2);

    publish(&world, changed(|form| form.from = "2026-09-01".into())).await;
    // Until September the old edition holds, and the new one has codes.
    let (taken, reasons) = imported(&world, &rows).await;
    assert_eq!(taken, 3);
    assert_eq!(reasons, ["不在事故发生时适用的《企业职工伤亡事故分类》中"]);
    let shown = preview(&world, &rows).await;
    assert_eq!((shown.counts.rejected, shown.counts.unchanged), (1, 3));
    // What was recorded before and is not in the file any more stays as it was.
    assert_eq!(
        recorded(&world).await,
        "GB6441-1986:01 GB6441-2025:跌落 GB6441-2025:04 GB6441-2025:04"
    );
}

#[tokio::test]
async fn a_preview_of_before_is_not_imported_by_another_list() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    let good = preview(&world, &[("2026-07-01", "触电")]).await;
    let gone = preview(&world, &[("2026-07-01", "触电"), ("2026-07-02", "跌落")]).await;
    publish(&world, corrected_accidents()).await;
    let fault = clerk.import_injuries(gone.id).await.unwrap_err();
    let refusal = fault.refusal().unwrap();
    assert_eq!(refusal.kind(), "ClassificationChanged");
    assert!(
        refusal.sentence().contains("1 行"),
        "{}",
        refusal.sentence()
    );
    assert_eq!(recorded(&world).await, "");
    clerk.import_injuries(good.id).await.unwrap();
}

#[tokio::test]
async fn the_diseases_of_a_new_list_are_taken_with_and_without_their_qualifier() {
    let world = world().await;
    let known = |name: &'static str, day: &'static str| {
        let world = &world;
        async move {
            let mut tx = world.admin.begin().await.unwrap();
            let lists = crate::classification::Classifications::load(&mut tx)
                .await
                .unwrap();
            let kind = domain::classification::ClassificationKind::Disease;
            let list = lists.on(kind, day.parse().unwrap());
            list.and_then(|list| list.key(name).map(str::to_owned))
        }
    };
    let form = ClassificationForm {
        kind: "DISEASE".into(),
        edition: "2030".into(),
        title: "《职业病分类和目录》".into(),
        document: "国卫职健发〔2029〕1号（测试）".into(),
        from: "2030-01-01".into(),
        text: "1 职业性尘肺病\n矽肺\n2 职业性其他疾病\n颈椎病（限于长时间伏案人员）".into(),
    };
    publish(&world, form).await;
    for (name, key) in [
        ("颈椎病", "颈椎病"),
        ("职业性颈椎病(限于某某)", "颈椎病"),
        ("尘肺病", "尘肺病"),
        ("职业性尘肺病", "职业性尘肺病"),
    ] {
        assert_eq!(
            known(name, "2030-01-01").await.as_deref(),
            Some(key),
            "{name}"
        );
    }
    assert_eq!(known("噪声聋", "2030-01-01").await, None);
    assert_eq!(known("颈椎病", "2029-12-31").await, None);
    assert!(known("噪声聋", "2029-12-31").await.is_some());
}

async fn analysed(world: &World) -> AnalysisView {
    let of = YearOf {
        year: Some(2028),
        tenant: None,
    };
    world.clerk(ORDOS).analysis(of).await.unwrap()
}

/// The accident types of the analysis, without the names of their editions.
fn accidents(view: &AnalysisView) -> Vec<(String, i64)> {
    let ranking = view.rankings.iter().find(|one| one.title == "事故类别");
    let rows = &ranking.unwrap().rows;
    let short = |name: &str| name.split('〔').next().unwrap().to_owned();
    rows.iter()
        .map(|row| (short(&row.name), row.count))
        .collect()
}

async fn injured(world: &World, rows: &[(&str, &str)]) {
    for (number, (edition, of)) in rows.iter().enumerate() {
        operator(
            world,
            "insert into injury (tenant_id, recognition_no, county, employer, credit_code, industry, trade, post, accident_on,
               circumstance, classification, accident_type, died, disease, cost)
             values (150600, $1, 'x', 'x', 'x', '06', 'x', 'x', '2026-07-01', '工作事故', $2, $3, false, '', 1)",
            &[&number.to_string(), edition, of],
        )
        .await;
    }
}

#[tokio::test]
async fn a_name_and_its_code_are_one_type_in_the_analysis() {
    let world = world().await;
    world.set_today("2027-03-01".parse().unwrap());
    let (old, new) = ("GB6441-1986", "GB6441-2025");
    injured(
        &world,
        &[
            (new, "物体打击"),
            (new, "物体打击"),
            (new, "01"),
            (new, "跌落"),
            (new, "跌落"),
            (old, "01"),
        ],
    )
    .await;
    let clerk = world.clerk(ORDOS);
    let map = |from: String, to: &str| clerk.map_type(from, to.to_owned());
    map(
        "ACCIDENT:GB6441-1986:01".into(),
        "ACCIDENT:GB6441-2025:物体打击",
    )
    .await
    .unwrap();
    let one = |name: &str, count| (name.to_owned(), count);
    // No code is known yet.
    let before = analysed(&world).await;
    let expected = [
        one("物体打击", 3),
        one("跌落", 2),
        one("01（不在现行目录）", 1),
    ];
    assert_eq!(accidents(&before), expected);

    publish(&world, corrected_accidents()).await;
    let view = analysed(&world).await;
    let expected = [one("物体打击", 4), one("跌落（不在现行目录）", 2)];
    assert_eq!(
        accidents(&view),
        expected,
        "the mapping of before holds as well"
    );
    assert_eq!(view.mappings[0].to.key, "ACCIDENT:GB6441-2025:01");
    // What was dropped can be counted as what is there.
    let dropped = view
        .old_types
        .iter()
        .find(|one| one.name.starts_with("跌落"));
    let dropped = dropped.unwrap().key.clone();
    map(dropped, "ACCIDENT:GB6441-2025:其他高处作业事故")
        .await
        .unwrap();
    let expected = [one("物体打击", 4), one("其他高处作业事故", 2)];
    assert_eq!(accidents(&analysed(&world).await), expected);

    // Another correction: the code stays, the name is another.
    publish(
        &world,
        changed(|form| form.text = form.text.replace("01 物体打击", "01 物体打击事故")),
    )
    .await;
    let view = analysed(&world).await;
    let expected = [one("物体打击事故", 4), one("其他高处作业事故", 2)];
    assert_eq!(accidents(&view), expected);
    // And back to names only: what was recorded by code is known by the lists of before.
    let names = |line: &str| line.split_once(' ').map(|(_, name)| format!("{name}\n"));
    publish(
        &world,
        changed(|form| form.text = form.text.lines().filter_map(names).collect()),
    )
    .await;
    assert_eq!(accidents(&analysed(&world).await)[0], one("物体打击", 4));
    map("ACCIDENT:GB6441-1986:01".into(), "").await.unwrap();
    assert_eq!(accidents(&analysed(&world).await).len(), 3);
    // The tenants' rows are as they were.
    let kept = "GB6441-2025:物体打击 GB6441-2025:物体打击 GB6441-2025:01 GB6441-2025:跌落 GB6441-2025:跌落 GB6441-1986:01";
    assert_eq!(recorded(&world).await, kept);
}

#[tokio::test]
async fn a_withdrawn_list_frees_its_edition_and_its_day() {
    let world = world().await;
    let id = world.classification().await;
    let region = world.region();
    let form = corrected_accidents;
    let twice = region.propose_classification(form()).await;
    refused(twice, "ClassificationWaiting");
    let why = "编码有误".to_owned();
    region.withdraw_classification(id, why).await.unwrap();
    refused(region.publish_classification(id).await, "WrongState");
    region.propose_classification(form()).await.unwrap();
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once() {
    let world = world().await;
    let id = world.classification().await;
    let region = world.region();
    let (one, two) = tokio::join!(
        region.publish_classification(id),
        region.publish_classification(id)
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    refused(if one.is_ok() { two } else { one }, "WrongState");
}

/// What the operator, whom no row policy stops, is answered.
async fn as_operator(world: &World, sql: &'static str) -> Result<u64, String> {
    let mut tx = world.admin.begin().await.unwrap();
    let done = sqlx::query(sql).execute(&mut *tx).await;
    done.map(|done| done.rows_affected()).map_err(|error| {
        let code = error.as_database_error().and_then(|error| error.code());
        code.unwrap_or_default().into_owned()
    })
}

#[tokio::test]
async fn the_database_itself_wants_two_persons_and_keeps_what_is_published() {
    let world = world().await;
    world.classification().await;
    const PUBLISH: &str = "update classification_edition set state = 'PUBLISHED', decided_by = 0, decided_name = 'x', decided_on = '2026-11-24' where state = 'WAITING'";
    const AGAIN: &str = "insert into classification_edition select (jsonb_populate_record(e, '{\"id\": 99, \"edition\": \"x\", \"state\": \"WAITING\", \"decided_on\": null, \"proposed_by\": 0}')).* from classification_edition e where id = 1";
    for (sql, code) in [
        // The same person, and nobody.
        (
            "update classification_edition set state = 'PUBLISHED', decided_by = proposed_by, decided_on = '2026-11-24' where state = 'WAITING'",
            "23514",
        ),
        (
            "update classification_edition set state = 'PUBLISHED', decided_on = '2026-11-24' where state = 'WAITING'",
            "23514",
        ),
        (
            "update classification_edition set proposed_by = null where state = 'WAITING'",
            "23000",
        ),
        (
            "update classification_edition set effective_from = effective_from + 1 where state = 'WAITING'",
            "23000",
        ),
        (
            "update classification_edition set state = 'WITHDRAWN', reason = 'x' where id = 1",
            "23000",
        ),
        ("delete from classification_edition", "23000"),
        ("update classification_item set name = name || 'x'", "23000"),
        ("delete from classification_item", "23000"),
        // A list that is published gets no line more.
        (
            "insert into classification_item (edition_id, place, name) values (1, 400, 'x')",
            "23000",
        ),
    ] {
        let answer = as_operator(&world, sql).await.err().unwrap_or_default();
        assert_eq!(answer, code, "{sql}");
    }
    // One that waits neither, if it is to be published.
    let mut tx = world.admin.begin().await.unwrap();
    let more = "insert into classification_item (edition_id, place, code, name) select id, 400, '99', 'x' from classification_edition where state = 'WAITING'";
    sqlx::query(more).execute(&mut *tx).await.unwrap();
    let other = sqlx::query(PUBLISH).execute(&mut *tx).await.unwrap_err();
    assert!(other.to_string().contains("as it was proposed"), "{other}");
    drop(tx);
    let by_another = as_operator(&world, PUBLISH).await;
    assert_eq!(by_another, Ok(1), "by another person");
    for sql in [
        "update classification_edition set title = 'x'",
        "delete from classification_edition",
        "update classification_item set name = 'x'",
        "delete from classification_item",
        // In another's name, and to another's list.
        PUBLISH,
        AGAIN,
        "insert into classification_item (edition_id, place, name) select id, 400, 'x' from classification_edition where state = 'WAITING'",
    ] {
        assert_eq!(
            as_reference(&world, sql).await,
            Err("42501".into()),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn the_database_itself_keeps_two_editions_from_one_day() {
    let world = world().await;
    let mut tx = world.admin.begin().await.unwrap();
    let mut on = async |edition: &str, from: &str| {
        let id: i64 = sqlx::query_scalar(
            "insert into classification_edition (kind, edition, title, document, effective_from, lines, proposed_by, proposed_on)
             values ('ACCIDENT', $1, 'x', 'x', $2::text::date, 1, 1, '2026-11-24') returning id",
        )
        .bind(edition)
        .bind(from)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        sqlx::query(
            "insert into classification_item (edition_id, place, name) values ($1, 1, 'x')",
        )
        .bind(id)
        .execute(&mut *tx)
        .await
        .unwrap();
        let done = sqlx::query("update classification_edition set state = 'PUBLISHED', decided_by = 2, decided_on = '2026-11-24' where id = $1")
            .bind(id)
            .execute(&mut *tx)
            .await;
        done.map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(on("GB6441-2025", "2027-01-01").await, Ok(()), "moved away");
    assert_eq!(
        on("GB6441-2026", "2026-07-01").await,
        Ok(()),
        "its day is free"
    );
    let second = on("GB6441-2027", "2027-01-01").await.unwrap_err();
    assert!(second.contains("two editions on one day"), "{second}");
}
