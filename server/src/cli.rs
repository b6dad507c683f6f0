//! The commands. Every one ends in a plain sentence: on stdout when it worked, on stderr (exit code
//! 1) when it did not; a wrong call is exit code 2.

pub mod commands;
pub mod demo;
mod users;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgAction, Args, Parser, Subcommand};

use crate::bench::Bench;
use crate::config::{self, Config};

pub(crate) const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}\n";

#[derive(Parser)]
#[command(
    name = "yufang",
    version,
    about = "预防通：工伤预防项目管理",
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Cli {
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 启动服务
    #[command(help_template = TEMPLATE, after_help = config::HELP)]
    Serve,
    /// 创建或升级数据库结构
    #[command(help_template = TEMPLATE)]
    Migrate,
    /// 向空数据库装入演示数据
    #[command(help_template = TEMPLATE)]
    Demo,
    /// 管理账号
    #[command(help_template = TEMPLATE, subcommand_value_name = "命令", subcommand_help_heading = "命令")]
    User {
        #[command(subcommand)]
        command: users::User,
    },
    /// 导入数据
    #[command(help_template = TEMPLATE, subcommand_value_name = "命令", subcommand_help_heading = "命令")]
    Import {
        #[command(subcommand)]
        command: Import,
    },
    /// 审计
    #[command(help_template = TEMPLATE, subcommand_value_name = "命令", subcommand_help_heading = "命令")]
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// 用规则核对样例文件（JSON）
    #[command(help_template = TEMPLATE)]
    Vectors(File),
    /// 按附件1至附件3的要求体检一份申报材料（JSON），不需要数据库
    #[command(help_template = TEMPLATE)]
    Check(File),
    /// 测量本机演示服务的速度
    #[command(help_template = TEMPLATE, subcommand_value_name = "命令", subcommand_help_heading = "命令")]
    Bench {
        #[command(subcommand)]
        command: Bench,
    },
}

#[derive(Subcommand)]
enum Import {
    /// 导入工伤台账（xlsx 或 csv）
    #[command(help_template = TEMPLATE)]
    Injuries(File),
}

#[derive(Subcommand)]
enum Audit {
    /// 核对审计链是否完整
    #[command(help_template = TEMPLATE)]
    Verify,
}

/// One file to read.
#[derive(Args)]
struct File {
    /// 文件
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,
}

/// Runs what the command line asks for.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    match run(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(1)
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    if let Command::Vectors(File { file }) = command {
        return commands::vectors(&file);
    }
    if let Command::Check(File { file }) = command {
        return commands::check(&file);
    }
    let config = Config::from_env()?;
    // Streaming pages can hang on one worker thread (leptos#4647).
    let threads = std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()
        .map_err(|error| format!("无法启动：{error}。"))?;
    let result = runtime.block_on(dispatch(command, config));
    // A prompt or a file that is being read must not hold up the end.
    runtime.shutdown_background();
    result
}

async fn dispatch(command: Command, config: Config) -> Result<(), String> {
    match command {
        Command::Serve => crate::serve::serve(config).await,
        Command::Migrate => commands::migrate(&config).await,
        Command::Demo => demo::demo(&config).await,
        Command::User { command } => users::run(&config, command).await,
        Command::Import {
            command: Import::Injuries(File { file }),
        } => commands::import(&config, &file).await,
        Command::Audit {
            command: Audit::Verify,
        } => commands::audit(&config).await,
        Command::Vectors(File { file }) => commands::vectors(&file),
        Command::Check(File { file }) => commands::check(&file),
        Command::Bench { command } => crate::bench::run(&config, command).await,
    }
}

/// Help and version as they are; what was wrong with a call in one sentence.
fn explain(error: &clap::Error) -> ExitCode {
    let quoted = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{error}");
            return ExitCode::SUCCESS;
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{error}");
            return ExitCode::from(2);
        }
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", quoted(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("不认识“{}”", quoted(ContextKind::InvalidArg)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", quoted(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!(
                "{} 的值“{}”无效",
                quoted(ContextKind::InvalidArg),
                quoted(ContextKind::InvalidValue)
            )
        }
        _ => "命令的写法不对".into(),
    };
    eprintln!("{sentence}。请用 yufang --help 查看用法。");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_is_in_chinese() {
        for call in [
            &["yufang", "--help"][..],
            &["yufang", "serve", "-h"],
            &["yufang", "user", "add", "--help"],
            &["yufang", "bench", "live", "--help"],
            &["yufang", "bench", "page", "--help"],
            &["yufang", "bench", "analysis", "--help"],
            &["yufang", "bench", "seed", "--help"],
            &["yufang", "bench", "run", "--help"],
        ] {
            let help = Cli::try_parse_from(call).err().unwrap().to_string();
            for english in [
                "Usage",
                "Print",
                "Commands",
                "Options",
                "OPTIONS",
                "COMMAND",
                "Arguments",
            ] {
                assert!(!help.contains(english), "{english} in {help}");
            }
        }
    }
}
