//! The gallery as a folder of pictures, with a page that shows them.

use super::frame::{Frame, SCREENS, Screen};
use super::hall::Hall;
use crate::lab::picture::{is_blank, write_png};
use crate::rights::new_file;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

const HEAD: &str = r#"<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Antre: the gallery</title>
<style>
body { margin: 0; padding: 2rem; background: #f6f3ec; color: #12263a;
       font: 1.1rem/1.5 "Antre Sans", system-ui, sans-serif }
nav { columns: 14rem; margin-bottom: 3rem }
nav a { display: block; color: #0a564b }
section { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: start }
figure { margin: 0 }
img { display: block; max-width: 28rem; max-height: 28rem; box-shadow: 0 .2rem 1rem #12263a33; background: #fff }
figcaption { font-size: .9rem }
</style>
<h1>The gallery</h1>
<p>Written by <code>antre gallery --headless</code>: the real windows with views made by hand.</p>
"#;

/// Writes a picture of every frame whose name contains `only`, and `index.html`.
pub(super) fn write(folder: &Path, only: &str) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let hall = Hall::without_screen()?;
    let mut page = HEAD.to_owned();
    let mut count = 0;
    page.push_str("<nav>");
    for screen in SCREENS {
        write!(page, "<a href=\"#{0}\">{0}</a>", screen.name)?;
    }
    page.push_str("</nav>\n");
    for screen in SCREENS {
        let frames = frames(screen, only);
        writeln!(page, "<h2 id=\"{0}\">{0}</h2>\n<section>", screen.name)?;
        for frame in &frames {
            let picture = hall.picture(frame)?;
            if is_blank(&picture) {
                return Err(format!("{frame} was drawn blank").into());
            }
            write_png(&folder.join(format!("{frame}.png")), &picture)?;
            writeln!(
                page,
                "<figure><a href=\"{frame}.png\"><img loading=\"lazy\" src=\"{frame}.png\" alt=\"{frame}\"></a>\
                 <figcaption>{frame}</figcaption></figure>"
            )?;
        }
        page.push_str("</section>\n");
        if !frames.is_empty() {
            say!("{:>3} {}", frames.len(), screen.name);
        }
        count += frames.len();
    }
    if count == 0 {
        return Err(format!("no picture of the gallery has \"{only}\" in its name").into());
    }
    let index = folder.join("index.html");
    new_file(&index)?.write_all(page.as_bytes())?;
    say!("{count} pictures; look at {}", index.display());
    Ok(())
}

fn frames(screen: &'static Screen, only: &str) -> Vec<Frame> {
    screen.frames().filter(|frame| frame.to_string().contains(only)).collect()
}
