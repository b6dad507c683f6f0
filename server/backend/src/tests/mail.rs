//! Mails, to a real server: the address first, then the digest; each promise with the failure it is about.

mod address;
mod digest;
mod failure;

use std::time::Duration;

use domain::ProjectId;
use domain::contract::InboxApi;
use domain::mail::MailState;
use domain::state::ProjectState;

use crate::mail::send_due;
use crate::testkit::smtp::Catcher;
use crate::testkit::{ORDOS, World};
use crate::{Database, Session, Settings};

/// A world with a mail server.
async fn mailing() -> (World, Catcher) {
    let catcher = Catcher::start().await;
    let settings = Settings {
        pool: 4,
        mailer: Some(catcher.mailer()),
        ..Settings::default()
    };
    (World::with(settings).await, catcher)
}

/// Another instance on the same database.
async fn another(world: &World, catcher: &Catcher) -> Database {
    let settings = Settings {
        pool: 4,
        clock: world.clock.clock(),
        mailer: Some(catcher.mailer()),
        ..Settings::default()
    };
    Database::connect(&world.app_url, settings).await.unwrap()
}

/// The address of a login in these tests.
fn address(login: &str) -> String {
    format!("{login}@example.cn")
}

/// Sets and confirms the address of a login, as the person does.
async fn subscribe(world: &World, catcher: &Catcher, login: &str) {
    let (session, address) = (signed_in(world, login), address(login));
    session.set_mail(address.clone()).await.unwrap();
    let code = catcher.caught_by(&address).last().unwrap().code();
    session.confirm_mail(code).await.unwrap();
    assert_eq!(state(&session).await, MailState::Confirmed);
}

fn signed_in(world: &World, login: &str) -> Session {
    world.session(login)
}

async fn state(session: &Session) -> MailState {
    let view = session.inbox(Default::default()).await.unwrap();
    view.mail.state
}

/// What an address got beside codes.
fn digests(catcher: &Catcher, login: &str) -> Vec<String> {
    let all = catcher.caught_by(&address(login)).into_iter();
    all.filter(|mail| mail.header("Subject")[0].contains("未读消息"))
        .map(|mail| mail.text())
        .collect()
}

async fn look(world: &World) -> usize {
    send_due(&world.db, world.db.settings.mailer.as_ref().unwrap())
        .await
        .unwrap()
}

fn at(world: &World, moment: &str) {
    let moment = format!("{moment}:00+08:00");
    world.clock.set(moment.parse().unwrap());
}

/// Lets the clock run.
fn later(world: &World, minutes: i64) {
    let now = world.now() + chrono::Duration::minutes(minutes);
    world.clock.set(now);
}

async fn project(world: &World) -> ProjectId {
    world.project_in(ORDOS, ProjectState::InProgress).await
}

/// As long as nothing has come, and not for ever.
async fn until(what: impl Fn() -> bool) {
    for _ in 0..200 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came");
}

async fn project_name(world: &World, project: ProjectId) -> String {
    use domain::contract::ProjectApi;
    world.clerk(ORDOS).project(project).await.unwrap().name
}
