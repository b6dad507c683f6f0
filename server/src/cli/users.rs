//! `yufang user`: accounts are made at the machine, by its operator. Passwords are typed or piped,
//! never part of a command, where every process could read them.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use backend::Error;
use backend::users::{self, NewUser};
use clap::{Args, Subcommand};
use domain::access::Role;
use domain::code::CreditCode;

use crate::config::Config;

use super::TEMPLATE;
use super::commands::with_database;

/// The shortest password: length is what counts, so nothing else is asked for.
const SHORTEST: usize = 10;

#[derive(Subcommand)]
pub enum User {
    /// 新建账号（密码从标准输入读取）
    #[command(
        help_template = TEMPLATE,
        after_help = roles(),
        override_usage = "yufang user add <账号> --name <姓名> --role <代码> [选项]"
    )]
    Add(Add),
    /// 重设密码（从标准输入读取），并注销该账号的所有登录
    #[command(help_template = TEMPLATE)]
    Passwd {
        /// 账号
        #[arg(value_name = "账号", help_heading = "参数")]
        login: String,
    },
    /// 列出账号
    #[command(help_template = TEMPLATE)]
    List,
}

#[derive(Args)]
pub struct Add {
    /// 账号，2 至 64 个字符
    #[arg(value_name = "账号", help_heading = "参数")]
    login: String,
    /// 姓名
    #[arg(long, value_name = "姓名", help_heading = "选项")]
    name: String,
    /// 岗位代码，见下表
    #[arg(long, value_name = "代码", help_heading = "选项", value_parser = role, hide_possible_values = true)]
    role: Role,
    /// 盟市行政区划代码，如 150600；盟市岗位必填
    #[arg(long, value_name = "代码", help_heading = "选项")]
    tenant: Option<i32>,
    /// 统一社会信用代码；申报或实施单位必填
    #[arg(
        long,
        value_name = "代码",
        help_heading = "选项",
        requires = "org_name"
    )]
    credit_code: Option<String>,
    /// 单位名称；申报或实施单位必填
    #[arg(
        long,
        value_name = "名称",
        help_heading = "选项",
        requires = "credit_code"
    )]
    org_name: Option<String>,
    /// 职称；评估人填写
    #[arg(
        long,
        value_name = "职称",
        help_heading = "选项",
        default_value = "",
        hide_default_value = true
    )]
    title: String,
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| "没有这个岗位代码".into())
}

fn roles() -> String {
    let rows = Role::ALL
        .iter()
        .map(|role| format!("\n  {}  {}", role.code(), role.label()));
    format!("岗位代码：{}", rows.collect::<String>())
}

pub async fn run(config: &Config, command: User) -> Result<(), String> {
    match command {
        User::Add(add) => {
            let user = checked(add)?;
            let hash = new_password_hash()?;
            with_database(config, async |place| {
                let admin = place.admin().await?;
                users::add(&admin, &user, &hash)
                    .await
                    .map_err(|error| sentence(&user, &error))
            })
            .await?;
            println!(
                "已新建账号 {}（{}，{}）。",
                user.login,
                user.name,
                user.role.label()
            );
        }
        User::Passwd { login } => {
            let hash = new_password_hash()?;
            let known = with_database(config, async |place| {
                let admin = place.admin().await?;
                users::set_password(&admin, &login, &hash)
                    .await
                    .map_err(|error| error.to_string())
            })
            .await?;
            if !known {
                return Err(format!("没有账号 {login}。"));
            }
            println!("已重设账号 {login} 的密码，原有登录全部失效。");
        }
        User::List => list(config).await?,
    }
    Ok(())
}

/// What the post needs is there, and nothing that it does not have.
fn checked(add: Add) -> Result<NewUser, String> {
    let Add {
        login,
        name,
        role,
        tenant,
        credit_code,
        org_name,
        title,
    } = add;
    if role.is_city() != tenant.is_some() {
        return Err(format!(
            "岗位“{}”{} --tenant。",
            role.label(),
            if role.is_city() {
                "必须填写"
            } else {
                "不能填写"
            }
        ));
    }
    let organisation = credit_code.zip(org_name);
    if (role == Role::Organisation) && organisation.is_none() {
        return Err(format!(
            "岗位“{}”必须填写 --credit-code 和 --org-name。",
            role.label()
        ));
    }
    if let Some((code, _)) = &organisation {
        CreditCode::parse("credit_code", code).map_err(|refusal| refusal.sentence())?;
    }
    Ok(NewUser {
        login,
        name,
        role,
        tenant,
        organisation,
        title,
    })
}

fn sentence(user: &NewUser, error: &Error) -> String {
    if let Error::Sql(sqlx::Error::Database(database)) = error {
        if database.is_unique_violation() {
            return format!("账号 {} 已存在。", user.login);
        }
        if database.is_foreign_key_violation() || database.is_check_violation() {
            return "账号的内容不符合要求：请核对账号长度、岗位和盟市代码。".into();
        }
    }
    error.to_string()
}

async fn list(config: &Config) -> Result<(), String> {
    let users = with_database(config, async |place| {
        let admin = place.admin().await?;
        users::list(&admin).await.map_err(|error| error.to_string())
    })
    .await?;
    for user in &users {
        let off = if user.active { "" } else { "，已停用" };
        println!(
            "{:<20} {}（{}，{}{off}）",
            user.login,
            user.name,
            user.place,
            user.role.label()
        );
    }
    println!("共 {} 个账号。", users.len());
    Ok(())
}

fn new_password_hash() -> Result<String, String> {
    let password = new_password()?;
    if password.chars().count() < SHORTEST {
        return Err(format!("密码至少 {SHORTEST} 个字符。"));
    }
    users::hash_password(&password).map_err(|error| error.to_string())
}

/// A new password: typed twice without echo, or the first line of what is piped in.
fn new_password() -> Result<String, String> {
    if !std::io::stdin().is_terminal() {
        return line();
    }
    let first = typed("密码：")?;
    if first == typed("再输入一次：")? {
        Ok(first)
    } else {
        Err("两次输入的密码不一致。".into())
    }
}

fn typed(prompt: &str) -> Result<String, String> {
    eprint!("{prompt}");
    let _ = std::io::stderr().flush();
    // The terminal shows the password if this fails; better than not being able to set one.
    echo("-echo");
    let password = line();
    echo("echo");
    eprintln!();
    password
}

fn echo(setting: &str) {
    let _ = Command::new("stty")
        .arg(setting)
        .stdin(Stdio::inherit())
        .stderr(Stdio::null())
        .status();
}

fn line() -> Result<String, String> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut text)
        .map_err(|error| format!("无法读取密码：{error}。"))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
