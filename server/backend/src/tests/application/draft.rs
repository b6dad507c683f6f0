//! Several people in one draft, and files that fill it.

use super::*;

#[tokio::test]
async fn two_people_on_one_draft_lose_nothing() {
    let world = open_world().await;
    let (one, other) = (world.session("coal"), world.colleague("coal"));
    let id = one.create_application(ORDOS, YEAR).await.unwrap();
    let (name, summary) = ("annex1.project_name", "annex1.summary");
    let first = one
        .save_application(id, 0, fields(&[(name, "甲"), (summary, "甲的简介")]))
        .await
        .unwrap();
    assert_eq!((first.seen, first.clashes.len()), (1, 0));
    // Both work on from save 1; the other one writes first.
    let theirs = other
        .save_application(id, 1, fields(&[(name, "乙"), ("annex1.contact", "乙")]))
        .await
        .unwrap();
    assert_eq!((theirs.seen, theirs.clashes.len()), (2, 0));
    let mine = one
        .save_application(id, 1, fields(&[(name, "丙"), (summary, "丙的简介")]))
        .await
        .unwrap();
    assert_eq!(mine.seen, 3, "what did not clash is saved");
    let clash = &mine
        .clashes
        .iter()
        .find(|clash| clash.path == name)
        .unwrap();
    assert_eq!(
        (&*clash.theirs, &*clash.mine, &*clash.who),
        ("乙", "丙", "同事")
    );
    assert_eq!((&*clash.label, clash.at), ("“项目名称”", world.now()));
    let news = mine
        .clashes
        .iter()
        .find(|clash| clash.path == "annex1.contact")
        .unwrap();
    assert_eq!(
        (&*news.theirs, &*news.mine),
        ("乙", ""),
        "and what was not touched is told"
    );
    let draft = view(&one, id).await.draft;
    assert_eq!((draft.get(name), draft.get(summary)), ("乙", "丙的简介"));
    assert_eq!(
        kept_clashes(&world, id).await,
        ["丙"],
        "what was not written is kept"
    );
    // Now that it is known, it can be decided.
    let decided = one
        .save_application(id, mine.seen, fields(&[(name, "丙")]))
        .await
        .unwrap();
    assert!(decided.clashes.is_empty());
    assert_eq!(view(&other, id).await.draft.get(name), "丙");
    let saves = view(&one, id).await.saves;
    assert_eq!(saves.len(), 4);
    assert_eq!(
        (&*saves[2].who, &*saves[2].what),
        ("同事", "“联系人”、“项目名称”")
    );
}

async fn kept_clashes(world: &World, id: ProjectId) -> Vec<String> {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_scalar(
        "select c ->> 'mine' from draft_edit, jsonb_array_elements(clashes) c where project_id = $1 order by no",
    )
    .bind(id.0)
    .fetch_all(&mut *tx)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_form_that_sends_every_field_overwrites_nothing_it_did_not_touch() {
    let world = open_world().await;
    let (one, other) = (world.session("coal"), world.colleague("coal"));
    let id = world.draft("coal", ORDOS).await;
    let page = view(&one, id).await;
    write(&other, id, &[("annex1.summary", "他人新写\n两行")]).await;
    let mut form: BTreeMap<String, String> = page
        .draft
        .iter()
        .map(|(path, text)| (path.to_owned(), text.replace('\n', "\r\n")))
        .collect();
    form.insert("annex1.contact".into(), "新联系人".into());
    let saved = one.save_application(id, page.seen, form).await.unwrap();
    assert_eq!(saved.clashes.len(), 1, "{:?}", saved.clashes);
    assert_eq!(saved.clashes[0].path, "annex1.summary");
    let draft = view(&one, id).await.draft;
    assert_eq!(draft.get("annex1.summary"), "他人新写\n两行");
    assert_eq!(draft.get("annex1.contact"), "新联系人");
}

#[tokio::test]
async fn a_save_that_changes_nothing_is_none() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = world.draft("coal", ORDOS).await;
    let before = view(&coal, id).await;
    let again: BTreeMap<_, _> = before
        .draft
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let saved = coal.save_application(id, before.seen, again).await.unwrap();
    assert_eq!(saved.seen, before.seen);
    assert_eq!(view(&coal, id).await.saves.len(), before.saves.len());
}

#[tokio::test]
async fn a_bad_save_is_refused_whole() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    let name = "annex1.project_name";
    let long = "长".repeat(401);
    let refusal = refused(
        coal.save_application(id, 0, fields(&[("annex1.contact", "某人"), (name, &long)]))
            .await,
        "TooLong",
    );
    assert_eq!(refusal.field(), Some(name));
    refused(
        coal.save_application(
            id,
            0,
            fields(&[("annex1.contact", "某人"), ("annex9.x", "y")]),
        )
        .await,
        "UnknownLabel",
    );
    let after = view(&coal, id).await;
    assert_eq!((after.seen, after.draft.get("annex1.contact")), (0, ""));
}

#[tokio::test]
async fn autosaves_are_kept_one_by_one_and_told_once_for_each_sitting() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    for contact in ["张", "张三", "张三丰"] {
        write(&coal, id, &[("annex1.contact", contact)]).await;
    }
    assert_eq!(view(&coal, id).await.saves.len(), 3);
    let told = [
        ("create_application".to_owned(), true),
        ("save_application".to_owned(), true),
    ];
    assert_eq!(events(&world.admin, id).await, told);
    world
        .clock
        .set(world.now() + chrono::TimeDelta::minutes(31));
    write(&coal, id, &[("annex1.contact", "李四")]).await;
    assert_eq!(events(&world.admin, id).await.len(), 3, "another sitting");
}

#[tokio::test]
async fn a_file_fills_its_places_and_its_tables_and_leaves_the_rest() {
    let world = open_world().await;
    let coal = world.session("coal");
    let id = coal.create_application(ORDOS, YEAR).await.unwrap();
    write(
        &coal,
        id,
        &[
            ("annex1.opinion.person", "演示人甲"),
            ("annex3.risks.5.risk", "旧行"),
            ("annex1.project_name", "旧名"),
        ],
    )
    .await;
    let text = world.sample("coal").await;
    coal.load_application(id, 1, format!("\u{feff}{text}"))
        .await
        .unwrap();
    let after = view(&coal, id).await;
    assert_eq!(after.draft.get("annex1.opinion.person"), "演示人甲");
    assert_eq!(
        after.draft.get("annex3.risks.5.risk"),
        "",
        "the table is the file's"
    );
    assert_eq!(after.draft.get("annex3.risks.2.risk"), "设备故障");
    let name = coal.project(id).await.unwrap().name;
    assert_eq!(name, "井工煤矿班组长与新入矿职工工伤预防能力提升项目");

    let wrong = text.replacen("法定代表人", "法人代表人", 1);
    let refusal = refused(coal.load_application(id, 2, wrong).await, "UnknownLabel");
    assert!(
        refusal.sentence().contains("附件1 › 法人代表人"),
        "{refusal}"
    );
    refused(
        coal.load_application(id, 2, "{".into()).await,
        "FileUnreadable",
    );
    refused(
        coal.load_application(id, 2, "[]".into()).await,
        "FileUnreadable",
    );
    refused(
        coal.load_application(id, 2, " ".repeat(5 << 20)).await,
        "FileTooLarge",
    );
    assert_eq!(view(&coal, id).await.seen, 2, "nothing of it was taken");
}

#[tokio::test]
async fn what_somebody_wrote_meanwhile_is_not_loaded_over() {
    let world = open_world().await;
    let (one, other) = (world.session("coal"), world.colleague("coal"));
    let id = one.create_application(ORDOS, YEAR).await.unwrap();
    write(&other, id, &[("annex1.contact", "他人")]).await;
    let saved = one
        .load_application(id, 0, world.sample("coal").await)
        .await
        .unwrap();
    let clash = &saved.clashes[0];
    assert_eq!(
        (&*clash.path, &*clash.theirs, &*clash.mine),
        ("annex1.contact", "他人", "演示人乙")
    );
    assert_eq!(view(&one, id).await.draft.get("annex1.contact"), "他人");
}
