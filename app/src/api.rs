//! The doorways: one server function per use case, named as the use case, at most five lines each.
//!
//! A doorway takes the session from the request, parses what a person typed, calls the contract and
//! turns the fault into an [`ApiError`]. Writes are plain forms (they work without JavaScript).

pub mod acceptance;
pub mod application;
pub mod books;
pub mod calendar;
pub mod classification;
pub mod doing;
pub mod evaluator;
pub mod feed;
pub mod figures;
pub mod inbox;
pub mod institution;
pub mod local_rule;
pub mod meeting;
pub mod money;
pub mod project;
pub mod proposal;
pub mod public;
pub mod screens;
pub mod session;
pub mod standard;
pub mod story;
pub mod urging;

use domain::Refusal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use server_fn::codec::Post;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType};

#[cfg(feature = "ssr")]
pub use server::content_security_policy;
#[cfg(feature = "ssr")]
pub(crate) use server::{amount, answer, backend, demo_logins, land_on, page_status, public};

/// JSON read as text. The stock encoding reads bytes, which compiles a second reader for every type
/// beside the one that resources and the live socket use: a fifth of the program in the browser.
pub struct TextJson;

/// Arguments and answers as [`TextJson`] in a POST.
pub type Json = Post<TextJson>;

impl ContentType for TextJson {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for TextJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for TextJson {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<server_fn::Bytes, Self::Error> {
        serde_json::to_string(output).map(server_fn::Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for TextJson {
    type Error = serde_json::Error;

    fn decode(bytes: server_fn::Bytes) -> Result<T, Self::Error> {
        // Text that is not UTF-8 is no JSON either, and fails as such.
        serde_json::from_str(std::str::from_utf8(&bytes).unwrap_or_default())
    }
}

/// What comes back instead of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApiError {
    /// The person can act on it.
    Refused(Refusal),
    /// Ours; logged under this number.
    Internal(String),
    /// The question did not reach the server, or the answer did not come back.
    Transport(String),
}

impl ApiError {
    /// What the person reads.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.sentence(),
            Self::Internal(id) => format!(
                "系统内部错误，未作任何变更。请稍后重试；如仍出现，请把编号 {id} 告知管理员。"
            ),
            Self::Transport(_) => {
                "与服务器的连接中断，未收到办理结果。请检查网络后重试，已填写的内容仍在页面上。"
                    .into()
            }
        }
    }

    /// The refusal, if it is one.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The HTTP status: that of the refusal, 500 for our own failures, 400 for a malformed question.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Refused(refusal) => refusal.status(),
            Self::Internal(_) => 500,
            Self::Transport(_) => 400,
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = TextJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let error = Self::Transport(error.to_string());
        #[cfg(feature = "ssr")]
        server::api_status(&error);
        error
    }
}

#[cfg(feature = "ssr")]
mod server;
