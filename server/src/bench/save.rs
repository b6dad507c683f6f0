//! `yufang bench save`: how long saving a draft takes, while typing and as a whole form.
//!
//! It writes in a draft of its own, filled like a real application, and gives it up at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use domain::access::Role;
use domain::contract::{ApplicationView, DemoLogin, Opening, Openings, Saved};
use domain::{ProjectId, Version};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Save;
use super::cast::{look, sign_in, unreachable};
use super::figures::Spread;
use super::http::{FORM, Line};
use super::live::usage;
use super::process::{Process, Usage};
use crate::auth::encoded;

/// A filled application, as the form exchanges it.
const SAMPLE: &str = include_str!("../../../end2end/samples/application-ordos-coal.json");
/// Saves before the clock starts.
const WARMING: usize = 5;
/// What is typed in.
const TYPED: &str = "annex1.summary";

/// The figures, as they are printed and written.
#[derive(Serialize)]
struct Report {
    address: SocketAddr,
    city: String,
    year: i32,
    /// Fields and characters of the draft.
    fields: usize,
    characters: u32,
    /// One field changed and sent, in microseconds as all of them.
    typing: Spread,
    /// All fields sent, one of them changed, as a browser without JavaScript does.
    whole: Spread,
    server: Option<Usage>,
}

/// Measures and prints.
///
/// # Errors
/// A sentence when there is no demo, nowhere to apply, or a save is refused.
pub async fn run(ask: &Save) -> Result<(), String> {
    let address = ask.server.address()?;
    let mut desk = Desk::open(address).await?;
    let measured = desk.measure(ask).await;
    desk.give_up().await?;
    let (typing, whole, server) = measured?;
    let (fields, characters) = (desk.fields.len(), desk.characters);
    ask.server.publish(&Report {
        address,
        city: desk.opening.name,
        year: desk.opening.year,
        fields,
        characters,
        typing,
        whole,
        server,
    })
}

/// Somebody at a form.
struct Desk {
    address: SocketAddr,
    line: Line,
    cookie: String,
    opening: Opening,
    id: ProjectId,
    seen: i32,
    fields: BTreeMap<String, String>,
    characters: u32,
    typed: usize,
}

impl Desk {
    /// Signs an organisation in, begins an application where one is taken, and fills it.
    async fn open(address: SocketAddr) -> Result<Self, String> {
        let logins: Vec<DemoLogin> = look(address, "", "login_page", "{}").await?;
        let login = logins
            .iter()
            .find(|login| login.role == Role::Organisation)
            .ok_or("登录页没有列出申报单位的演示账号。只测量演示服务，请用 YUFANG_DEMO=1 启动。")?;
        let cookie = sign_in(address, &login.login, &login.password).await?;
        let openings: Openings = look(address, &cookie, "openings", "{}").await?;
        let opening = openings
            .openings
            .into_iter()
            .next()
            .ok_or("没有一个盟市正在接受申报，无法测量。请先公布某一年度的重点领域。")?;
        let line = Line::open(address)
            .await
            .map_err(|error| unreachable(address, &error))?;
        let mut desk = Self {
            address,
            line,
            cookie,
            id: ProjectId(0),
            seen: 0,
            fields: BTreeMap::new(),
            characters: 0,
            typed: 0,
            opening,
        };
        let place = format!("tenant={}&year={}", desk.opening.tenant, desk.opening.year);
        desk.id = desk.call("create_application", &place).await?;
        let body = format!("id={}&seen=0&text={}", desk.id, encoded(SAMPLE));
        let saved: Saved = desk.call("load_application", &body).await?;
        let view = desk.view().await?;
        desk.seen = saved.seen;
        desk.characters = view.draft.length();
        desk.fields = view
            .draft
            .iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect();
        Ok(desk)
    }

    async fn measure(&mut self, ask: &Save) -> Result<(Spread, Spread, Option<Usage>), String> {
        for _ in 0..WARMING {
            self.save(false).await?;
        }
        let process = ask.server.process(self.address);
        let before = process.and_then(Process::read);
        let half = Duration::from_secs(ask.seconds.into()) / 2;
        let typing = self.repeat(half, false).await?;
        let whole = self.repeat(half, true).await?;
        let used = process
            .zip(before)
            .and_then(|(process, before)| process.since(&before));
        Ok((typing, whole, used))
    }

    async fn repeat(&mut self, time: Duration, whole: bool) -> Result<Spread, String> {
        let begun = Instant::now();
        let mut took = Vec::new();
        while begun.elapsed() < time {
            took.push(self.save(whole).await?);
        }
        Ok(Spread::of(took))
    }

    /// Types something new and saves it: that field alone, or the whole form.
    async fn save(&mut self, whole: bool) -> Result<Duration, String> {
        self.typed += 1;
        let text = format!("第 {} 次填写：以班组长为重点，减少同类伤害。", self.typed);
        self.fields.insert(TYPED.to_owned(), text);
        let mut body = format!("id={}&seen={}", self.id, self.seen);
        let sent = self
            .fields
            .iter()
            .filter(|(path, _)| whole || *path == TYPED);
        for (path, text) in sent {
            body.push_str(&format!("&fields%5B{path}%5D={}", encoded(text)));
        }
        let begun = Instant::now();
        let saved: Saved = self.call("save_application", &body).await?;
        let took = begun.elapsed();
        if saved.seen != self.seen + 1 {
            return Err(format!("第 {} 次保存没有生效。", self.typed));
        }
        self.seen = saved.seen;
        Ok(took)
    }

    async fn view(&self) -> Result<ApplicationView, String> {
        let body = format!(r#"{{"id":{}}}"#, self.id);
        look(self.address, &self.cookie, "application", &body).await
    }

    /// The draft is nobody's: it goes, whatever was measured.
    async fn give_up(&mut self) -> Result<(), String> {
        let Version(seen) = self.view().await?.version;
        let body = format!("id={}&seen={seen}&reason=", self.id);
        self.call("withdraw_application", &body).await
    }

    async fn call<T: DeserializeOwned>(&mut self, name: &str, body: &str) -> Result<T, String> {
        let reply = self
            .line
            .post(&format!("/api/{name}"), &self.cookie, FORM, body)
            .await
            .map_err(|error| unreachable(self.address, &error))?;
        if reply.status != 200 {
            return Err(format!(
                "接口 {name} 答复 {}：{}",
                reply.status,
                reply.text()
            ));
        }
        serde_json::from_slice(&reply.body)
            .map_err(|error| format!("接口 {name} 的答复无法理解：{error}。"))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "保存申报草稿：{}，{} {} 年度，{} 个栏目、{} 字（测量程序与服务在同一台机器上）",
            self.address, self.city, self.year, self.fields, self.characters
        )?;
        writeln!(f, "边填边存（一个栏目）：{}", self.typing)?;
        writeln!(f, "整张表单（全部栏目）：{}", self.whole)?;
        usage(f, self.server.as_ref())
    }
}
