//! Where the private server lives and whose it is: directories, lock files, the account of its
//! processes.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};
use tokio::process::Command;

/// A unix socket's path may have 107 bytes; the file name takes 14 of them.
const LONGEST_SOCKET_DIR: usize = 90;
/// Where root keeps data that the account of the server could not reach otherwise.
const SYSTEM_DIR: &str = "/var/lib/yufang";

/// The directories of one private server.
#[derive(Debug)]
pub(super) struct Place {
    /// Holds the lock files and, normally, everything else.
    pub(super) base: PathBuf,
    /// The data directory of PostgreSQL.
    pub(super) data: PathBuf,
    /// The directory of the socket.
    pub(super) socket: PathBuf,
    /// Whose the data directory and the server processes are.
    account: Account,
}

#[derive(Clone, Copy, Debug)]
struct Account {
    uid: u32,
    gid: u32,
    /// We are root and have to become this account.
    switch: bool,
}

impl Place {
    /// Decides where everything is, and creates the directories around the cluster.
    pub(super) fn prepare(data_dir: &Path) -> Result<Self, String> {
        let account = Account::of_this_process()?;
        let asked = open_dir(data_dir)?;
        let base = if account.may_enter(&asked) {
            asked
        } else {
            elsewhere(&asked)?
        };
        // pg_ctl passes its paths through a shell without escaping these.
        if base
            .as_os_str()
            .as_encoded_bytes()
            .iter()
            .any(|byte| b"\"$`\\\n".contains(byte))
        {
            return Err(format!(
                "数据目录的路径 {} 里不能有引号、$、反引号、反斜杠或换行，请换一个目录。",
                base.display()
            ));
        }
        let plain = base.join("run");
        let too_long = plain.as_os_str().len() > LONGEST_SOCKET_DIR;
        // To a client a comma separates hosts.
        let readable = plain.to_str().is_some_and(|path| !path.contains(','));
        let socket = if too_long || !readable {
            PathBuf::from(format!("/tmp/yufang-{}", name_of(&base)))
        } else {
            plain
        };
        let place = Self {
            data: base.join("pg"),
            base,
            socket,
            account,
        };
        place.repair_owner()?;
        place.private_dir(&place.socket)?;
        Ok(place)
    }

    /// The major version that created the data directory, `None` when there is none yet.
    pub(super) fn version(&self) -> Result<Option<u32>, String> {
        match fs::read_to_string(self.data.join("PG_VERSION")) {
            Ok(text) => text
                .trim()
                .parse()
                .map(Some)
                .map_err(|_| format!("{} 里的 PG_VERSION 无法识别。", self.data.display())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(cannot("读取", &self.data, &error)),
        }
    }

    /// Creates a directory that only the server's account may enter, or makes an existing one so.
    pub(super) fn private_dir(&self, dir: &Path) -> Result<(), String> {
        let created = match DirBuilder::new().mode(0o700).create(dir) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(cannot("创建", dir, &error)),
        };
        // Nobody but us writes into `base`; into /tmp anybody may put something under a known name.
        let ours = created || dir.starts_with(&self.base);
        let meta = fs::symlink_metadata(dir).map_err(|error| cannot("读取", dir, &error))?;
        if meta.is_dir() && ours {
            self.give(dir)?;
        } else if !meta.is_dir() || meta.uid() != self.account.uid {
            return Err(format!(
                "{} 不是本程序的目录，请移走它再启动。",
                dir.display()
            ));
        }
        fs::set_permissions(dir, Permissions::from_mode(0o700))
            .map_err(|error| cannot("设置权限：", dir, &error))
    }

    /// Opens (or creates) a lock file.
    pub(super) fn open(&self, name: &str) -> Result<File, String> {
        let path = self.base.join(name);
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| cannot("写入", &path, &error))
    }

    /// Takes an exclusive lock, waiting at most `patience`.
    pub(super) async fn lock(&self, name: &str, patience: Duration) -> Result<File, String> {
        let file = self.open(name)?;
        let until = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(format!(
                        "另一个 yufang 正在启动或停止 {} 的 PostgreSQL，等了 {} 秒仍未结束。",
                        self.base.display(),
                        patience.as_secs()
                    ));
                }
                Err(TryLockError::Error(error)) => {
                    return Err(cannot("锁定", &self.base.join(name), &error));
                }
            }
        }
    }

    /// A command that runs as the server's account, untouched by the caller's `PG*` variables.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir("/").stdin(Stdio::null());
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("LC_ALL", "C.UTF-8")
            .env("PGCONNECT_TIMEOUT", "5");
        if self.account.switch {
            command.uid(self.account.uid).gid(self.account.gid);
        }
        command
    }

    /// A data directory copied or restored by root belongs to root: give it back.
    fn repair_owner(&self) -> Result<(), String> {
        let Ok(meta) = fs::metadata(&self.data) else {
            return Ok(());
        };
        if meta.uid() == self.account.uid {
            return Ok(());
        }
        if !self.account.switch {
            return Err(format!(
                "{} 属于另一个用户（uid {}）：请用那个用户或 root 运行。",
                self.data.display(),
                meta.uid()
            ));
        }
        let owner = format!("{}:{}", self.account.uid, self.account.gid);
        let status = std::process::Command::new("chown")
            .arg("-R")
            .arg(&owner)
            .arg(&self.data)
            .status();
        match status {
            Ok(status) if status.success() => Ok(()),
            _ => Err(format!(
                "无法把 {} 交给 PostgreSQL 的账户。",
                self.data.display()
            )),
        }
    }

    fn give(&self, path: &Path) -> Result<(), String> {
        if !self.account.switch {
            return Ok(());
        }
        chown(path, Some(self.account.uid), Some(self.account.gid))
            .map_err(|error| cannot("更改所有者：", path, &error))
    }
}

impl Account {
    /// This process's own account; for root `postgres`, or `nobody` where there is no such account.
    fn of_this_process() -> Result<Self, String> {
        let uid = id(&["-u"]).ok_or("无法确定当前用户（命令 id 不可用）。")?;
        if uid != 0 {
            let gid = id(&["-g"]).unwrap_or(uid);
            return Ok(Self {
                uid,
                gid,
                switch: false,
            });
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| {
                let (uid, gid) = (id(&["-u", name])?, id(&["-g", name])?);
                Some(Self {
                    uid,
                    gid,
                    switch: true,
                })
            })
            .ok_or_else(|| {
                "PostgreSQL 不能以 root 运行，而系统里没有 postgres 或 nobody 账户。".into()
            })
    }

    /// Whether this account may pass through every parent of `dir` and `dir` itself.
    fn may_enter(&self, dir: &Path) -> bool {
        if !self.switch {
            return true;
        }
        let mut command = std::process::Command::new("test");
        std::os::unix::process::CommandExt::gid(&mut command, self.gid);
        std::os::unix::process::CommandExt::uid(&mut command, self.uid);
        command
            .arg("-x")
            .arg(dir)
            .current_dir("/")
            .status()
            .is_ok_and(|status| status.success())
    }
}

pub(super) fn cannot(what: &str, path: &Path, error: &io::Error) -> String {
    format!("无法{what} {}：{error}。", path.display())
}

/// Creates a directory others may pass through, and returns its real path.
fn open_dir(dir: &Path) -> Result<PathBuf, String> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o755)
        .create(dir)
        .and_then(|()| dir.canonicalize())
        .map_err(|error| cannot("创建", dir, &error))
}

/// The place under [`SYSTEM_DIR`] that stands for a directory the server's account cannot reach.
fn elsewhere(asked: &Path) -> Result<PathBuf, String> {
    let base = open_dir(&Path::new(SYSTEM_DIR).join(name_of(asked)))?;
    eprintln!(
        "PostgreSQL 不能以 root 运行，它的账户又进不了 {}：数据库改放在 {}。",
        asked.display(),
        base.display()
    );
    Ok(base)
}

/// A short name for a path, the same at every start.
fn name_of(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn id(args: &[&str]) -> Option<u32> {
    let output = std::process::Command::new("id").args(args).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
