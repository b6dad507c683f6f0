//! What a page can ask of the server: every use case by name, and the shapes that cross the wire.
//!
//! The signed-in session is the only thing that implements [`Backend`]; who asks is therefore never
//! an argument, and neither is the tenant of a write.

mod acceptance;
mod application;
mod books;
mod calendar;
mod classification;
mod doing;
mod evaluator;
mod feed;
mod figures;
mod inbox;
mod injuries;
mod institution;
mod local_rule;
mod meeting;
mod money;
mod paper;
mod part;
mod project;
mod proposal;
mod region;
mod screens;
mod search;
mod session;
mod standard;
mod story;
mod urging;

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::Refusal;

pub use acceptance::*;
pub use application::*;
pub use books::*;
pub use calendar::*;
pub use classification::*;
pub use doing::*;
pub use evaluator::*;
pub use feed::*;
pub use figures::*;
pub use inbox::*;
pub use injuries::*;
pub use institution::*;
pub use local_rule::*;
pub use meeting::*;
pub use money::*;
pub use paper::*;
pub use part::*;
pub use project::*;
pub use proposal::*;
pub use region::*;
pub use screens::*;
pub use search::*;
pub use session::*;
pub use standard::*;
pub use story::*;
pub use urging::*;

/// What comes back instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Fault {
    /// The person can act on it.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Ours; logged once under this id, which is all the person is shown.
    #[error("系统内部错误，编号 {0}")]
    Internal(String),
}

impl Fault {
    /// The refusal, if it is one.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Internal(_) => None,
        }
    }
}

/// The answer of every use case.
pub type Answer<T> = Result<T, Fault>;

/// Everything a signed-in person can ask for.
#[async_trait]
pub trait Backend:
    SessionApi
    + ScreensApi
    + FiguresApi
    + ApplicationApi
    + ProposalApi
    + MeetingApi
    + ProjectApi
    + AcceptanceApi
    + EvaluatorApi
    + MoneyApi
    + InstitutionApi
    + DoingApi
    + StoryApi
    + BooksApi
    + CalendarApi
    + StandardApi
    + LocalRuleApi
    + ClassificationApi
    + InboxApi
    + UrgingApi
    + FeedApi
    + Send
    + Sync
    + 'static
{
}

impl<T> Backend for T where
    T: SessionApi
        + ScreensApi
        + FiguresApi
        + ApplicationApi
        + ProposalApi
        + MeetingApi
        + ProjectApi
        + AcceptanceApi
        + EvaluatorApi
        + MoneyApi
        + InstitutionApi
        + DoingApi
        + StoryApi
        + BooksApi
        + CalendarApi
        + StandardApi
        + LocalRuleApi
        + ClassificationApi
        + InboxApi
        + UrgingApi
        + FeedApi
        + Send
        + Sync
        + 'static
{
}

/// The session as middleware hands it to server functions and pages: in the request's extensions.
#[derive(Clone)]
pub struct Signed(pub Arc<dyn Backend>);

/// What anybody may ask without a session: in the extensions of every request.
#[derive(Clone)]
pub struct Public(pub Arc<dyn PublicApi>);
