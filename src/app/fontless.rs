//! A machine on which fontconfig is there and finds no font.
//!
//! Never here: the fonts that windows are lent (`letters`), or a machine without fontconfig: there the windows have our
//! font, and nobody asks for another.

use crate::data::DataFolder;
use crate::log;
use fontique::{Collection, CollectionOptions};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io, panic};

/// The variable in which fontconfig is told where its configuration is.
const CONFIGURATION: &str = "FONTCONFIG_FILE";

/// Where fontconfig is there and finds no font at all, the library that asks it ends the program before any font could be
/// lent to it. Then this process begins again with a configuration of our own, in which fontconfig finds our font.
pub fn begin_again_with_our_font() {
    if !finds_none() {
        return;
    }
    let begun = configuration().and_then(|file| {
        if env::var_os(CONFIGURATION).is_some_and(|now| now == file) {
            return Err(io::Error::other("it does not help"));
        }
        note!("this machine has no fonts; the windows use those of the program");
        log::flush();
        let mut again = Command::new(env::current_exe()?);
        Err(again.args(env::args_os().skip(1)).env(CONFIGURATION, &file).exec())
    });
    if let Err::<(), _>(error) = begun {
        note!(
            "this machine has no fonts, and ours cannot be lent to it ({error}); install one, on Debian `apt install fonts-dejavu-core`"
        );
    }
}

/// Whether asking for the fonts of the machine ends in a fault.
fn finds_none() -> bool {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let options = || CollectionOptions { shared: false, system_fonts: true };
    let asked = panic::catch_unwind(|| drop(Collection::new(options())));
    panic::set_hook(usual);
    asked.is_err()
}

/// The file of a configuration that knows our font alone.
fn configuration() -> io::Result<PathBuf> {
    let cache = DataFolder::cache().map(|folder| folder.join("fonts"));
    if let Some(file) = cache.and_then(|folder| written(&folder).ok()) {
        return Ok(file);
    }
    // A folder that was not there before is nobody else's.
    let folder = env::temp_dir().join(format!("antre-fonts-{}", std::process::id()));
    fs::create_dir(&folder)?;
    written(&folder)
}

fn written(folder: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("AntreSans-Regular.ttf"),
        include_bytes!("../../ui/fonts/AntreSans-Regular.ttf"),
    )?;
    let name = folder.to_str().ok_or_else(|| io::Error::other("its folder has no plain name"))?;
    let name = name.replace('&', "&amp;").replace('<', "&lt;");
    let file = folder.join("fonts.conf");
    let text = format!(
        "<?xml version=\"1.0\"?>\n<fontconfig>\n<dir>{name}</dir>\n<cachedir>{name}</cachedir>\n</fontconfig>\n"
    );
    fs::write(&file, text)?;
    Ok(file)
}
