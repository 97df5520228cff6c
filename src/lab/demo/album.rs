//! The pictures of the morning, and the page that shows them in order.

use crate::lab::picture::{Picture, is_blank, write_png};
use crate::rights::new_file;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A folder of pictures with a sentence each.
pub(super) struct Album {
    folder: PathBuf,
    pages: String,
    count: u32,
}

const HEAD: &str = r#"<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Antre: a morning at the office</title>
<style>
body { margin: 0 auto; max-width: 70rem; padding: 2rem; background: #f6f3ec; color: #12263a;
       font: 1.1rem/1.5 "Antre Sans", system-ui, sans-serif }
figure { margin: 3rem 0 }
img { max-width: 100%; max-height: 85vh; border-radius: .5rem; box-shadow: 0 .2rem 1rem #12263a33; background: #fff }
figcaption { margin-bottom: .8rem; font-weight: 600 }
</style>
<h1>A morning at the office</h1>
<p>Played by <code>antre demo</code>: the real windows, tapped by their labels, on a real queue file; the tickets are drawn
from the very bytes that the virtual printer received over TCP.</p>
"#;

impl Album {
    /// An album in `folder`; pictures of an earlier album there are removed.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let ours = ["kiosk-", "console-", "display-", "ticket-"];
            if ours.iter().any(|start| name.starts_with(start)) && name.ends_with(".png") {
                fs::remove_file(&path)?;
            }
        }
        Ok(Self { folder: folder.to_owned(), pages: HEAD.to_owned(), count: 0 })
    }

    /// Adds a screen.
    pub(super) fn screen(&mut self, name: &str, says: &str, picture: &Picture) -> io::Result<()> {
        if is_blank(picture) {
            return Err(io::Error::other(format!("{name} was drawn blank")));
        }
        let file = self.page(name, says);
        write_png(&self.folder.join(file), picture)
    }

    /// Adds a printed sheet.
    pub(super) fn sheet(&mut self, name: &str, says: &str, png: &Path) -> io::Result<()> {
        let file = self.page(name, says);
        new_file(&self.folder.join(file))?.write_all(&fs::read(png)?)
    }

    fn page(&mut self, name: &str, says: &str) -> String {
        self.count += 1;
        say!("{:>3}. {says}", self.count);
        // The kind of picture stays in front, the order follows.
        let (kind, rest) = name.split_once('-').unwrap_or((name, ""));
        let file = format!("{kind}-{:02}-{rest}.png", self.count);
        // Writing to a String cannot fail.
        let _ = writeln!(
            self.pages,
            "<figure><figcaption>{says}</figcaption><img src=\"{file}\" alt=\"{name}\"></figure>"
        );
        file
    }

    /// Writes the page; returns its path.
    pub(super) fn close(self) -> io::Result<PathBuf> {
        let path = self.folder.join("index.html");
        new_file(&path)?.write_all(self.pages.as_bytes())?;
        Ok(path)
    }
}
