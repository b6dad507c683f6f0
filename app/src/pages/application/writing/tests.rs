//! Two people on one draft lose nothing.

use domain::ProjectId;
use domain::access::Role;
use domain::contract::{ApplicationView, Clash, Saved};
use leptos::prelude::*;

use super::{Keeping, Writing};
use crate::api::ApiError;
use crate::live::{Freshness, Live};
use crate::tests::fake::application::view;

const PLACE: &str = "annex1.contact";
const OTHER: &str = "annex1.phone";

/// A person writing, and the application as the server sees it.
fn writing(story: impl FnOnce(Writing, ApplicationView)) {
    Owner::new().with(|| {
        provide_context(Live {
            freshness: RwSignal::new(Freshness::Loaded),
            now: RwSignal::new(Some(1_795_413_802)),
        });
        let first = view(Role::Organisation, ProjectId(31));
        story(Writing::new(Signal::stored(first.clone())), first);
    });
}

fn later(view: &ApplicationView, path: &str, text: &str) -> ApplicationView {
    let mut view = view.clone();
    view.draft.set(path, text).unwrap();
    view.seen += 1;
    view
}

fn clash(path: &str, theirs: &str, mine: &str) -> Clash {
    Clash {
        path: path.into(),
        label: path.into(),
        theirs: theirs.into(),
        who: "演示人丙".into(),
        at: chrono::DateTime::default(),
        mine: mine.into(),
    }
}

fn saved(seen: i32, clashes: Vec<Clash>) -> Result<Saved, ApiError> {
    Ok(Saved {
        seen,
        clashes,
        findings: Vec::new(),
    })
}

#[test]
fn what_was_typed_is_sent_once_and_then_known() {
    writing(|writing, _| {
        writing.write(PLACE, "演示人丁".into());
        assert_eq!(writing.keeping.get(), Keeping::Typed);
        assert_eq!(writing.to_send(), [(PLACE.into(), "演示人丁".into())]);
        writing.save();
        assert_eq!(writing.keeping.get(), Keeping::Saving);
        // Typed while the save is on its way.
        writing.write(OTHER, "0477-8123456".into());
        writing.answered(saved(8, vec![]));
        assert_eq!(writing.to_send(), [(OTHER.into(), "0477-8123456".into())]);
        writing.save();
        writing.answered(saved(9, vec![]));
        assert_eq!(writing.to_send(), []);
        assert_eq!(writing.keeping.get(), Keeping::Saved("14:03:22".into()));
        assert_eq!(writing.seen.get(), 9);
    });
}

#[test]
fn what_others_wrote_is_taken_over_where_nothing_was_typed() {
    writing(|writing, first| {
        writing.write(OTHER, "0477-8123456".into());
        writing.take(&later(&first, PLACE, "演示人戊"));
        assert_eq!(writing.text(PLACE), "演示人戊");
        assert_eq!(writing.text(OTHER), "0477-8123456");
        assert_eq!(writing.to_send(), [(OTHER.into(), "0477-8123456".into())]);
        assert_eq!(writing.clashes.get(), []);

        // The same by the answer to a save, which names every place others wrote in.
        writing.save();
        writing.answered(saved(9, vec![clash(PLACE, "演示人己", "演示人戊")]));
        assert_eq!(writing.text(PLACE), "演示人己");
        assert_eq!(writing.clashes.get(), []);
    });
}

#[test]
fn a_loaded_file_counts_as_saved() {
    writing(|writing, first| {
        let mut loaded = later(&first, PLACE, "演示人戊");
        let mut save = loaded.saves[0].clone();
        save.no = loaded.seen;
        save.at = "2026-11-23T15:04:05+08:00".parse().unwrap();
        loaded.saves.insert(0, save);
        writing.take(&loaded);
        let Keeping::Saved(at) = writing.keeping.get() else {
            panic!("it is saved");
        };
        assert!(at.ends_with("15:04:05"), "{at}");
        // What was refused stays refused, whatever others do.
        writing
            .keeping
            .set(Keeping::Refused(ApiError::Transport(String::new())));
        writing.take(&later(&loaded, OTHER, "0477"));
        assert!(matches!(writing.keeping.get(), Keeping::Refused(_)));
    });
}

#[test]
fn where_both_wrote_neither_text_is_lost_and_nothing_is_sent_before_the_choice() {
    writing(|writing, first| {
        writing.write(PLACE, "我的".into());
        writing.save();
        writing.answered(saved(8, vec![clash(PLACE, "对方的", "我的")]));
        assert_eq!(writing.text(PLACE), "我的");
        assert_eq!(writing.clashes.get()[0].theirs, "对方的");
        assert_eq!(writing.to_send(), []);
        assert_eq!(writing.keeping.get(), Keeping::Held);

        writing.choose(PLACE, "我的".into());
        assert_eq!(writing.clashes.get(), []);
        assert_eq!(writing.keeping.get(), Keeping::Saving);
        writing.answered(saved(9, vec![]));

        // By a push, before anything was sent.
        writing.write(PLACE, "又改".into());
        let mut pushed = later(&first, PLACE, "对方又改");
        pushed.seen = 10;
        writing.take(&pushed);
        assert_eq!(writing.clashes.get()[0].mine, "又改");
        writing.choose(PLACE, "对方又改".into());
        assert_eq!(writing.text(PLACE), "对方又改");
        assert_eq!(writing.to_send(), []);
        assert_eq!(writing.keeping.get(), Keeping::Saved("14:03:22".into()));
    });
}

#[test]
fn an_own_save_that_comes_back_is_no_clash() {
    writing(|writing, first| {
        writing.write(PLACE, "甲".into());
        writing.save();
        writing.write(PLACE, "甲乙".into());
        writing.take(&later(&first, PLACE, "甲"));
        assert_eq!(writing.clashes.get(), []);
        assert_eq!(writing.text(PLACE), "甲乙");
        writing.answered(saved(8, vec![]));
        assert_eq!(writing.to_send(), [(PLACE.into(), "甲乙".into())]);
    });
}

#[test]
fn an_older_view_changes_nothing() {
    writing(|writing, first| {
        writing.write(PLACE, "新".into());
        writing.save();
        writing.answered(saved(8, vec![]));
        writing.take(&first);
        assert_eq!(writing.text(PLACE), "新");
        assert_eq!(writing.seen.get(), 8);
    });
}

#[test]
fn without_a_connection_the_text_stays_and_is_sent_later() {
    writing(|writing, _| {
        writing.write(PLACE, "离线写的".into());
        writing.save();
        writing.answered(Err(ApiError::Transport("offline".into())));
        assert_eq!(writing.keeping.get(), Keeping::Offline);
        assert_eq!(writing.to_send(), [(PLACE.into(), "离线写的".into())]);
        writing.save();
        writing.answered(saved(8, vec![]));
        assert_eq!(writing.to_send(), []);
    });
}

#[test]
fn a_text_beyond_all_measure_is_refused_and_stays_on_the_screen() {
    writing(|writing, first| {
        writing.write(PLACE, "长".repeat(500));
        assert!(matches!(writing.keeping.get(), Keeping::Refused(_)));
        assert_eq!(writing.text(PLACE), first.draft.get(PLACE));
    });
}
