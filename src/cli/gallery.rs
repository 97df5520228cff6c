//! `gallery`: its words on the command line. What it shows is in `lab::gallery`.

use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct GalleryArgs {
    /// Write every picture and an index.html into DIR instead of opening a window
    #[arg(long, value_name = "DIR")]
    pub(super) headless: Option<PathBuf>,
    /// Only pictures with TEXT in their name, for example kiosk-number or 800x480
    #[arg(long, value_name = "TEXT", default_value = "", requires = "headless")]
    pub(super) only: String,
}
