//! The permission table as a city official reads it.

#[test]
fn the_printed_table_is_the_one_checked_in() {
    let printed = format!(
        "# 事项权限表\n\n由 `domain::access::table()` 打印；● 为可以办理。看得见哪些记录由数据库行级安全另行决定。\n\n{}",
        domain::access::table()
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/permissions.md");
    let checked_in = std::fs::read_to_string(path).unwrap_or_default();
    if printed != checked_in {
        let new = std::env::temp_dir().join("yufang-permissions.md");
        std::fs::write(&new, &printed).unwrap();
        panic!(
            "the permission table changed; if that is meant: cp {} {path}",
            new.display()
        );
    }
}
