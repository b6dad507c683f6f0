//! Where content lies, and that none lies there without a row.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use object_store::aws::AmazonS3Builder;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::Settings;
use crate::files::Store;

#[tokio::test]
async fn when_the_row_fails_the_content_is_taken_out_again() {
    let directory = tempfile::tempdir().unwrap();
    let world = world().await;
    let files = Store::open(directory.path().to_str().unwrap()).unwrap();
    let id = draft(&world).await;
    let mut coal = world.session("coal");
    coal.db = crate::Database::connect(
        &world.app_url,
        Settings {
            pool: 2,
            files,
            clock: world.clock.clock(),
            ..Settings::default()
        },
    )
    .await
    .unwrap();
    let kept = || {
        walk(directory.path())
            .into_iter()
            .filter(|path| path.is_file())
            .count()
    };
    coal.attach(id, "OTHER", "a.pdf", uploaded(pdf("a")).await)
        .await
        .unwrap();
    assert_eq!(kept(), 1);
    let mut tx = world.admin.begin().await.unwrap();
    // Nobody writes a row of history any more: the transaction fails at its end.
    sqlx::query("reset role").execute(&mut *tx).await.unwrap();
    sqlx::query("revoke insert on event from app_case")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let answer = coal
        .attach(id, "OTHER", "b.pdf", uploaded(pdf("b")).await)
        .await;
    assert!(
        answer.unwrap_err().refusal().is_none(),
        "an internal failure"
    );
    assert_eq!((kept(), rows(&world).await), (1, 1));
}

fn walk(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        }
        found.push(path);
    }
    found
}

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// A bucket inside of this process: as much of S3 as keeping, giving back and deleting needs.
async fn bucket() -> (String, Objects) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let objects = Objects::default();
    let kept = objects.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            answer(stream, &kept).await;
        }
    });
    (address, objects)
}

async fn answer(stream: TcpStream, objects: &Objects) {
    let mut stream = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let start = head.len();
        stream.read_line(&mut head).await.unwrap();
        let line = head[start..].to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap().to_owned());
    let mut found = Vec::new();
    match method {
        "PUT" => drop(objects.lock().unwrap().insert(path, body)),
        "GET" => found = objects.lock().unwrap()[&path].clone(),
        _ => {
            let body = String::from_utf8(body).unwrap();
            let key = body
                .split("<Key>")
                .nth(1)
                .unwrap()
                .split("</Key>")
                .next()
                .unwrap();
            objects
                .lock()
                .unwrap()
                .remove(&format!("/papers/{key}"))
                .unwrap();
            found = format!("<DeleteResult><Deleted><Key>{key}</Key></Deleted></DeleteResult>")
                .into_bytes();
        }
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nLast-Modified: Tue, 18 Aug 2026 02:00:00 GMT\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        found.len()
    );
    let stream = stream.get_mut();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&found).await.unwrap();
}

#[tokio::test]
async fn a_bucket_keeps_files_as_a_directory_does() {
    let (address, objects) = bucket().await;
    let settings = AmazonS3Builder::new()
        .with_endpoint(address)
        .with_allow_http(true)
        .with_access_key_id("nobody")
        .with_secret_access_key("nothing");
    let store = Store::bucket("s3://papers/2027", settings).unwrap();
    store
        .put("150600/key", &uploaded(pdf("桶")).await)
        .await
        .unwrap();
    let there: Vec<String> = objects.lock().unwrap().keys().cloned().collect();
    assert_eq!(there, ["/papers/2027/150600/key"]);
    let pieces: Vec<_> = store.get("150600/key").await.unwrap().collect().await;
    let content: Vec<u8> = pieces
        .into_iter()
        .flat_map(|piece| piece.unwrap())
        .collect();
    assert_eq!(content, pdf("桶"));
    store.remove("150600/key").await;
    assert!(objects.lock().unwrap().is_empty());
}

#[test]
fn a_place_that_cannot_be_used_is_named_at_the_start() {
    let error = Store::open("/proc/nowhere").err().unwrap().to_string();
    assert!(error.contains("/proc/nowhere"), "{error}");
}
