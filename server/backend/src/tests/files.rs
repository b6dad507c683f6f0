//! Files: received by content, stored under a key, opened by those who may.

mod city;
mod store;

use domain::ProjectId;
use domain::contract::{Answer, ApplicationApi};
use domain::file::FILES_PER_RECORD;
use domain::state::{Paper, ProjectState};
use futures::{StreamExt as _, stream};
use sqlx::Row;

use crate::Session;
use crate::files::{Opened, receive};
use crate::testkit::{BAOTOU, ORDOS, World, YEAR, archive, pdf, uploaded, world};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
const EXE: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";

#[track_caller]
fn refused<T>(answer: Answer<T>, kind: &str) -> domain::Refusal {
    let Err(fault) = answer else {
        panic!("{kind} expected")
    };
    let refusal = fault.refusal().unwrap_or_else(|| panic!("{fault}")).clone();
    assert_eq!(refusal.kind(), kind, "{refusal}");
    refusal
}

async fn draft(world: &World) -> ProjectId {
    world.publish_areas(ORDOS, YEAR, &["煤炭开采"]).await;
    let coal = world.session("coal");
    coal.create_application(ORDOS, YEAR).await.unwrap()
}

async fn read(opened: Opened) -> Vec<u8> {
    let pieces: Vec<_> = opened.content.collect().await;
    pieces
        .into_iter()
        .flat_map(|piece| piece.unwrap().to_vec())
        .collect()
}

/// Rows of files, past every policy.
async fn rows(world: &World) -> i64 {
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query_scalar(
        "select (select count(*) from attachment) + (select count(*) from city_file)",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_paper_comes_back_as_it_was_sent() {
    let world = world().await;
    let id = draft(&world).await;
    let coal = world.session("coal");
    let content = pdf("营业执照").repeat(5000);
    let view = coal
        .attach(
            id,
            "REGISTRATION",
            " 营业执照.PDF ",
            uploaded(content.clone()).await,
        )
        .await
        .unwrap();
    assert_eq!(
        (&*view.name, &*view.mime),
        ("营业执照.PDF", "application/pdf")
    );
    assert_eq!(view.bytes, content.len() as i64);
    let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&content));
    assert_eq!((&*view.hash, view.on), (&*hash, world.today()));
    let opened = coal.open_file(view.id).await.unwrap();
    assert_eq!((&*opened.name, &opened.hash), ("营业执照.PDF", &hash));
    assert!(read(opened).await == content);
    let shown = coal.application(id).await.unwrap().files;
    assert_eq!(shown, [(Paper::Registration, view)]);
}

#[tokio::test]
async fn every_kind_is_known_by_its_content() {
    let world = world().await;
    let id = draft(&world).await;
    let coal = world.session("coal");
    let docx = archive(&["[Content_Types].xml", "word/document.xml"]);
    let xlsx = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
    let ofd = archive(&["OFD.xml", "Doc_0/Document.xml"]);
    for (name, content, mime) in [
        ("a.pdf", pdf("a"), "application/pdf"),
        ("a.png", PNG.to_vec(), "image/png"),
        ("a.jpg", JPEG.to_vec(), "image/jpeg"),
        (
            "a.docx",
            docx,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            xlsx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("a.ofd", ofd, "application/ofd"),
    ] {
        let view = coal
            .attach(id, "OTHER", name, uploaded(content).await)
            .await;
        assert_eq!(view.unwrap().mime, mime, "{name}");
    }
}

#[tokio::test]
async fn a_file_that_lies_is_refused_by_name_and_nothing_of_it_stays() {
    let world = world().await;
    let id = draft(&world).await;
    let coal = world.session("coal");
    let macros = archive(&[
        "[Content_Types].xml",
        "word/document.xml",
        "word/vbaProject.bin",
    ]);
    for (name, content, word) in [
        (
            "执照.pdf",
            EXE.to_vec(),
            "“执照.pdf”的内容是 application/vnd.microsoft.portable-executable",
        ),
        ("执照.pdf", JPEG.to_vec(), "内容却是 JPEG 图片"),
        ("执照.png", pdf("x"), "内容却是 PDF 文件"),
        (
            "执照.pdf",
            b"<html><script>alert(1)</script></html>".to_vec(),
            "的内容是 text/html",
        ),
        (
            "执照.pdf",
            "只是文字".as_bytes().to_vec(),
            "不是可识别的格式",
        ),
        (
            "清单.xlsx",
            archive(&["[Content_Types].xml", "word/document.xml"]),
            "内容却是 Word 文档",
        ),
        ("清单.docx", archive(&["a.txt"]), "的内容是 压缩包"),
        ("清单.docx", b"PK\x03\x04 broken".to_vec(), "已损坏"),
        ("清单.docx", macros, "含有宏"),
        ("执照", pdf("x"), "没有后缀"),
    ] {
        let answer = coal
            .attach(id, "OTHER", name, uploaded(content).await)
            .await;
        let refusal = refused(answer, "FileType");
        assert!(refusal.sentence().contains(word), "{refusal}");
        assert_eq!(
            (refusal.field(), refusal.clause().as_deref()),
            (Some("file"), Some("四（三）"))
        );
    }
    for name in [
        "../../执照.pdf",
        "C:\\执照.pdf",
        "目录/执照.pdf",
        "执照\u{202e}fdp.exe",
    ] {
        let answer = coal
            .attach(id, "OTHER", name, uploaded(pdf("x")).await)
            .await;
        assert_eq!(refused(answer, "FileName").field(), Some("file"), "{name}");
    }
    let answer = coal
        .attach(id, "LICENCE", "a.pdf", uploaded(pdf("x")).await)
        .await;
    assert_eq!(refused(answer, "UnknownChoice").field(), Some("paper"));
    assert_eq!(rows(&world).await, 0);
}

#[tokio::test]
async fn an_upload_is_bounded_and_whole() {
    type Piece = Result<bytes::Bytes, std::io::Error>;
    let mebibyte = || -> Piece { Ok(bytes::Bytes::from(vec![b'%'; 1 << 20])) };
    let twenty = stream::iter((0..20).map(|_| mebibyte()));
    assert_eq!(
        receive(twenty).await.unwrap().bytes,
        20 << 20,
        "the limit itself is allowed"
    );
    let more = stream::iter(
        (0..20)
            .map(|_| mebibyte())
            .chain([Ok(bytes::Bytes::from_static(b"1"))]),
    );
    let kind = |answer: crate::Result<_>| {
        let Err(error) = answer else {
            panic!("not refused")
        };
        error.refusal().expect("a refusal").kind()
    };
    assert_eq!(kind(receive(more).await.map(drop)), "FileTooLarge");
    let broken = stream::iter([mebibyte(), Err(std::io::Error::other("gone"))]);
    assert_eq!(kind(receive(broken).await.map(drop)), "FileUnreadable");
    assert_eq!(
        kind(receive(stream::iter(Vec::<Piece>::new())).await.map(drop)),
        "FileType"
    );
}

#[tokio::test]
async fn only_the_applicant_attaches_and_only_while_it_writes() {
    let world = world().await;
    let id = world.application_at(ORDOS, ProjectState::Draft).await;
    let try_attach = async |session: &Session| {
        session
            .attach(id, "OTHER", "a.pdf", uploaded(pdf("a")).await)
            .await
    };
    for session in [
        world.clerk(ORDOS),
        world.session("steel"),
        world.region(),
        world.clerk(BAOTOU),
    ] {
        refused(session.may_attach(id).await, "NotFound");
        refused(try_attach(&session).await, "NotFound");
    }
    refused(try_attach(&world.session("expert-1")).await, "NotFound");
    let coal = world.session("coal");
    coal.submit_application(id, world.version(id).await)
        .await
        .unwrap();
    refused(try_attach(&world.clerk(ORDOS)).await, "Forbidden");
    refused(try_attach(&world.region()).await, "Forbidden");
    refused(try_attach(&coal).await, "WrongState");
    refused(coal.may_attach(id).await, "WrongState");
    let files = coal.application(id).await.unwrap().files;
    refused(coal.detach(files[0].1.id).await, "WrongState");
    refused(world.clerk(ORDOS).detach(files[0].1.id).await, "Forbidden");
    refused(
        world.session("steel").detach(files[0].1.id).await,
        "NotFound",
    );
}

#[tokio::test]
async fn a_paper_is_seen_by_the_applicant_then_by_its_city_and_the_regional_department() {
    let world = world().await;
    let id = world.application_at(ORDOS, ProjectState::Draft).await;
    let coal = world.session("coal");
    let file = coal.application(id).await.unwrap().files[0].1.id;
    let open = async |session: Session| session.open_file(file).await.map(drop);
    let after = [
        (world.clerk(ORDOS), ""),
        (world.emergency(ORDOS), ""),
        (world.region(), ""),
        (world.session("region-cz"), "Forbidden"),
        (world.session("region-wj"), "Forbidden"),
        (world.clerk(BAOTOU), "NotFound"),
        (world.session("steel"), "NotFound"),
        (world.session("anquan"), "NotFound"),
        (world.session("expert-1"), "NotFound"),
    ];
    for (session, kind) in &after {
        let kind = if session.who.role.code() == "REM"
            || *kind == "Forbidden" && session.who.role.code() == "RHE"
        {
            "Forbidden"
        } else {
            "NotFound"
        };
        refused(open(session.clone()).await, kind);
    }
    coal.submit_application(id, world.version(id).await)
        .await
        .unwrap();
    for (session, kind) in after {
        match kind {
            "" => open(session).await.unwrap(),
            kind => {
                refused(open(session).await, kind);
            }
        }
    }
}

#[tokio::test]
async fn a_removed_paper_stays_part_of_its_submission_and_one_never_sent_is_gone() {
    let world = world().await;
    let id = world.application_at(ORDOS, ProjectState::Supplement).await;
    let (coal, clerk) = (world.session("coal"), world.clerk(ORDOS));
    let handed = coal.application(id).await.unwrap().files[0].1.id;
    let fresh = coal
        .attach(id, "OTHER", "新.pdf", uploaded(pdf("新")).await)
        .await
        .unwrap();
    refused(clerk.open_file(fresh.id).await, "NotFound");
    assert_eq!(coal.detach(handed).await.unwrap(), id);
    coal.detach(fresh.id).await.unwrap();
    refused(coal.detach(fresh.id).await, "NotFound");
    refused(coal.open_file(fresh.id).await, "NotFound");
    assert!(clerk.open_file(handed).await.is_ok());
    assert_eq!(coal.application(id).await.unwrap().files.len(), 6);
    assert_eq!(clerk.application(id).await.unwrap().files.len(), 7);
}

#[tokio::test]
async fn there_is_a_most_that_an_application_carries() {
    let world = world().await;
    let id = draft(&world).await;
    let mut tx = world.admin.begin().await.unwrap();
    sqlx::query(
        "insert into attachment (tenant_id, project_id, paper, name, mime, bytes, hash, key, added_on, added_by, added_name)
         select 150600, $1, 'OTHER', n || '.pdf', 'application/pdf', 1, repeat('a', 64), n::text, '2026-08-01', 1, '某人'
         from generate_series(1, $2) n",
    )
    .bind(id.0)
    .bind(i64::from(FILES_PER_RECORD))
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let coal = world.session("coal");
    refused(coal.may_attach(id).await, "TooManyFiles");
    let answer = coal
        .attach(id, "OTHER", "多.pdf", uploaded(pdf("x")).await)
        .await;
    refused(answer, "TooManyFiles");
}

#[tokio::test]
async fn the_row_of_a_file_does_not_change() {
    let world = world().await;
    let id = world.application_at(ORDOS, ProjectState::Submitted).await;
    for sql in [
        "update attachment set hash = repeat('b', 64) where project_id = $1",
        "update attachment set name = 'x.pdf' where project_id = $1",
    ] {
        let mut tx = world.admin.begin().await.unwrap();
        let error = sqlx::query(sql)
            .bind(id.0)
            .execute(&mut *tx)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("does not change"), "{error}");
    }
}
