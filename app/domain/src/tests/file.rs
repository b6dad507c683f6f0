//! File names and kinds.

use crate::file::{FileKind, NAME_MAX, accepted, check_name};

#[test]
fn a_name_is_a_name_and_no_path() {
    for name in [
        "营业执照.pdf",
        " 职称（高级）.JPG ",
        "a b-1.xlsx",
        "报告.2027.docx",
    ] {
        assert_eq!(check_name(name).ok(), Some(name.trim()), "{name}");
    }
    for name in [
        "../../etc/passwd.pdf",
        "C:\\\\用户\\\\执照.pdf",
        "目录/执照.pdf",
        ".pdf",
        "a\0.pdf",
        "a\r\nX: y.pdf",
        "photo\u{202e}fdp.exe",
        "零宽\u{200b}.pdf",
    ] {
        assert_eq!(check_name(name).unwrap_err().kind(), "FileName", "{name:?}");
    }
    assert_eq!(check_name(" ").unwrap_err().kind(), "Required");
    let long = "长".repeat(NAME_MAX as usize);
    assert_eq!(
        check_name(&format!("{long}.pdf")).unwrap_err().kind(),
        "TooLong"
    );
}

#[test]
fn what_a_refusal_repeats_of_a_name_is_visible() {
    let sentence = check_name("photo\u{202e}fdp.exe").unwrap_err().sentence();
    assert!(sentence.contains("“photofdp.exe”"), "{sentence}");
}

#[test]
fn the_ending_agrees_with_the_content() {
    assert!(FileKind::Jpeg.check_ending("照片.JPEG").is_ok());
    assert!(FileKind::Pdf.check_ending("报告.v2.pdf").is_ok());
    for (kind, name, word) in [
        (FileKind::Png, "执照.pdf", "后缀为“.pdf”，内容却是 PNG 图片"),
        (FileKind::Pdf, "执照", "没有后缀，内容却是 PDF 文件"),
        (FileKind::Pdf, "执照.pdf.exe", "后缀为“.exe”"),
    ] {
        let refusal = kind.check_ending(name).unwrap_err();
        assert_eq!(
            (refusal.kind(), refusal.field()),
            ("FileType", Some("file"))
        );
        assert!(refusal.sentence().contains(word), "{}", refusal.sentence());
    }
}

#[test]
fn the_form_accepts_every_kind() {
    assert_eq!(accepted(), ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.ofd");
}
