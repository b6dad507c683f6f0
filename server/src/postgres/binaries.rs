//! Which PostgreSQL: the programs of version 15 or newer that fit the data directory.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What is called; a directory without one of them will not do.
const PROGRAMS: [&str; 6] = [
    "postgres",
    "initdb",
    "pg_ctl",
    "pg_isready",
    "psql",
    "createdb",
];
/// The oldest version the SQL of this program runs on.
const OLDEST: u32 = 15;

/// A directory with the programs of one PostgreSQL version.
#[derive(Debug)]
pub(super) struct Binaries {
    dir: PathBuf,
    major: u32,
}

impl Binaries {
    /// Finds the programs: `bin_dir` alone when it is given, else the newest that can be found;
    /// with `wanted` (the version of an existing data directory) only exactly that one.
    pub(super) fn find(bin_dir: Option<&Path>, wanted: Option<u32>) -> Result<Self, String> {
        let mut found: Vec<Self> = match bin_dir {
            Some(dir) => vec![dir.to_path_buf()],
            None => places(),
        }
        .into_iter()
        .filter_map(|dir| version(&dir).map(|major| Self { dir, major }))
        .collect();
        found.sort_by_key(|binaries| binaries.major);
        let newest = found.last().map(|binaries| binaries.major);
        match (wanted, newest) {
            (None, Some(newest)) if newest >= OLDEST => Ok(found.remove(found.len() - 1)),
            (Some(wanted), Some(newest)) => found
                .into_iter()
                .find(|binaries| binaries.major == wanted)
                .ok_or_else(|| wrong_version(wanted, newest)),
            _ => Err(missing(bin_dir)),
        }
    }

    /// The path of one program.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

fn missing(bin_dir: Option<&Path>) -> String {
    match bin_dir {
        Some(dir) => format!(
            "PG_BIN_DIR 指向的 {} 里没有 PostgreSQL {OLDEST} 或更新版本的全部程序（{}）。",
            dir.display(),
            PROGRAMS.join("、")
        ),
        None => format!(
            "找不到 PostgreSQL {OLDEST} 或更新版本：请以 root 执行 apt-get install postgresql-{OLDEST}，\
             或用 PG_BIN_DIR 指明程序目录，或用 DATABASE_URL 指向已有的数据库。"
        ),
    }
}

fn wrong_version(wanted: u32, newest: u32) -> String {
    format!(
        "数据目录由 PostgreSQL {wanted} 创建，而找到的是 PostgreSQL {newest}：\
         请安装 postgresql-{wanted}，或用 PG_BIN_DIR 指明它的程序目录。"
    )
}

/// Every directory that may hold the programs, without duplicates.
fn places() -> Vec<PathBuf> {
    let mut places = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output()
        && output.status.success()
    {
        let dir = String::from_utf8_lossy(&output.stdout);
        places.push(PathBuf::from(dir.trim()));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    places.extend(std::env::split_paths(&path));
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    places.extend(versions.map(|version| version.path().join("bin")));
    places.sort();
    places.dedup();
    places
}

/// The major version of the programs in `dir`, if they are all there.
fn version(dir: &Path) -> Option<u32> {
    if !PROGRAMS.iter().all(|name| dir.join(name).is_file()) {
        return None;
    }
    let output = Command::new(dir.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1); a beta says 19beta1
    let text = String::from_utf8_lossy(&output.stdout);
    let number = text.split_whitespace().nth(2)?;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}
