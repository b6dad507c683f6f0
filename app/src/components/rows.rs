//! Lists that change under the reader: a row keeps its element (and the focus in it) as long as its
//! key lives, shows new content in place, and is marked for a moment when it changed.

use std::hash::Hash;

use leptos::prelude::*;

use crate::live::fresh;

/// One part of a page's data; it changes only when that part changed.
pub fn slice<T, U>(whole: Signal<T>, part: impl Fn(&T) -> U + Send + Sync + 'static) -> Signal<U>
where
    T: Send + Sync + 'static,
    U: Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| whole.with(|whole| part(whole))).into()
}

/// One view per row, by key; the view gets the row's content and whether it has just changed.
pub fn rows<T, K>(
    each: Signal<Vec<T>>,
    key: fn(&T) -> K,
    row: impl Fn(Signal<T>, Signal<bool>) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Eq + Hash + Send + Sync + 'static,
{
    let settled = StoredValue::new(false);
    Effect::new(move |_| settled.set_value(true));
    let keys = move || each.with(|rows| rows.iter().map(key).collect::<Vec<_>>());
    let child = move |id: K| {
        let find = move || each.with(|rows| rows.iter().find(|row| key(row) == id).cloned());
        let Some(first) = untrack(&find) else {
            return ().into_any();
        };
        // A row that is leaving keeps its last content until it is gone.
        let value = Memo::new(move |last: Option<&T>| {
            find()
                .or_else(|| last.cloned())
                .unwrap_or_else(|| first.clone())
        });
        let value: Signal<T> = value.into();
        row(value, fresh(value, settled.get_value()))
    };
    view! { <For each=keys key=Clone::clone children=child/> }.into_any()
}
