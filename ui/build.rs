//! Compiles the windows, when they are wanted.

fn main() {
    #[cfg(feature = "windows")]
    windows();
}

#[cfg(feature = "windows")]
fn windows() {
    let lab = cfg!(feature = "lab");
    let windows = if lab { "ui/lab.slint" } else { "ui/antre.slint" };
    let config = slint_build::CompilerConfiguration::new()
        // Never follow the host's dark mode: the colours are ours and their contrast is measured.
        .with_style("fluent-light".into())
        // Element ids, so that the demo and the tests find what they tap.
        .with_debug_info(lab);
    if let Err(error) = slint_build::compile_with_config(windows, config) {
        panic!("compiling {windows}: {error}");
    }
}
