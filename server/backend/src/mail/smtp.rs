//! One mail to one address. The conversation is led command by command, because what a refusal means
//! depends on the command: a wrong password must not look like an address that does not exist.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};
use lettre::address::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as MailFrom, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Category;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use url::Url;

/// How long the server may take to let us in, and again to take a mail.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a good-bye may take; the mail is delivered or not by then.
const GOODBYE: Duration = Duration::from_millis(500);
/// The sender's name where the setting gives an address only.
const SENDER: &str = "预防通";

/// Which setting of three cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSetting {
    Smtp,
    From,
    Site,
}

/// The way out for mails. Printing it shows no password.
#[derive(Clone)]
pub struct Mailer {
    server: Arc<Server>,
    from: Mailbox,
    site: Arc<str>,
    patience: Duration,
}

struct Server {
    host: String,
    port: u16,
    /// `None` = in the clear.
    tls: Option<(TlsMode, TlsParameters)>,
    credentials: Option<Credentials>,
    /// Who we are: the host of the system's public address.
    hello: ClientId,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TlsMode {
    /// From the first byte.
    Wrapped,
    /// By STARTTLS, or not at all.
    Required,
    /// By STARTTLS where the server offers it.
    Offered,
}

/// What is sent.
pub(crate) struct Mail<'a> {
    pub to: &'a str,
    pub subject: &'a str,
    pub text: String,
    /// The same for the same mail, however often it is tried.
    pub id: String,
    pub at: DateTime<FixedOffset>,
}

/// Why a mail did not arrive, for the log: a command and a code, never an address or what the server wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undelivered {
    /// The server takes nothing for this address, now or later.
    Refused(String),
    /// The server cannot be reached, or takes nothing at all from us.
    Unreachable(String),
    /// This mail did not get through, or nobody knows whether it did.
    Failed(String),
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer")
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

impl Mailer {
    /// Reads the three settings: `smtp://` or `smtps://user:password@host:port` (`?tls=required` for
    /// STARTTLS), the sender, and the public https address of the system.
    ///
    /// # Errors
    /// Which of them cannot be read.
    pub fn open(smtp: &str, from: &str, site: &str) -> Result<Self, BadSetting> {
        let site = Url::parse(site)
            .ok()
            .filter(is_site)
            .ok_or(BadSetting::Site)?;
        let host = site.host_str().ok_or(BadSetting::Site)?.to_owned();
        let hello = ClientId::Domain(host);
        let mut from: Mailbox = from.parse().map_err(|_| BadSetting::From)?;
        if !from.email.to_string().is_ascii() {
            return Err(BadSetting::From);
        }
        from.name.get_or_insert_with(|| SENDER.into());
        Ok(Self {
            server: Arc::new(Server::open(smtp, hello)?),
            from,
            site: site.as_str().trim_end_matches('/').into(),
            patience: PATIENCE,
        })
    }

    /// The same with another patience, for the tests.
    #[cfg(any(test, feature = "testkit"))]
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The public address of the system, without a slash at its end.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Whether it is an address mails can go to.
    pub(crate) fn takes(address: &str) -> bool {
        address.parse::<Address>().is_ok()
    }

    /// Sends one mail, or says why not. It never takes longer than twice the patience.
    pub(crate) async fn send(&self, mail: Mail<'_>) -> Result<(), Undelivered> {
        let to: Address = mail
            .to
            .parse()
            .map_err(|_| Undelivered::Refused("address".into()))?;
        let bytes = self
            .written(&mail, to.clone())
            .ok_or_else(|| Undelivered::Failed("message".into()))?;
        let mut connection = timeout(self.patience, self.server.connect(self.patience))
            .await
            .map_err(|_| Undelivered::Unreachable("no answer".into()))??;
        let delivered = timeout(self.patience, self.deliver(&mut connection, to, &bytes))
            .await
            .unwrap_or_else(|_| Err(Undelivered::Failed("no answer".into())));
        let _gone = timeout(GOODBYE, connection.abort()).await;
        delivered
    }

    /// The mail as it goes over the wire: only ASCII, headers encoded, so that no server has to be able to
    /// do more, and nothing in it becomes a header of its own.
    fn written(&self, mail: &Mail<'_>, to: Address) -> Option<Vec<u8>> {
        let text = Body::new_with_encoding(mail.text.clone(), ContentTransferEncoding::Base64);
        let host = &self.server.hello;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject)
            .date(SystemTime::from(mail.at))
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            // Holiday notices and the like must not answer (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".into(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(text.ok()?);
        message.ok().map(|message| message.formatted())
    }

    async fn deliver(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: Address,
        bytes: &[u8],
    ) -> Result<(), Undelivered> {
        let from = MailFrom::new(Some(self.from.email.clone()), Vec::new());
        // A sender that is not taken is nobody's address but ours.
        connection
            .command(from)
            .await
            .map_err(|error| Undelivered::Unreachable(said("MAIL", &error)))?;
        connection
            .command(Rcpt::new(to, Vec::new()))
            .await
            .map_err(|error| of_recipient(&error))?;
        let failed = |command| move |error: SmtpError| Undelivered::Failed(said(command, &error));
        connection.command(Data).await.map_err(failed("DATA"))?;
        connection.message(bytes).await.map_err(failed("message"))?;
        Ok(())
    }
}

impl Server {
    fn open(smtp: &str, hello: ClientId) -> Result<Self, BadSetting> {
        // The library's own check of scheme and parameters; what it builds would not say at which command
        // a mail was refused.
        AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp).map_err(|_| BadSetting::Smtp)?;
        let url = Url::parse(smtp).map_err(|_| BadSetting::Smtp)?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or(BadSetting::Smtp)?.to_owned();
        let tls = url.query_pairs().find(|(name, _)| name == "tls");
        let (mode, port) = match (url.scheme(), tls.as_ref().map(|(_, mode)| mode.as_ref())) {
            ("smtps", _) => (Some(TlsMode::Wrapped), 465),
            ("smtp", Some("required")) => (Some(TlsMode::Required), 587),
            ("smtp", Some(_)) => (Some(TlsMode::Offered), 587),
            _ => (None, 25),
        };
        let encrypted = |mode| TlsParameters::new(host.clone()).map(|tls| (mode, tls));
        let tls = mode.map(encrypted).transpose();
        Ok(Self {
            port: url.port().unwrap_or(port),
            tls: tls.map_err(|_| BadSetting::Smtp)?,
            host,
            credentials: credentials(&url)?,
            hello,
        })
    }

    /// Lets itself be let in: connection, greeting, encryption, password.
    async fn connect(&self, patience: Duration) -> Result<AsyncSmtpConnection, Undelivered> {
        let fails =
            |command| move |error: SmtpError| Undelivered::Unreachable(said(command, &error));
        let tls = |wanted: &[TlsMode]| {
            let tls = self.tls.as_ref();
            tls.filter(|(mode, _)| wanted.contains(mode))
                .map(|(mode, parameters)| (*mode, parameters.clone()))
        };
        let wrapped = tls(&[TlsMode::Wrapped]).map(|(_, parameters)| parameters);
        let place = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(place, Some(patience), &self.hello, wrapped, None)
                .await
                .map_err(fails("connect"))?;
        if let Some((mode, parameters)) = tls(&[TlsMode::Required, TlsMode::Offered])
            && (mode == TlsMode::Required || connection.can_starttls())
        {
            connection
                .starttls(parameters, &self.hello)
                .await
                .map_err(fails("STARTTLS"))?;
        }
        if let Some(credentials) = &self.credentials {
            connection
                .auth(DEFAULT_MECHANISMS, credentials)
                .await
                .map_err(fails("AUTH"))?;
        }
        Ok(connection)
    }
}

/// User and password as the address gives them, both or neither.
fn credentials(url: &Url) -> Result<Option<Credentials>, BadSetting> {
    let Some(password) = url.password() else {
        let none = url.username().is_empty();
        return none.then_some(None).ok_or(BadSetting::Smtp);
    };
    let decoded = |text| {
        let text = percent_decode_str(text).decode_utf8();
        text.map(Cow::into_owned).map_err(|_| BadSetting::Smtp)
    };
    Ok(Some(Credentials::new(
        decoded(url.username())?,
        decoded(password)?,
    )))
}

/// A public address and nothing behind it: paths are ours to add.
fn is_site(url: &Url) -> bool {
    url.scheme() == "https"
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
}

/// 550 and the like speak of the mailbox; other permanent refusals (530: log in first) of us.
fn of_recipient(error: &SmtpError) -> Undelivered {
    let why = said("RCPT", error);
    match error.status() {
        Some(code) if error.is_permanent() && code.category == Category::MailSystem => {
            Undelivered::Refused(why)
        }
        Some(_) if error.is_permanent() => Undelivered::Unreachable(why),
        _ => Undelivered::Failed(why),
    }
}

/// What went wrong in our own words: what a server answers often repeats the address.
fn said(command: &str, error: &SmtpError) -> String {
    match error.status() {
        Some(code) => format!("{command} {code}"),
        None if error.is_tls() => format!("{command}: TLS"),
        None if error.is_timeout() => format!("{command}: no answer"),
        None => format!("{command}: connection lost or refused"),
    }
}
