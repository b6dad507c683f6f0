//! The program: everything is in the library, so that the tests can reach it.

fn main() -> std::process::ExitCode {
    server::cli::main()
}
