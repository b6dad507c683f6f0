//! An address gets a code and nothing else, until the code is typed on the page.

use domain::UserId;
use domain::contract::InboxApi;
use domain::mail::MailState as S;

use super::{address, at, digests, later, look, mailing, project, state, subscribe};
use crate::testkit::smtp::{Catcher, Mode, SITE};
use crate::testkit::{BAOTOU, ORDOS, World, world};
use crate::tests::past_the_doors;
use crate::tests::refusals::refused;

#[tokio::test]
async fn a_code_confirms_an_address_and_removing_forgets_it() {
    let (world, catcher) = mailing().await;
    let clerk = world.clerk(ORDOS);
    assert_eq!(state(&clerk).await, S::Unset);
    refused(clerk.confirm_mail("123456".into()).await, "WrongState");
    clerk.set_mail(" wang@example.cn ".into()).await.unwrap();
    assert_eq!(state(&clerk).await, S::Waiting);
    let mail = catcher.caught().pop().unwrap();
    println!("{}\n{}", mail.raw, mail.text());
    assert_eq!(
        (mail.from.as_str(), mail.to.as_str()),
        ("yufang@example.cn", "wang@example.cn")
    );
    assert_eq!(mail.header("Subject"), ["【预防通】邮箱验证码"]);
    assert!(mail.text().contains(&format!("{SITE}/inbox#mail")));
    clerk.confirm_mail(mail.code()).await.unwrap();
    let view = clerk.inbox(Default::default()).await.unwrap().mail;
    assert_eq!(
        (view.offered, view.state, view.address.as_str()),
        (true, S::Confirmed, "wang@example.cn")
    );
    refused(clerk.confirm_mail(mail.code()).await, "WrongState");
    // Nobody else has one by it.
    assert_eq!(state(&world.clerk(BAOTOU)).await, S::Unset);
    world.clerk(BAOTOU).remove_mail().await.unwrap();
    assert_eq!(state(&clerk).await, S::Confirmed);
    clerk.remove_mail().await.unwrap();
    clerk.remove_mail().await.unwrap();
    assert_eq!(state(&clerk).await, S::Unset);
}

#[tokio::test]
async fn bad_addresses_are_refused_by_name_and_change_nothing() {
    let (world, catcher) = mailing().await;
    subscribe(&world, &catcher, "150600-jb").await;
    later(&world, 2);
    let clerk = world.clerk(ORDOS);
    for (typed, kind) in [
        ("", "Required"),
        ("wang", "MailAddress"),
        ("wang@qq.com\r\nRCPT TO:<x@y.cn>", "MailAddress"),
        (&"a".repeat(300), "TooLong"),
    ] {
        refused(clerk.set_mail(typed.into()).await, kind);
    }
    assert_eq!(state(&clerk).await, S::Confirmed);
    assert_eq!(catcher.caught().len(), 1);
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_offered() {
    let world = world().await;
    let clerk = world.clerk(ORDOS);
    assert!(!clerk.inbox(Default::default()).await.unwrap().mail.offered);
    refused(clerk.set_mail("a@b.cn".into()).await, "MailOff");
}

#[tokio::test]
async fn a_code_is_asked_for_once_a_minute_even_after_removing() {
    let (world, catcher) = mailing().await;
    let clerk = world.clerk(ORDOS);
    clerk.set_mail("a@b.cn".into()).await.unwrap();
    refused(clerk.set_mail("c@d.cn".into()).await, "MailTooSoon");
    clerk.remove_mail().await.unwrap();
    refused(clerk.set_mail("c@d.cn".into()).await, "MailTooSoon");
    later(&world, 1);
    clerk.set_mail("c@d.cn".into()).await.unwrap();
    let mails = catcher.caught();
    assert_eq!(mails.len(), 2);
    // The code of the first address confirms the second as little as none at all.
    if mails[0].code() != mails[1].code() {
        refused(clerk.confirm_mail(mails[0].code()).await, "MailCode");
    }
    clerk.confirm_mail(mails[1].code()).await.unwrap();
    // Two at once: one mail.
    later(&world, 1);
    let (one, two) = tokio::join!(
        clerk.set_mail("e@f.cn".into()),
        clerk.set_mail("e@f.cn".into())
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(catcher.caught_by("e@f.cn").len(), 1);
}

#[tokio::test]
async fn a_code_is_tried_five_times_within_half_an_hour() {
    let (world, catcher) = mailing().await;
    let clerk = world.clerk(ORDOS);
    clerk.set_mail("a@b.cn".into()).await.unwrap();
    let code = catcher.caught()[0].code();
    refused(clerk.confirm_mail(" ".into()).await, "Required");
    for left in (0..5).rev() {
        let fault = clerk.confirm_mail("no".into()).await.unwrap_err();
        let sentence = fault.refusal().unwrap().sentence();
        println!("{sentence}");
        assert!(left == 0 || sentence.contains(&format!("再试 {left} 次")));
    }
    refused(clerk.confirm_mail(code).await, "MailSpent");
    later(&world, 5);
    clerk.set_mail("a@b.cn".into()).await.unwrap();
    let code = catcher.caught()[1].code();
    later(&world, 30);
    refused(clerk.confirm_mail(code.clone()).await, "MailExpired");
    later(&world, -1);
    clerk.confirm_mail(code).await.unwrap();
}

#[tokio::test]
async fn an_address_the_server_refuses_is_noted_and_one_it_does_not_answer_about_can_be_tried_again()
 {
    let (world, catcher) = mailing().await;
    let clerk = world.clerk(ORDOS);
    catcher.is_to("a@b.cn", Mode::Refuse);
    refused(clerk.set_mail("a@b.cn".into()).await, "MailRefused");
    assert_eq!(state(&clerk).await, S::Refused);
    for (minute, mode) in [Mode::Down, Mode::Silent, Mode::Busy, Mode::Locked]
        .iter()
        .enumerate()
    {
        later(&world, 1);
        catcher.is(*mode);
        refused(
            clerk.set_mail(format!("a{minute}@b.cn")).await,
            "MailUnsent",
        );
        assert_eq!(
            state(&clerk).await,
            S::Waiting,
            "{mode:?} says nothing about the address"
        );
    }
    later(&world, 1);
    catcher.is(Mode::Accept);
    clerk.set_mail("c@b.cn".into()).await.unwrap();
    clerk
        .confirm_mail(catcher.caught()[0].code())
        .await
        .unwrap();
}

#[tokio::test]
async fn an_unconfirmed_or_changed_or_removed_address_gets_no_digest() {
    let (world, catcher) = mailing().await;
    let about = project(&world).await;
    for login in ["150600-jb", "150600-fh", "150600-zf", "region-rs"] {
        world.notification(login, about, false).await;
    }
    world
        .clerk(ORDOS)
        .set_mail(address("150600-jb"))
        .await
        .unwrap();
    for login in ["150600-fh", "150600-zf", "region-rs"] {
        subscribe(&world, &catcher, login).await;
    }
    later(&world, 1);
    world
        .reviewer(ORDOS)
        .set_mail("other@example.cn".into())
        .await
        .unwrap();
    world.payer(ORDOS).remove_mail().await.unwrap();
    at(&world, "2026-11-25T09:00");
    assert_eq!(look(&world).await, 1, "the one that is confirmed");
    assert_eq!(digests(&catcher, "region-rs").len(), 1);
    assert_eq!(catcher.caught_by("other@example.cn").len(), 1, "a code");
}

#[tokio::test]
async fn the_database_confirms_no_address_without_its_code_and_shows_nobody_anothers() {
    let (world, catcher) = mailing().await;
    let [clerk, reviewer, payer] = people(&world, &catcher).await;
    let other = "update mail_address set address = 'x@y.cn'";
    let both = "update mail_address set address = 'x@y.cn', confirmed_at = now(), code_hash = null";
    let new = "insert into mail_address (account_id, address, asked_at, confirmed_at) values (app.account(), 'x@y.cn', now(), now())";
    let tries = "update mail_address set tries = 6";
    let refused = "update mail_address set refused_at = now()";
    let address = "select address from mail_address";
    let hash = "select code_hash from mail_address";
    let delete = "delete from mail_address";
    for (role, account, sql, wanted) in [
        ("app_inbox", clerk, other, "by its code"),
        ("app_inbox", payer, new, "by its code"),
        ("app_inbox", reviewer, both, "by its code"),
        ("app_inbox", reviewer, tries, "mail_address_tries_check"),
        ("app_inbox", reviewer, refused, "1"),
        ("app_inbox", clerk, delete, "permission denied"),
        ("app_city", clerk, hash, "permission denied"),
        ("app_city", clerk, address, "1"),
        ("app_city", payer, address, "0"),
    ] {
        let said = past_the_doors(&world, role, account, sql).await;
        assert!(said.contains(wanted), "{role} {sql}: {said}");
    }
}

#[tokio::test]
async fn the_sender_sees_confirmed_addresses_and_numbers_and_nobody_sees_its_ledger() {
    let (world, catcher) = mailing().await;
    let [clerk, ..] = people(&world, &catcher).await;
    let saturday = "insert into mail_digest (account_id, on_day, lease_until, attempts)
        select account_id, '2026-11-28', now(), 1 from mail_address";
    for (role, sql, wanted) in [
        ("app_mailer", "select address from mail_address", "1"),
        (
            "app_mailer",
            "select title from notification",
            "permission denied",
        ),
        (
            "app_mailer",
            "select name from account",
            "permission denied",
        ),
        ("app_mailer", "select id from project", "permission denied"),
        (
            "app_mailer",
            "update mail_address set address = 'x@y.cn'",
            "permission denied",
        ),
        ("app_mailer", "delete from mail_digest", "permission denied"),
        ("app_mailer", saturday, "nobody works"),
        (
            "app_city",
            "select told from mail_digest",
            "permission denied",
        ),
        (
            "app_inbox",
            "select told from mail_digest",
            "permission denied",
        ),
    ] {
        let said = past_the_doors(&world, role, clerk, sql).await;
        assert!(said.contains(wanted), "{role} {sql}: {said}");
    }
}

/// The clerk has a confirmed address, the reviewer one that waits, the payer none.
async fn people(world: &World, catcher: &Catcher) -> [UserId; 3] {
    subscribe(world, catcher, "150600-jb").await;
    let reviewer = world.reviewer(ORDOS);
    reviewer.set_mail(address("150600-fh")).await.unwrap();
    let posts = [world.clerk(ORDOS), reviewer, world.payer(ORDOS)];
    posts.map(|session| session.who.account)
}
