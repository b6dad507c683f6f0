//! The server itself: `initdb`, `pg_ctl`, and what a crash, `kill -9` or a power cut leaves behind.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::Output,
    time::{Duration, Instant},
};

use super::{
    OWNER,
    binaries::Binaries,
    place::{Place, cannot},
};

/// Recovery after a crash may take this long, and is worth waiting for.
const RECOVERY: Duration = Duration::from_secs(300);
/// A server that runs but does not answer at all gets this long.
const SILENCE: Duration = Duration::from_secs(10);

/// One data directory and the programs for it.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) place: Place,
    pub(super) binaries: Binaries,
}

/// What `pg_isready` says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Accepting,
    /// Starting, recovering or stopping.
    Refusing,
    Silent,
}

impl Cluster {
    /// Runs `initdb` into a directory beside the final one: a half-made cluster is never used.
    pub(super) async fn create_if_missing(&self) -> Result<(), String> {
        let data = &self.place.data;
        if data.join("PG_VERSION").exists() {
            return Ok(());
        }
        // Only an empty directory goes away.
        if data.exists() && fs::remove_dir(data).is_err() {
            return Err(format!(
                "{} 不是 PostgreSQL 的数据目录，请移走它再启动。",
                data.display()
            ));
        }
        eprintln!("首次启动：在 {} 创建本地数据库。", data.display());
        let unfinished = data.with_file_name("pg.new");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(|error| cannot("删除", &unfinished, &error))?;
        }
        self.place.private_dir(&unfinished)?;
        let mut initdb = self.place.command(&self.binaries.program("initdb"));
        initdb.args([
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "-U",
            OWNER,
        ]);
        initdb
            .args(["--auth-local=trust", "--auth-host=reject", "-D"])
            .arg(&unfinished);
        let output = initdb.kill_on_drop(true).output().await;
        succeeded("initdb", output)?;
        OpenOptions::new()
            .append(true)
            .open(unfinished.join("postgresql.conf"))
            .and_then(|mut conf| writeln!(conf, "include_if_exists = 'yufang.conf'"))
            .and_then(|()| fs::rename(&unfinished, data))
            .and_then(|()| File::open(&self.place.base)?.sync_all())
            .map_err(|error| cannot("写入", data, &error))
    }

    /// Uses the server that runs on the data directory already, or starts one.
    pub(super) async fn start_if_down(&self) -> Result<(), String> {
        if self.settled().await == Health::Accepting {
            return Ok(());
        }
        self.remove_leftovers().await?;
        self.write_settings()?;
        let log = self.place.data.join("start.log");
        // Not there at the first start.
        fs::remove_file(&log).ok();
        let mut start = self.place.command(&self.binaries.program("pg_ctl"));
        start.args(["start", "-s", "-w", "-t", &RECOVERY.as_secs().to_string()]);
        start.arg("-D").arg(&self.place.data).arg("-l").arg(&log);
        match start.output().await {
            Ok(output) if output.status.success() => Ok(()),
            Ok(_) => Err(format!(
                "本地 PostgreSQL 启动失败：{}。日志在 {}。",
                self.complaint(&log),
                self.place.data.join("log").display()
            )),
            Err(error) => Err(format!("无法运行 pg_ctl：{error}。")),
        }
    }

    /// Creates the database if it is not there.
    pub(super) async fn create_database(&self, name: &str) -> Result<(), String> {
        let mut psql = self.client("psql");
        psql.args(["-XAtqw", "-d", "postgres", "-c"]);
        psql.arg(format!(
            "select 1 from pg_database where datname = '{name}'"
        ));
        let found = succeeded("psql", psql.output().await)?;
        if !found.trim().is_empty() {
            return Ok(());
        }
        let mut createdb = self.client("createdb");
        createdb.args(["-w", "-T", "template0", "-E", "UTF8", name]);
        succeeded("createdb", createdb.output().await).map(drop)
    }

    /// Stops the server, waiting at most `seconds` for it.
    pub(super) async fn stop(&self, seconds: u32) {
        let mut stop = self.place.command(&self.binaries.program("pg_ctl"));
        stop.args([
            "stop",
            "-s",
            "-m",
            "fast",
            "-w",
            "-t",
            &seconds.to_string(),
            "-D",
        ]);
        // In a process group of its own: a second Ctrl-C shall not interrupt it.
        stop.arg(&self.place.data).process_group(0);
        match stop.output().await {
            Ok(output) if output.status.success() => {}
            Ok(output) => {
                let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                tracing::warn!(text, "the local PostgreSQL did not stop in time");
            }
            Err(error) => tracing::warn!(%error, "could not run pg_ctl stop"),
        }
    }

    fn client(&self, program: &str) -> tokio::process::Command {
        let mut command = self.place.command(&self.binaries.program(program));
        command
            .arg("-h")
            .arg(&self.place.socket)
            .args(["-U", OWNER]);
        command
    }

    async fn health(&self) -> Health {
        let mut ready = self.client("pg_isready");
        ready.args(["-q", "-t", "3", "-d", "postgres"]);
        match ready
            .output()
            .await
            .ok()
            .and_then(|output| output.status.code())
        {
            Some(0) => Health::Accepting,
            Some(1) => Health::Refusing,
            _ => Health::Silent,
        }
    }

    /// Waits until a server that is starting, recovering or stopping has made up its mind.
    async fn settled(&self) -> Health {
        let begun = Instant::now();
        loop {
            let health = self.health().await;
            let patience = match health {
                Health::Accepting => return health,
                Health::Refusing => RECOVERY,
                Health::Silent if self.processes().is_empty() => return health,
                Health::Silent => SILENCE,
            };
            if begun.elapsed() > patience {
                return health;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Clears the way for a start: processes that no longer serve, and pid files that now name
    /// somebody else's process (PostgreSQL would take that one for a running server).
    async fn remove_leftovers(&self) -> Result<(), String> {
        if !self.processes().is_empty() {
            // Its socket was deleted, or it hangs.
            self.stop(20).await;
        }
        if !self.processes().is_empty() {
            // Without a postmaster the rest of a killed server has nothing left to save.
            self.kill_orphans().await;
        }
        let left = self.processes();
        if !left.is_empty() {
            return Err(format!(
                "旧的 PostgreSQL 进程 {left:?} 仍占用 {}，请先结束它们。",
                self.place.data.display()
            ));
        }
        let files = [
            self.place.data.join("postmaster.pid"),
            self.place.socket.join(".s.PGSQL.5432.lock"),
        ];
        for file in files {
            let Some(pid) = first_number(&file) else {
                continue;
            };
            if Path::new("/proc").join(pid.to_string()).exists() {
                fs::remove_file(&file).map_err(|error| cannot("删除", &file, &error))?;
            }
        }
        Ok(())
    }

    async fn kill_orphans(&self) {
        let processes = self.processes();
        let postmaster = first_number(&self.place.data.join("postmaster.pid"));
        if postmaster.is_some_and(|pid| processes.contains(&pid)) {
            return;
        }
        let mut kill = self.place.command(Path::new("kill"));
        kill.arg("-KILL").args(processes.iter().map(u32::to_string));
        if let Err(error) = kill.output().await {
            tracing::warn!(%error, "could not run kill");
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }

    /// The server processes of this data directory: every one of them has it as its working
    /// directory. Empty where there is no `/proc`; then PostgreSQL's own checks must do.
    fn processes(&self) -> Vec<u32> {
        let Ok(entries) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        entries
            .flatten()
            .filter_map(|entry| {
                let pid = entry.file_name().to_str()?.parse().ok()?;
                let cwd = fs::read_link(entry.path().join("cwd")).ok()?;
                (cwd == self.place.data).then_some(pid)
            })
            .collect()
    }

    /// Written before each start: the directory may have moved, the program may know better.
    fn write_settings(&self) -> Result<(), String> {
        let socket = self.place.socket.display().to_string();
        // A list whose elements may be quoted, within a quoted string.
        let socket = socket.replace('"', "\"\"").replace('\'', "''");
        let settings = format!(
            "# Written by yufang at each start. Your own settings: postgresql.auto.conf.\n\
             listen_addresses = ''\n\
             unix_socket_directories = '\"{socket}\"'\n\
             unix_socket_permissions = 0700\n\
             fsync = on\n\
             max_connections = 200\n\
             shared_buffers = 256MB\n\
             max_parallel_workers_per_gather = 0\n\
             jit = off\n\
             cluster_name = 'yufang'\n\
             logging_collector = on\n\
             log_directory = 'log'\n\
             log_filename = 'postgresql-%a.log'\n\
             log_rotation_age = 1d\n\
             log_rotation_size = 0\n\
             log_truncate_on_rotation = on\n"
        );
        let file = self.place.data.join("yufang.conf");
        fs::write(&file, settings).map_err(|error| cannot("写入", &file, &error))
    }

    /// The line of the logs that says why a start failed.
    fn complaint(&self, start_log: &Path) -> String {
        let collected = fs::read_dir(self.place.data.join("log"));
        let newest = collected
            .into_iter()
            .flatten()
            .flatten()
            .max_by_key(|entry| entry.metadata().and_then(|meta| meta.modified()).ok());
        let files: Vec<PathBuf> = newest
            .map(|entry| entry.path())
            .into_iter()
            .chain([start_log.to_path_buf()])
            .collect();
        let text: String = files
            .iter()
            .filter_map(|file| fs::read_to_string(file).ok())
            .collect();
        let fatal = text
            .lines()
            .rfind(|line| line.contains("FATAL") || line.contains("PANIC"));
        fatal
            .or_else(|| text.lines().last())
            .unwrap_or("没有留下日志")
            .to_owned()
    }
}

/// The standard output of a finished command, or a sentence with the last line of its complaint.
fn succeeded(name: &str, output: std::io::Result<Output>) -> Result<String, String> {
    let output = output.map_err(|error| format!("无法运行 {name}：{error}。"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let why = lines
        .iter()
        .rfind(|line| line.contains("error:"))
        .or(lines.last());
    Err(format!(
        "{name} 失败：{}。",
        why.map_or("没有说明原因", |line| line.trim())
    ))
}

fn first_number(file: &Path) -> Option<u32> {
    fs::read_to_string(file)
        .ok()?
        .lines()
        .next()?
        .trim()
        .parse()
        .ok()
}
