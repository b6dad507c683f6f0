//! Keeps the relocations in the module that is published: the tool that splits it into the parts of the
//! pages (`.ci/build`) cuts along them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
