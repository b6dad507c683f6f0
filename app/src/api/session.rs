//! Doorways to `SessionApi`, and the one question that needs no session.

use domain::SignInId;
use domain::contract::{DemoLogin, Me, SignIn};
use leptos::server;

use super::{ApiError, Json};
#[cfg(feature = "ssr")]
use super::{answer, backend};

/// The signed-in person.
#[server(name = MeCall, endpoint = "me", input = Json, output = Json)]
pub async fn me() -> Result<Me, ApiError> {
    answer(backend()?.me().await)
}

/// The person's devices.
#[server(name = SignInsCall, endpoint = "sign_ins", input = Json, output = Json)]
pub async fn sign_ins() -> Result<Vec<SignIn>, ApiError> {
    answer(backend()?.sign_ins().await)
}

/// Signs one of the person's devices out.
#[server(endpoint = "revoke_sign_in")]
pub async fn revoke_sign_in(id: SignInId) -> Result<(), ApiError> {
    answer(backend()?.revoke_sign_in(id).await)
}

/// The logins a demo prints on its login page; public, empty outside of a demo.
#[server(name = LoginPageCall, endpoint = "login_page", input = Json, output = Json)]
pub async fn login_page() -> Result<Vec<DemoLogin>, ApiError> {
    Ok(super::demo_logins())
}
