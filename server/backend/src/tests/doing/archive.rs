//! Rules before the work, the archive before its end (R080, R081).

use domain::contract::{ArchiveDraft, ArchiveLine, DoingApi, ProjectApi};
use domain::state::{ArchiveItem, Mode, Organiser, ProjectState};

use super::{project_at, refused, refused_at, see};
use crate::demo::words::archive;
use crate::testkit::{ORDOS, world};

fn line(item: ArchiveItem, mark: &str, note: &str) -> ArchiveDraft {
    ArchiveDraft {
        items: vec![ArchiveLine {
            item: item.code().into(),
            mark: mark.into(),
            note: note.into(),
        }],
    }
}

#[tokio::test]
async fn rules_are_kept_version_by_version() {
    let world = world().await;
    let id = project_at(&world, Mode::Commissioned, ProjectState::Contracted).await;
    let (unit, applicant) = (world.unit_of(id).await, world.applicant_of(id).await);
    let seen = async || world.version(id).await;
    refused_at(
        unit.record_rules(id, seen().await, " ".into()).await,
        "Required",
        "text",
    );
    refused(
        applicant
            .record_rules(id, seen().await, "制度".into())
            .await,
        "Forbidden",
    );
    refused(unit.start_project(id, seen().await).await, "RulesMissing");
    unit.record_rules(id, seen().await, "第一版".into())
        .await
        .unwrap();
    unit.record_rules(id, seen().await, "第二版".into())
        .await
        .unwrap();
    let rules = see(&applicant, id).await.doing.rules;
    let texts: Vec<_> = rules
        .iter()
        .map(|one| (one.no, one.text.as_str()))
        .collect();
    assert_eq!(texts, [(2, "第二版"), (1, "第一版")]);
    unit.start_project(id, seen().await).await.unwrap();
}

#[tokio::test]
async fn each_part_is_there_or_does_not_apply_for_a_reason() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::InProgress).await;
    let unit = world.unit_of(id).await;
    let keep = async |draft| unit.keep_archive(id, world.version(id).await, draft).await;
    let strange = ArchiveDraft {
        items: vec![ArchiveLine {
            item: "DIARY".into(),
            ..ArchiveLine::default()
        }],
    };
    refused_at(keep(strange).await, "UnknownChoice", "items[0][item]");
    refused_at(
        keep(line(ArchiveItem::Notices, "MAYBE", "")).await,
        "UnknownChoice",
        "items[0][mark]",
    );
    refused_at(
        keep(line(ArchiveItem::Notices, "NOT_APPLICABLE", "")).await,
        "Required",
        "items[0][note]",
    );
    refused_at(
        keep(line(ArchiveItem::SignIn, "NOT_APPLICABLE", "没有签到")).await,
        "ArchiveMandatory",
        "items[0][mark]",
    );
    refused_at(
        keep(line(ArchiveItem::Photos, "", "")).await,
        "NothingChanged",
        "items",
    );
    keep(line(
        ArchiveItem::Notices,
        "NOT_APPLICABLE",
        "以班组通知代替",
    ))
    .await
    .unwrap();
    refused_at(
        keep(line(
            ArchiveItem::Notices,
            "NOT_APPLICABLE",
            "以班组通知代替",
        ))
        .await,
        "NothingChanged",
        "items",
    );
    let refusal = refused(
        unit.complete_project(id, world.version(id).await, true)
            .await,
        "ArchiveIncomplete",
    );
    let sentence = refusal.sentence();
    assert!(
        sentence.contains("签到表") && !sentence.contains("活动通知"),
        "{sentence}"
    );
    keep(archive(false, false)).await.unwrap();
    unit.complete_project(id, world.version(id).await, true)
        .await
        .unwrap();
    let rows = see(&unit, id).await.doing.archive;
    assert_eq!(rows.len(), 10);
    assert!(
        rows.iter()
            .all(|row| row.mark.is_some() && row.on.is_some())
    );
}

#[tokio::test]
async fn without_an_archive_there_is_no_acceptance() {
    let world = world().await;
    let id = project_at(&world, Mode::Direct, ProjectState::Completed).await;
    let unit = world.unit_of(id).await;
    // As it stands for projects completed before there was a list.
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query("delete from archive_item where project_id = $1 and item = 'PHOTOS'")
        .bind(id.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let apply = async || {
        unit.apply_acceptance(id, world.version(id).await, Organiser::Agency)
            .await
    };
    refused_at(apply().await, "ArchiveIncomplete", "organiser");
    let photos = line(ArchiveItem::Photos, "PRESENT", "影像 36 段，存项目办");
    unit.keep_archive(id, world.version(id).await, photos)
        .await
        .unwrap();
    apply().await.unwrap();
    // The organiser looks at it now; it does not change under their eyes.
    let late = line(ArchiveItem::Photos, "PRESENT", "换一批");
    refused(
        unit.keep_archive(id, world.version(id).await, late).await,
        "WrongState",
    );
    refused(
        world
            .clerk(ORDOS)
            .keep_archive(id, world.version(id).await, archive(false, false))
            .await,
        "Forbidden",
    );
}
