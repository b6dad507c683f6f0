use crate::search::words;

fn found(typed: &str) -> Vec<String> {
    words(typed).unwrap()
}

fn refused(typed: &str) -> &'static str {
    words(typed).unwrap_err().kind()
}

#[test]
fn words_are_separated_by_blanks_and_written_small() {
    assert_eq!(found("煤业"), ["煤业"]);
    assert_eq!(
        found("  鄂托克　ABC-2026\t煤 "),
        ["鄂托克", "abc-2026", "煤"]
    );
    assert_eq!(found("%_ '\\\""), ["%_", "'\\\""]);
    // NUL, which no database takes, is a blank like any other.
    assert_eq!(found("煤业\u{0}矿山"), ["煤业", "矿山"]);
}

#[test]
fn nothing_typed_is_nothing_looked_for() {
    for blank in ["", "   ", "\u{0}\n\t", "\u{3000}"] {
        assert!(found(blank).is_empty(), "{blank:?}");
    }
}

#[test]
fn too_short_and_too_long_are_named() {
    for short in ["煤", "%", "_", "🦀", "煤 业", " ' "] {
        assert_eq!(refused(short), "SearchTooShort", "{short:?}");
    }
    assert_eq!(found(&"煤".repeat(100)).len(), 1);
    for long in ["煤".repeat(101), "🦀".repeat(10_000), " a".repeat(9_000)] {
        assert_eq!(refused(&long), "SearchTooLong");
    }
    let sentence = words("煤").unwrap_err().to_string();
    assert!(sentence.contains("两个"), "{sentence}");
}
