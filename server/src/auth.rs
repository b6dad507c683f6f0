//! From cookie to session, and the two routes that make and end one.
//!
//! Whether a login is right, throttled or locked is decided in `backend`; here is only what HTTP
//! needs: the cookie, the redirects, the client's address.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Extension;
use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Form, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use backend::Session;
use backend::auth::Granted;
use domain::Refusal;
use domain::contract::{Fault, Public, SessionApi as _, Signed};
use serde::Deserialize;

use crate::config::Config;
use crate::router::{Pages, Server};
use crate::telemetry::failure_page;

/// The token of the request's valid session.
#[derive(Clone)]
pub struct Token(pub String);

/// Reads the cookie and hands the session to everything behind it: as [`Signed`] for pages and
/// server functions, as [`Session`] and [`Token`] for this crate. What needs no session is there for
/// everybody as [`Public`]. Pages without a session lead to the login, but for those of the public;
/// server functions answer for themselves.
pub async fn identify(
    State((server, pages)): State<(Server, Pages)>,
    mut request: Request,
    next: Next,
) -> Response {
    let public = Public(std::sync::Arc::new(server.db.clone()));
    request.extensions_mut().insert(public);
    if let Some(token) = cookie(request.headers(), server.config.cookie()) {
        // An open tab asks for its views by itself: that is no activity of a person.
        let session = if request.uri().path().starts_with("/live") {
            backend::auth::still_open(&server.db, token).await
        } else {
            backend::auth::session(&server.db, token).await
        };
        match session {
            Ok(session) => {
                let token = Token(token.to_owned());
                let extensions = request.extensions_mut();
                extensions.insert(Signed(std::sync::Arc::new(session.clone())));
                extensions.insert(session);
                extensions.insert(token);
            }
            Err(Fault::Refused(_)) => {}
            Err(Fault::Internal(id)) => return failure_page(&id),
        }
    }
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let path = path.as_deref().unwrap_or_default();
    if matches!(path, "/login" | "/api/login_page") {
        request
            .extensions_mut()
            .insert(app::DemoLogins(server.logins.to_vec()));
    } else if pages.0.contains(path)
        && !path.starts_with("/public/")
        && matches!(*request.method(), Method::GET | Method::HEAD)
        && request.extensions().get::<Session>().is_none()
    {
        return to_login(&request);
    }
    next.run(request).await
}

/// To the login, and from there to what was asked for.
pub(crate) fn to_login(request: &Request) -> Response {
    let wanted = request
        .uri()
        .path_and_query()
        .map(|wanted| wanted.as_str())
        .filter(|path| is_local(path));
    let wanted = wanted
        .map(|path| format!("?next={}", encoded(path)))
        .unwrap_or_default();
    Redirect::to(&format!("/login{wanted}")).into_response()
}

/// `/`: to the first page of the person's post.
pub async fn home(session: Option<Extension<Session>>) -> Response {
    let Some(Extension(session)) = session else {
        return Redirect::to("/login").into_response();
    };
    match session.me().await {
        Ok(me) => Redirect::to(me.home()).into_response(),
        Err(Fault::Refused(_)) => Redirect::to("/login").into_response(),
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}

/// What the login form sends.
#[derive(Deserialize)]
pub struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /login`: a cookie and the page that was wanted, or back to the form with the reason.
pub async fn login(
    State(server): State<Server>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    before: Option<Extension<Token>>,
    headers: HeaderMap,
    form: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return back_to_form(&Refusal::LoginFailed, "", "");
    };
    let address = client_address(&server.config, &headers, peer.map(|Extension(peer)| peer.0));
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    match backend::auth::sign_in(&server.db, &form.login, &form.password, address, agent).await {
        Ok(granted) => {
            // The browser forgets the old token now, so nobody could ever end that session.
            if let Some(Extension(Token(old))) = before {
                let _ = backend::auth::sign_out(&server.db, &old).await;
            }
            let next = if is_local(&form.next) {
                &form.next
            } else {
                granted.home
            };
            with_cookie(
                Redirect::to(next).into_response(),
                &cookie_of(&server, &granted),
            )
        }
        Err(Fault::Refused(refusal)) => back_to_form(&refusal, &form.login, &form.next),
        Err(Fault::Internal(id)) => failure_page(&id),
    }
}

fn back_to_form(refusal: &Refusal, login: &str, next: &str) -> Response {
    let mut to = format!("/login?error={}&login={}", refusal.kind(), encoded(login));
    if let Refusal::TooManyAttempts { minutes } = refusal {
        to.push_str(&format!("&minutes={minutes}"));
    }
    if is_local(next) {
        to.push_str(&format!("&next={}", encoded(next)));
    }
    Redirect::to(&to).into_response()
}

/// `POST /logout`: the session ends everywhere, its sockets within seconds.
pub async fn logout(State(server): State<Server>, token: Option<Extension<Token>>) -> Response {
    if let Some(Extension(Token(token))) = token
        && let Err(Fault::Internal(id)) = backend::auth::sign_out(&server.db, &token).await
    {
        return failure_page(&id);
    }
    let cookie = cookie_text(&server.config, "", 0);
    with_cookie(Redirect::to("/login").into_response(), &cookie)
}

fn cookie_of(server: &Server, granted: &Granted) -> String {
    let seconds = (granted.expires - server.db.now()).num_seconds().max(0);
    cookie_text(&server.config, &granted.token, seconds)
}

fn cookie_text(config: &Config, token: &str, seconds: i64) -> String {
    let secure = if config.tls { "; Secure" } else { "" };
    format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
        config.cookie()
    )
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    match HeaderValue::from_str(cookie) {
        Ok(value) => {
            response.headers_mut().append(header::SET_COOKIE, value);
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The value of a cookie, from however many `Cookie` headers there are.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Where the request comes from: the peer, or what the nearest proxy says it got.
fn client_address(config: &Config, headers: &HeaderMap, peer: Option<SocketAddr>) -> IpAddr {
    let forwarded = || {
        // The last entry is the proxy's own; those before it are whatever the client sent.
        let list = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()?
            .to_str()
            .ok()?;
        list.rsplit(',').next()?.trim().parse().ok()
    };
    let forwarded = if config.trust_proxy {
        forwarded()
    } else {
        None
    };
    forwarded
        .or_else(|| peer.map(|peer| peer.ip()))
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// Whether a redirect to it stays on this site: one leading slash, visible ASCII, nothing a browser
/// would read as another host.
pub(crate) fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !path.contains("//")
        && !path.starts_with("/login")
}

/// Percent-encodes a value of a query.
pub(crate) fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leaves_the_site() {
        for path in ["/projects/1?tab=money", "/", "/region?year=2026"] {
            assert!(is_local(path), "{path}");
        }
        for path in [
            "",
            "projects",
            "//evil.example",
            "/\\evil.example",
            "/a//b",
            "https://evil.example",
            "/a b",
            "/登录",
            "/\r\nX: y",
            "/login",
        ] {
            assert!(!is_local(path), "{path}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; sidx=2"));
        headers.append(header::COOKIE, HeaderValue::from_static("b=3; sid=t0ken"));
        assert_eq!(cookie(&headers, "sid"), Some("t0ken"));
        assert_eq!(cookie(&headers, "__Host-sid"), None);
    }

    #[test]
    fn a_forwarded_address_counts_only_behind_a_trusted_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-forwarded-for",
            HeaderValue::from_static("1.2.3.4, 10.0.0.7"),
        );
        let peer = Some(SocketAddr::from(([127, 0, 0, 1], 9)));
        let config = |trust: &str| {
            Config::read([("YUFANG_TRUST_PROXY".to_owned(), trust.to_owned())]).unwrap()
        };
        assert_eq!(
            client_address(&config("0"), &headers, peer).to_string(),
            "127.0.0.1"
        );
        assert_eq!(
            client_address(&config("1"), &headers, peer).to_string(),
            "10.0.0.7"
        );
    }

    #[test]
    fn values_of_a_query_cannot_add_parameters() {
        assert_eq!(encoded("a&b=张 三"), "a%26b%3D%E5%BC%A0%20%E4%B8%89");
    }
}
