//! A file on its way in: received into a nameless temporary file, measured, hashed, and looked into
//! before anything of it is stored. Memory does not grow with the file.

use std::fmt::Display;
use std::fs::File;
use std::io::{Seek as _, SeekFrom};

use bytes::Bytes;
use domain::Refusal;
use domain::file::{FILE_MIB, FileKind};
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use crate::{Error, Result};

/// As much of the beginning as tells the formats apart.
const HEAD: usize = 8 * 1024;
const LIMIT: u64 = FILE_MIB as u64 * 1024 * 1024;

/// A file that has arrived whole.
pub struct Spooled {
    file: File,
    head: Vec<u8>,
    pub(crate) bytes: u64,
    /// SHA-256, hexadecimal.
    pub(crate) hash: String,
}

/// Receives a file.
///
/// # Errors
/// `FileTooLarge` beyond 20 MiB, `FileUnreadable` when it breaks off, `FileType` when it is empty.
pub async fn receive<E: Display>(
    content: impl Stream<Item = std::result::Result<Bytes, E>>,
) -> Result<Spooled> {
    let file = tokio::task::spawn_blocking(tempfile::tempfile)
        .await
        .map_err(std::io::Error::other)??;
    let mut file = tokio::fs::File::from_std(file);
    let (mut head, mut hash, mut bytes) = (Vec::new(), Sha256::new(), 0_u64);
    let mut content = std::pin::pin!(content);
    while let Some(piece) = content.next().await {
        let piece = piece.map_err(|error| {
            tracing::debug!(%error, "an upload broke off");
            domain::annex::labels::unreadable("上传中断，请重新上传")
        })?;
        bytes += piece.len() as u64;
        if bytes > LIMIT {
            return Err(Refusal::FileTooLarge { max_mib: FILE_MIB }.into());
        }
        head.extend(piece.iter().take(HEAD.saturating_sub(head.len())));
        hash.update(&piece);
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    if bytes == 0 {
        return Err(refused("文件是空的"));
    }
    Ok(Spooled {
        file: file.into_std().await,
        head,
        bytes,
        hash: hex::encode(hash.finalize()),
    })
}

impl Spooled {
    /// What the content is, whatever the name says.
    ///
    /// # Errors
    /// `FileType` for anything that is not taken here.
    pub(super) async fn kind(&self, name: &str) -> Result<FileKind> {
        let found = infer::get(&self.head).map(|found| found.mime_type());
        if !self.head.starts_with(b"PK") {
            return match found {
                Some("application/pdf") => Ok(FileKind::Pdf),
                Some("image/png") => Ok(FileKind::Png),
                Some("image/jpeg") => Ok(FileKind::Jpeg),
                other => Err(foreign(name, other)),
            };
        }
        let file = self.again()?;
        let members = tokio::task::spawn_blocking(|| members(file))
            .await
            .map_err(std::io::Error::other)?;
        packed(name, members.as_deref())
    }

    /// The content from its beginning.
    pub(super) fn read(&self) -> Result<tokio::fs::File> {
        Ok(tokio::fs::File::from_std(self.again()?))
    }

    /// Another handle on the file, at its beginning. All handles share one position, so only one of
    /// them reads at a time.
    fn again(&self) -> Result<File> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

/// The names in a zip archive; nothing is unpacked.
fn members(file: File) -> Option<Vec<String>> {
    let archive = zip::ZipArchive::new(file).ok()?;
    // A name in no encoding is none that a format demands.
    let names = archive.file_names().flatten();
    Some(names.map(std::borrow::Cow::into_owned).collect())
}

/// What a zip archive is, by the members its format demands.
fn packed(name: &str, members: Option<&[String]>) -> Result<FileKind> {
    let members = members.ok_or_else(|| refused(format!("“{name}”已损坏，无法读取")))?;
    let has = |member: &str| members.iter().any(|known| known == member);
    if has("word/vbaProject.bin") || has("xl/vbaProject.bin") {
        return Err(refused(format!(
            "“{name}”含有宏。请另存为不含宏的 docx、xlsx 或 PDF 后上传"
        )));
    }
    let office = has("[Content_Types].xml");
    if office && has("word/document.xml") {
        Ok(FileKind::Docx)
    } else if office && has("xl/workbook.xml") {
        Ok(FileKind::Xlsx)
    } else if has("OFD.xml") {
        Ok(FileKind::Ofd)
    } else {
        Err(foreign(name, Some("压缩包")))
    }
}

fn foreign(name: &str, found: Option<&str>) -> Error {
    let what = found.map_or_else(
        || "不是可识别的格式".to_owned(),
        |found| format!("是 {found}"),
    );
    refused(format!(
        "“{name}”的内容{what}。只接收 PDF、PNG、JPEG、docx、xlsx、OFD 文件，不以后缀为准"
    ))
}

fn refused(because: impl Into<String>) -> Error {
    Refusal::FileType {
        because: because.into(),
    }
    .into()
}
