//! One typed struct from the environment, read once. Bad values stop the start with a sentence.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use backend::mail::Mailer;
use leptos::config::{Env, LeptosOptions};
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

/// The role of the connection pool; it owns nothing, so that row policies bite.
const APP_ROLE: &str = "yufang_app";

/// The variables, for `yufang serve --help`.
pub const HELP: &str = "\
环境变量：
  YUFANG_ADDR              监听地址，默认 127.0.0.1:3000
  YUFANG_DATA              数据目录，默认 .data（自带数据库放在其中）
  YUFANG_FILES             附件存放处：目录，或 s3://存储桶/前缀（其余按 AWS_ACCESS_KEY_ID、
                           AWS_SECRET_ACCESS_KEY、AWS_REGION、AWS_ENDPOINT 等变量）；默认数据目录下的 files
  YUFANG_SMTP              发送邮件提醒的服务器：smtps://用户:密码@主机:端口，或 smtp://…（不加密，只宜用于本机或内网；
                           smtp://…?tls=required 为 STARTTLS）；用户和密码中的特殊字符按网址规则编码；不设置则不发邮件
  YUFANG_MAIL_FROM         发件人地址，与 YUFANG_SMTP 一并设置
  YUFANG_URL               本系统对外的 https 网址，用于邮件中的链接，与 YUFANG_SMTP 一并设置
  YUFANG_SITE              网页文件目录，默认 target/site
  YUFANG_DEMO              1 = 演示：数据库为空时装入演示数据，登录页列出演示账号；默认 0
  YUFANG_TLS               1 = 由前面的代理提供 HTTPS：安全 Cookie 和 HSTS；默认 0
  YUFANG_TRUST_PROXY       1 = 客户端地址取自 X-Forwarded-For（仅在代理之后使用）；默认 0
  YUFANG_METRICS           local = /metrics 只答复本机（默认），public = 答复所有人
  YUFANG_LOG               日志级别，默认 info,sqlx=warn（写法同 RUST_LOG）
  YUFANG_LOG_FORMAT        pretty（默认）或 json
  YUFANG_POOL              数据库连接数，1 至 200，默认 16
  DATABASE_URL             数据库所有者的连接串；不设置则使用自带的数据库
  YUFANG_APP_DATABASE_URL  yufang_app 角色的连接串；不设置则由 DATABASE_URL 换用户得到";

/// Everything the environment decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub address: SocketAddr,
    /// Base directory of what is kept, the private database among it.
    pub data: PathBuf,
    /// Where the content of files lies: a directory, or `s3://bucket/prefix`.
    pub files: String,
    /// The way out for mails; `None` = there are none.
    pub mailer: Option<Mailer>,
    /// The built site: `hash.txt`, `pkg/`, assets.
    pub site: PathBuf,
    /// Demo data in an empty database, demo logins on the login page.
    pub demo: bool,
    /// Browsers reach us by HTTPS (a proxy ends it): secure cookie, HSTS.
    pub tls: bool,
    /// The client's address is the last one of `X-Forwarded-For`.
    pub trust_proxy: bool,
    /// `/metrics` answers everybody instead of this machine only.
    pub public_metrics: bool,
    /// Filter of the log, as of `RUST_LOG`.
    pub log: String,
    /// One JSON object per line instead of readable text.
    pub log_json: bool,
    /// Connections of the pool.
    pub pool: u32,
    /// The owner's database; `None` = the private one.
    pub database: Option<Secret>,
    /// The pool's database, when it is not the owner's with another user.
    pub app_database: Option<Secret>,
}

/// A text that never appears in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    /// One Chinese sentence: which variable, and what it may be.
    pub fn from_env() -> Result<Self, String> {
        let mut variables = Vec::new();
        for (name, value) in std::env::vars_os() {
            let Some(name) = name
                .to_str()
                .filter(|name| is_ours(name))
                .map(str::to_owned)
            else {
                continue;
            };
            let value = value
                .into_string()
                .map_err(|_| format!("环境变量 {name} 不是有效的 UTF-8 文本。"))?;
            variables.push((name, value));
        }
        Self::read(variables)
    }

    /// The same from any list of variables; those of other programs are ignored.
    ///
    /// # Errors
    /// As [`Self::from_env`]; an unknown `YUFANG_…` is an error too, because it is a typing mistake
    /// in a setting that somebody relies on.
    pub fn read(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let mut left = Variables(
            variables
                .into_iter()
                .filter(|(name, _)| is_ours(name))
                .collect(),
        );
        let data = PathBuf::from(left.text("YUFANG_DATA", ".data"));
        let files = data.join("files");
        let config = Self {
            address: left.parsed(
                "YUFANG_ADDR",
                "127.0.0.1:3000",
                "应为地址和端口，如 127.0.0.1:3000",
            )?,
            files: left.text("YUFANG_FILES", &files.to_string_lossy()),
            data,
            mailer: left.mailer()?,
            site: left.text("YUFANG_SITE", "target/site").into(),
            demo: left.choice("YUFANG_DEMO", ["0", "1"])? == 1,
            tls: left.choice("YUFANG_TLS", ["0", "1"])? == 1,
            trust_proxy: left.choice("YUFANG_TRUST_PROXY", ["0", "1"])? == 1,
            public_metrics: left.choice("YUFANG_METRICS", ["local", "public"])? == 1,
            log: left.text("YUFANG_LOG", "info,sqlx=warn"),
            log_json: left.choice("YUFANG_LOG_FORMAT", ["pretty", "json"])? == 1,
            pool: left.parsed("YUFANG_POOL", "16", "应为 1 至 200 的整数")?,
            database: left.take("DATABASE_URL").map(Secret),
            app_database: left.take("YUFANG_APP_DATABASE_URL").map(Secret),
        };
        left.finish()?;
        config.checked()
    }

    fn checked(self) -> Result<Self, String> {
        if !(1..=200).contains(&self.pool) {
            return Err("环境变量 YUFANG_POOL 应为 1 至 200 的整数。".into());
        }
        if self.app_database.is_some() && self.database.is_none() {
            return Err("设置了 YUFANG_APP_DATABASE_URL，却没有设置 DATABASE_URL；请两个都设置，或都不设置。".into());
        }
        if let Some(database) = &self.database {
            connect_options(database)?;
        }
        Ok(self)
    }

    /// The connection string of the pool's role, when a database is configured.
    ///
    /// # Errors
    /// A sentence when `DATABASE_URL` cannot be read.
    pub fn app_database_url(&self) -> Result<Option<Secret>, String> {
        match (&self.app_database, &self.database) {
            (Some(url), _) => Ok(Some(url.clone())),
            (None, Some(owner)) => {
                let options = connect_options(owner)?.username(APP_ROLE);
                Ok(Some(Secret(options.to_url_lossy().to_string())))
            }
            (None, None) => Ok(None),
        }
    }

    /// What Leptos has to know, built here and never read from `Cargo.toml` or the environment.
    ///
    /// # Errors
    /// A sentence when the site has not been built: Leptos would panic at the first page.
    pub fn leptos(&self) -> Result<LeptosOptions, String> {
        let hashes = std::path::absolute(self.site.join("hash.txt"))
            .ok()
            .filter(|path| path.is_file())
            .ok_or_else(|| {
                format!("目录 {} 中没有构建好的网页（缺少 hash.txt）。请先运行 .ci/build，或设置 YUFANG_SITE。", self.site.display())
            })?;
        Ok(LeptosOptions::builder()
            .output_name("app")
            .site_root(self.site.to_string_lossy())
            .site_pkg_dir("pkg")
            .env(Env::PROD)
            .site_addr(self.address)
            .hash_files(true)
            // Leptos joins it to the directory of the program: an absolute path stays itself.
            .hash_file(hashes.to_string_lossy().into())
            .build())
    }

    /// The name of the session cookie: the prefix makes browsers refuse it without HTTPS.
    #[must_use]
    pub const fn cookie(&self) -> &'static str {
        if self.tls { "__Host-sid" } else { "sid" }
    }
}

/// The settings of mails and what each may be, in the order of [`BadSetting`](backend::mail::BadSetting).
const MAIL: [(&str, &str); 3] = [
    (
        "YUFANG_SMTP",
        " smtps://用户:密码@主机:端口 或 smtp://用户:密码@主机:端口",
    ),
    ("YUFANG_MAIL_FROM", "邮箱地址，如 yufang@example.cn"),
    (
        "YUFANG_URL",
        "本系统对外的 https 网址，如 https://yufang.example.cn",
    ),
];

/// Variables that are meant for this program; those of the browser tests are not.
fn is_ours(name: &str) -> bool {
    name == "DATABASE_URL" || (name.starts_with("YUFANG_") && !name.starts_with("YUFANG_E2E_"))
}

fn connect_options(url: &Secret) -> Result<PgConnectOptions, String> {
    let url = url.reveal();
    // The parser takes any scheme; its message may quote the text, and with it the password.
    let ours = url.starts_with("postgres://") || url.starts_with("postgresql://");
    ours.then(|| PgConnectOptions::from_str(url).ok()).flatten().ok_or_else(|| {
        "环境变量 DATABASE_URL 不是有效的 PostgreSQL 连接串（postgres://用户:密码@主机/数据库）。".into()
    })
}

/// What has not been read yet.
struct Variables(BTreeMap<String, String>);

impl Variables {
    /// An empty variable counts as unset.
    fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name).filter(|value| !value.is_empty())
    }

    fn text(&mut self, name: &str, default: &str) -> String {
        self.take(name).unwrap_or_else(|| default.into())
    }

    fn parsed<T: FromStr>(&mut self, name: &str, default: &str, rule: &str) -> Result<T, String> {
        let value = self.text(name, default);
        value
            .parse()
            .map_err(|_| format!("环境变量 {name} 的值“{value}”无效：{rule}。"))
    }

    /// The index of the value among the choices; the first one is the default.
    fn choice(&mut self, name: &str, choices: [&str; 2]) -> Result<usize, String> {
        let value = self.text(name, choices[0]);
        choices
            .iter()
            .position(|choice| *choice == value)
            .ok_or_else(|| {
                format!(
                    "环境变量 {name} 的值“{value}”无效：应为 {} 或 {}。",
                    choices[0], choices[1]
                )
            })
    }

    /// The three settings of mails, all or none.
    fn mailer(&mut self) -> Result<Option<Mailer>, String> {
        let values = MAIL.map(|(name, _)| self.take(name));
        if let [Some(smtp), Some(from), Some(url)] = &values {
            return match Mailer::open(smtp, from, url) {
                Ok(mailer) => Ok(Some(mailer)),
                // Without the value: the first one holds a password.
                Err(bad) => {
                    let (name, rule) = MAIL[bad as usize];
                    Err(format!("环境变量 {name} 无效：应为{rule}。"))
                }
            };
        }
        let given = MAIL.iter().zip(&values);
        let missing: Vec<&str> = given
            .filter(|(_, value)| value.is_none())
            .map(|((name, _), _)| *name)
            .collect();
        if missing.len() == MAIL.len() {
            return Ok(None);
        }
        Err(format!(
            "发送邮件须同时设置 YUFANG_SMTP、YUFANG_MAIL_FROM 和 YUFANG_URL，缺少 {}；不发送邮件的，三个都不设置。",
            missing.join("、")
        ))
    }

    fn finish(self) -> Result<(), String> {
        match self.0.into_keys().next() {
            None => Ok(()),
            Some(name) => Err(format!(
                "不认识的环境变量 {name}。可用的变量见 yufang serve --help。"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
        Config::read(
            variables
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into())),
        )
    }

    #[test]
    fn an_empty_environment_is_enough() {
        let config = read(&[]).unwrap();
        assert_eq!(config.address.to_string(), "127.0.0.1:3000");
        assert!(!config.demo && !config.tls && !config.trust_proxy && !config.public_metrics);
        assert!(config.app_database_url().unwrap().is_none());
        assert_eq!(config.files, ".data/files");
    }

    #[test]
    fn files_lie_beside_the_data_unless_somebody_says_where() {
        assert_eq!(
            read(&[("YUFANG_DATA", "/srv/y")]).unwrap().files,
            "/srv/y/files"
        );
        let bucket = read(&[("YUFANG_FILES", "s3://yufang/2027")]).unwrap();
        assert_eq!(bucket.files, "s3://yufang/2027");
    }

    #[test]
    fn a_bad_value_names_the_variable_and_what_it_may_be() {
        for (name, value) in [
            ("YUFANG_ADDR", "x"),
            ("YUFANG_DEMO", "yes"),
            ("YUFANG_POOL", "0"),
            ("YUFANG_LOG_FORMAT", "xml"),
        ] {
            assert!(read(&[(name, value)]).unwrap_err().contains(name), "{name}");
        }
    }

    #[test]
    fn a_misspelt_variable_stops_the_start() {
        assert!(
            read(&[("YUFANG_TSL", "1")])
                .unwrap_err()
                .contains("YUFANG_TSL")
        );
        assert!(read(&[("YUFANG_E2E_DATA", "/tmp/x"), ("PATH", "/bin")]).is_ok());
    }

    const SMTP: (&str, &str) = (
        "YUFANG_SMTP",
        "smtps://yufang:geheim%40@mail.example.cn:465",
    );
    const FROM: (&str, &str) = ("YUFANG_MAIL_FROM", "yufang@example.cn");
    const URL: (&str, &str) = ("YUFANG_URL", "https://yufang.example.cn/");

    #[test]
    fn mails_need_all_three_settings_or_none() {
        assert!(read(&[]).unwrap().mailer.is_none());
        let mailer = read(&[SMTP, FROM, URL]).unwrap().mailer.unwrap();
        assert_eq!(mailer.site(), "https://yufang.example.cn");
        let all = [SMTP, FROM, URL];
        for left_out in 0..3 {
            let two: Vec<_> = (0..3)
                .filter(|one| *one != left_out)
                .map(|one| all[one])
                .collect();
            let said = read(&two).unwrap_err();
            println!("{said}");
            assert!(
                said.contains(&format!("缺少 {}；", all[left_out].0)),
                "{said}"
            );
            assert!(!said.contains("geheim"));
        }
        assert!(
            read(&[SMTP])
                .unwrap_err()
                .contains("缺少 YUFANG_MAIL_FROM、YUFANG_URL；")
        );
    }

    #[test]
    fn a_bad_setting_of_mails_is_named_without_its_value() {
        for (name, value) in [
            ("YUFANG_SMTP", "mail.example.cn:25"),
            ("YUFANG_SMTP", "http://u:geheim@mail.example.cn"),
            ("YUFANG_SMTP", "smtp://u@mail.example.cn"),
            ("YUFANG_SMTP", "smtp://u:geheim@mail.example.cn?tls=maybe"),
            ("YUFANG_SMTP", "smtp://u:geheim%ff@mail.example.cn"),
            ("YUFANG_MAIL_FROM", "yufang"),
            ("YUFANG_MAIL_FROM", "预防@通.cn"),
            ("YUFANG_URL", "http://yufang.example.cn"),
            ("YUFANG_URL", "https://yufang.example.cn/app"),
            ("YUFANG_URL", "yufang.example.cn"),
        ] {
            let all =
                [SMTP, FROM, URL].map(|(own, good)| (own, if own == name { value } else { good }));
            let said = read(&all).unwrap_err();
            assert!(
                said.contains(&format!("{name} 无效")),
                "{name}={value}: {said}"
            );
            assert!(!said.contains("geheim"), "{said}");
        }
        for smtp in [
            "smtp://localhost",
            "smtp://u:p@10.0.0.5:2525",
            "smtp://u:p@mail.example.cn?tls=required",
        ] {
            assert!(read(&[("YUFANG_SMTP", smtp), FROM, URL]).is_ok(), "{smtp}");
        }
    }

    #[test]
    fn the_pool_gets_its_own_role() {
        let config = read(&[("DATABASE_URL", "postgres://owner:p%40ss@db:6000/yufang")]).unwrap();
        let url = config.app_database_url().unwrap().unwrap();
        assert!(
            url.reveal()
                .starts_with("postgres://yufang_app:p%40ss@db:6000/yufang"),
            "{}",
            url.reveal()
        );
        let socket = read(&[(
            "DATABASE_URL",
            "postgres:///yufang?host=/tmp/a b&user=owner",
        )])
        .unwrap();
        let url = socket.app_database_url().unwrap().unwrap();
        let options = PgConnectOptions::from_str(url.reveal()).unwrap();
        assert_eq!(options.get_username(), APP_ROLE);
        assert_eq!(options.get_socket().unwrap().to_str(), Some("/tmp/a b"));
    }

    #[test]
    fn secrets_are_not_printed() {
        let database = ("DATABASE_URL", "postgres://owner:geheim@db/yufang");
        let config = read(&[database, SMTP, FROM, URL]).unwrap();
        assert!(!format!("{config:?}").contains("geheim"));
        assert!(
            !read(&[("DATABASE_URL", "mysql:geheim")])
                .unwrap_err()
                .contains("geheim")
        );
    }
}
