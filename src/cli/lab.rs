//! `demo` and `gallery`: their words on the command line, and what a build without them says. What they show is in `lab`.

use super::Outcome;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Without a display: play by itself and write pictures of every screen and ticket into DIR
    #[arg(long, value_name = "DIR")]
    pub(super) headless: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct GalleryArgs {
    /// Write every picture and an index.html into DIR instead of opening a window
    #[arg(long, value_name = "DIR")]
    pub(super) headless: Option<PathBuf>,
    /// Only pictures with TEXT in their name, for example kiosk-number or 800x480
    #[arg(long, value_name = "TEXT", default_value = "", requires = "headless")]
    pub(super) only: String,
}

#[cfg(feature = "lab")]
pub(super) fn demo(args: DemoArgs) -> Outcome {
    super::windows::with_letters();
    crate::lab::demo::run(args.headless)?;
    Ok(super::Done::Done)
}

#[cfg(feature = "lab")]
pub(super) fn gallery(args: GalleryArgs) -> Outcome {
    super::windows::with_letters();
    crate::lab::gallery::run(args.headless, &args.only)?;
    Ok(super::Done::Done)
}

/// A build without them says so instead of pretending.
#[cfg(not(feature = "lab"))]
pub(super) fn demo(_: DemoArgs) -> Outcome {
    none()
}

#[cfg(not(feature = "lab"))]
pub(super) fn gallery(_: GalleryArgs) -> Outcome {
    none()
}

#[cfg(not(feature = "lab"))]
fn none() -> Outcome {
    Err("this antre was built without demo and gallery; build it with `cargo build --features lab`"
        .into())
}
