//! The program: everything is in the library, so that the tests can reach it.

fn main() -> std::process::ExitCode {
    return_large_pieces();
    server::cli::main()
}

/// Whatever is large goes back to the system at once. A sign-in hashes in 19 MB, which glibc would keep for
/// each thread that has ever done it.
fn return_large_pieces() {
    #[cfg(target_env = "gnu")]
    #[expect(
        unsafe_code,
        reason = "a setting of the allocator, made before there is another thread"
    )]
    // SAFETY: called with constants that the manual of `mallopt` names, before anything runs beside it.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, 1 << 20);
    }
}
