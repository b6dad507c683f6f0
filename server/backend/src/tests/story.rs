//! The story of a project: told in order, with what each step changed, to each reader their own.

use domain::contract::{DoingApi, ProjectApi, StoryApi, StoryView};
use domain::state::{Mode, ProjectState};
use domain::story::Phase;
use domain::{Money, ProjectId};

use crate::testkit::{BAOTOU, ORDOS, World, world};

async fn passed(world: &World) -> ProjectId {
    let amount = Money::from_fen(10_000_000);
    world
        .project_at(ORDOS, Mode::Commissioned, amount, ProjectState::Closed)
        .await
}

fn lines(view: &StoryView) -> Vec<String> {
    let steps = view.phases.iter().flat_map(|phase| &phase.steps);
    steps
        .flat_map(|step| std::iter::once(step.sentence.clone()).chain(step.effects.clone()))
        .collect()
}

#[track_caller]
fn has(lines: &[String], words: &str) {
    assert!(
        lines.iter().any(|line| line.contains(words)),
        "{words}\n{}",
        lines.join("\n")
    );
}

#[tokio::test]
async fn story_is_told_in_order_with_what_each_step_changed() {
    let world = world().await;
    let id = passed(&world).await;
    let view = world.clerk(ORDOS).story(id).await.unwrap();
    let told = lines(&view);
    let phases: Vec<Phase> = view.phases.iter().map(|phase| phase.phase).collect();
    assert!(phases.is_sorted(), "{phases:?}");
    assert_eq!(phases.last(), Some(&Phase::Settle));
    has(&told, "2026年11月24日（周二）10:00，");
    has(&told, "经办岗");
    has(&told, "，依据：四（七）");
    has(&told, "项目状态由“已选定单位”变为“协议生效”。");
    has(&told, "协议金额由 0.00 元变为 100,000.00 元。");
    has(
        &told,
        "“验收”期限起算：自 2026年11月24日（周二）次日起 30 个工作日，最迟 2027年1月",
    );
    has(&told, "“验收”期限于 2026年11月24日（周二）停止计算，按期");
    has(&told, "工伤预防费台账登记：支付“");
    has(&told, "累计已付尾款由 0.00 元变为");
    // Only the members may still have the report to acknowledge.
    assert!(
        view.open.iter().all(|one| one.starts_with("“备案”")),
        "{:?}",
        view.open
    );
}

#[tokio::test]
async fn story_says_why_a_deadline_moved() {
    let world = world().await;
    let id = super::doing::amendment_in_force(&world).await;
    let told = lines(&world.clerk(ORDOS).story(id).await.unwrap());
    has(&told, "“实施”期限由最迟 ");
    has(&told, "，理由：");
}

#[tokio::test]
async fn story_shows_each_reader_only_what_is_theirs() {
    let world = world().await;
    let id = passed(&world).await;
    let city = lines(&world.clerk(ORDOS).story(id).await.unwrap());
    has(&city, "起草服务协议");
    for session in [world.applicant_of(id).await, world.unit_of(id).await] {
        let own = lines(&session.story(id).await.unwrap());
        has(&own, "签署服务协议");
        assert!(
            !own.iter().any(|line| line.contains("起草服务协议")),
            "between agency and members"
        );
    }
    for stranger in [
        world.clerk(BAOTOU),
        world.session("steel"),
        world.session("expert-2"),
    ] {
        let fault = stranger.story(id).await.unwrap_err();
        assert_eq!(fault.refusal().map(domain::Refusal::kind), Some("NotFound"));
    }
}

#[tokio::test]
async fn story_of_a_project_keeps_messages_and_cases_out_of_the_paper() {
    let world = world().await;
    let amount = Money::from_fen(10_000_000);
    let id = world
        .project_at(ORDOS, Mode::Direct, amount, ProjectState::InProgress)
        .await;
    world
        .clerk(ORDOS)
        .send_message(id, "请补交签到表".into())
        .await
        .unwrap();
    let code = world.clerk(ORDOS).project(id).await.unwrap().code;
    let draft = domain::contract::CaseDraft {
        code,
        kind: "MISUSE".into(),
        facts: "虚列场次".into(),
        persons: String::new(),
    };
    world.hrss(ORDOS).open_case(draft).await.unwrap();
    let told = lines(&world.hrss(ORDOS).story(id).await.unwrap()).join("\n");
    assert!(
        !told.contains("补交签到表") && !told.contains("虚列场次") && !told.contains("核查"),
        "{told}"
    );
}
