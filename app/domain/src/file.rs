//! Files that are handed in (R043): how large, how many, of which kinds, and under which names.
//!
//! The kind is what the content is; the server reads it. The name only has to agree with it.

use crate::refusal::Refusal;

/// The largest file, in MiB.
pub const FILE_MIB: u32 = 20;
/// Files one application, or one record of a city, may carry at a time.
pub const FILES_PER_RECORD: u32 = 60;
/// Characters of a file name.
pub const NAME_MAX: u32 = 120;

codes! {
    /// What a file may be, by its content.
    FileKind {
        Pdf = "application/pdf" "PDF 文件",
        Png = "image/png" "PNG 图片",
        Jpeg = "image/jpeg" "JPEG 图片",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" "Word 文档（docx）",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" "Excel 工作簿（xlsx）",
        Ofd = "application/ofd" "OFD 版式文件",
    }
}

impl FileKind {
    /// The endings a name of this kind may have.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Ofd => &["ofd"],
        }
    }

    /// Whether the name says what the content is.
    ///
    /// # Errors
    /// `FileType` for a name with another ending, or with none.
    pub fn check_ending(self, name: &str) -> Result<(), Refusal> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let lower = ending.to_ascii_lowercase();
        if self.endings().contains(&lower.as_str()) {
            return Ok(());
        }
        let says = if ending.is_empty() {
            "没有后缀".to_owned()
        } else {
            format!("后缀为“.{ending}”")
        };
        Err(Refusal::FileType {
            because: format!(
                "“{name}”{says}，内容却是 {}，二者应当一致。请用原软件另存为正确的格式，或改正后缀",
                self.label()
            ),
        })
    }
}

/// The endings of all kinds, for sentences and the `accept` of a form: `.pdf,.png,…`.
#[must_use]
pub fn accepted() -> String {
    let endings: Vec<String> = FileKind::ALL
        .iter()
        .flat_map(|kind| kind.endings())
        .map(|ending| format!(".{ending}"))
        .collect();
    endings.join(",")
}

/// A file name as it may be stored and sent back: no path, nothing invisible that shows another
/// name than there is.
///
/// # Errors
/// `Required`, `TooLong` or `FileName`, all at `file`.
pub fn check_name(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::Required {
            field: "file".into(),
            label: "文件".into(),
        });
    }
    if name.chars().count() > NAME_MAX as usize {
        return Err(Refusal::TooLong {
            field: "file".into(),
            label: "文件名".into(),
            max: NAME_MAX,
        });
    }
    if name.starts_with('.') || name.contains(is_unfit) {
        return Err(Refusal::FileName {
            name: name.chars().filter(|c| !is_hidden(*c)).collect(),
        });
    }
    Ok(name)
}

/// What makes a name a path, on any system.
fn is_unfit(character: char) -> bool {
    matches!(character, '/' | '\\' | ':') || is_hidden(character)
}

/// Control characters, and those that turn the direction of reading: `photo<202E>gnp.exe`.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
