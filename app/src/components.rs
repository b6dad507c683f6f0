//! The parts pages are made of: data in, view out. Only the frame of a page and the form of an
//! action talk to the server.

mod act;
mod badge;
mod bar;
mod cap;
mod chart;
mod deadline;
mod draft;
mod fault;
mod feed;
mod field;
mod fold;
mod keys;
mod links;
mod offers;
mod page;
mod pipeline;
mod public_frame;
mod query;
mod rows;
mod sync;
mod timeline;
mod topbar;
mod upload;
mod why;

pub use act::{Act, ActForm, FileForm, Settle, act_key, form_was_refused, refused, was_refused};
pub use badge::{
    acceptance_badge, badge, ban_badge, case_badge, filing_mark, level_tag, meeting_badge,
    payment_badge, project_badge, standing, standing_badge, yes_no,
};
pub use bar::{legend, meter, stacked};
pub use cap::{cap_bar, cap_legend};
pub use chart::{Bar, bars, columns, key};
pub use deadline::{due_table, due_tag, ticking};
pub use draft::{draft, waiting};
pub use fault::{FaultNote, fault_page, note};
pub use feed::feed;
pub use field::{
    AmountField, AreaField, CheckField, Choice, ChoiceField, FileField, PlaceField, RadioField,
    TextField, inner_text,
};
pub use fold::{ActFold, possible};
pub use keys::Keys;
pub use links::{ToList, behind_rows, behind_sum, number_or_link};
pub use offers::{deed, not_now, offered, open_when_asked};
pub use page::{Follow, PastDay, Refresh, page, page_of, past_day, today};
pub use pipeline::{ages, pipeline};
pub use public_frame::public_frame;
pub use query::QueryForm;
pub use rows::{rows, slice};
pub use sync::SyncMark;
pub use timeline::timeline;
pub use topbar::TopBar;
pub use upload::Sending;
pub use why::{moves, why};
