//! A mail server that keeps what it gets, and misbehaves as told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::mail::Mailer;

/// The public address in the mails of the tests.
pub const SITE: &str = "https://yufang.example.cn";
/// How long a mail may take in the tests.
pub const PATIENCE: Duration = Duration::from_millis(600);

/// What the server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Takes everything.
    Accept,
    /// Hangs up at once.
    Down,
    /// Greets nobody, or answers nothing about one address.
    Silent,
    /// 451 at the recipient.
    Busy,
    /// 550 at the recipient.
    Refuse,
    /// 535 at the password.
    Locked,
    /// Keeps the mail and hangs up before it says so.
    Vanish,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Caught {
    pub from: String,
    pub to: String,
    /// Headers and body as they came over the wire.
    pub raw: String,
}

impl Caught {
    /// A header, unfolded and with its encoded words read; every one of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default();
        let head = head.replace("\r\n ", " ");
        let all = head.split("\r\n").filter_map(|line| line.split_once(": "));
        all.filter(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| words(value))
            .collect()
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> String {
        let body = self.raw.split_once("\r\n\r\n").expect("a body").1;
        let text = String::from_utf8(base64(body)).expect("UTF-8");
        text.replace("\r\n", "\n")
    }

    /// The six digits of a mail that brings a code.
    #[must_use]
    pub fn code(&self) -> String {
        let text = self.text();
        let after = text.split_once("验证码是 ").expect("a code").1;
        after.chars().take(6).collect()
    }
}

/// `=?utf-8?b?…?=` as text; the blank between two of them belongs to neither.
fn words(value: &str) -> String {
    let (mut text, mut encoded) = (String::new(), false);
    for part in value.split(' ') {
        let inner = part
            .strip_prefix("=?utf-8?b?")
            .and_then(|part| part.strip_suffix("?="));
        if !(text.is_empty() || encoded && inner.is_some()) {
            text.push(' ');
        }
        encoded = inner.is_some();
        match inner {
            Some(inner) => text.push_str(&String::from_utf8(base64(inner)).expect("UTF-8")),
            None => text.push_str(part),
        }
    }
    text
}

fn base64(text: &str) -> Vec<u8> {
    let six = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for value in text.bytes().filter_map(six) {
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).expect("a byte"));
        }
    }
    bytes
}

#[derive(Default)]
struct Kept {
    mode: Option<Mode>,
    of_address: BTreeMap<String, Mode>,
    caught: Vec<Caught>,
    asked: usize,
}

/// The running server; it ends with the test's runtime.
#[derive(Clone)]
pub struct Catcher {
    place: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

impl Catcher {
    /// Starts one on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let catcher = Self {
            place: listener.local_addr().expect("an address"),
            kept: Arc::default(),
        };
        let server = catcher.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        catcher
    }

    /// The way out to it, for `Settings::mailer`.
    #[must_use]
    pub fn mailer(&self) -> Mailer {
        let mailer = Mailer::open(&self.url(), "yufang@example.cn", SITE).expect("a mailer");
        mailer.with_patience(PATIENCE)
    }

    /// Its address, as in `YUFANG_SMTP`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://yufang:geheim%2B1@{}", self.place)
    }

    fn kept<T>(&self, look: impl FnOnce(&mut Kept) -> T) -> T {
        look(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on, towards everybody.
    pub fn is(&self, mode: Mode) {
        self.kept(|kept| kept.mode = Some(mode));
    }

    /// From now on, about one address.
    pub fn is_to(&self, address: &str, mode: Mode) {
        self.kept(|kept| kept.of_address.insert(address.into(), mode));
    }

    /// What came, in order.
    #[must_use]
    pub fn caught(&self) -> Vec<Caught> {
        self.kept(|kept| kept.caught.clone())
    }

    /// What came for an address.
    #[must_use]
    pub fn caught_by(&self, address: &str) -> Vec<Caught> {
        let all = self.caught().into_iter();
        all.filter(|mail| mail.to == address).collect()
    }

    /// How often somebody connected.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.kept(|kept| kept.asked)
    }

    fn mode(&self, address: Option<&str>) -> Mode {
        self.kept(|kept| {
            let own = address.and_then(|address| kept.of_address.get(address).copied());
            own.or(kept.mode).unwrap_or(Mode::Accept)
        })
    }

    async fn serve(&self, stream: TcpStream) {
        self.kept(|kept| kept.asked += 1);
        let (read, write) = stream.into_split();
        let talk = Talk {
            lines: BufReader::new(read).lines(),
            write,
        };
        match self.mode(None) {
            Mode::Down => {}
            Mode::Silent => std::future::pending().await,
            _ => {
                let _ended = self.converse(talk).await;
            }
        }
    }

    /// `None` = the other side is gone, or this one hangs up.
    async fn converse(&self, mut talk: Talk) -> Option<()> {
        talk.say("220 catcher").await?;
        let (mut from, mut to) = (String::new(), String::new());
        loop {
            let line = talk.lines.next_line().await.ok()??;
            let command = line.split([' ', ':']).next().unwrap_or_default();
            match command {
                "EHLO" => talk.say("250-catcher\r\n250 AUTH PLAIN LOGIN").await?,
                "AUTH" if self.mode(None) == Mode::Locked => talk.say("535 5.7.8 no").await?,
                // yufang, geheim+1
                "AUTH" if line.ends_with("AHl1ZmFuZwBnZWhlaW0rMQ==") => talk.say("235 ok").await?,
                "AUTH" => talk.say("535 5.7.8 who?").await?,
                "MAIL" => {
                    from = within(&line);
                    talk.say("250 ok").await?;
                }
                "RCPT" => {
                    to = within(&line);
                    match self.mode(Some(&to)) {
                        Mode::Silent => std::future::pending().await,
                        Mode::Busy => talk.say("451 4.3.0 later").await?,
                        Mode::Refuse => {
                            talk.say(&format!("550 5.1.1 <{to}> does not exist"))
                                .await?;
                        }
                        _ => talk.say("250 ok").await?,
                    }
                }
                "DATA" => {
                    talk.say("354 go on").await?;
                    let raw = talk.mail().await?;
                    let caught = Caught {
                        from: from.clone(),
                        to: to.clone(),
                        raw,
                    };
                    self.kept(|kept| kept.caught.push(caught));
                    if self.mode(Some(&to)) == Mode::Vanish {
                        return None;
                    }
                    talk.say("250 kept").await?;
                }
                "QUIT" => {
                    talk.say("221 bye").await?;
                    return None;
                }
                _ => talk.say("502 what?").await?,
            }
        }
    }
}

/// `MAIL FROM:<a@b> …`: what stands between the brackets.
fn within(line: &str) -> String {
    let inner = line
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.into())
}

struct Talk {
    lines: Lines<BufReader<OwnedReadHalf>>,
    write: OwnedWriteHalf,
}

impl Talk {
    async fn say(&mut self, line: &str) -> Option<()> {
        let line = format!("{line}\r\n");
        self.write.write_all(line.as_bytes()).await.ok()
    }

    /// Everything through the dot, its stuffing taken out.
    async fn mail(&mut self) -> Option<String> {
        let mut raw = String::new();
        loop {
            let line = self.lines.next_line().await.ok()??;
            if line == "." {
                return Some(raw);
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
    }
}
