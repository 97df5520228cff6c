//! How long a backup takes while somebody takes numbers, and how long it holds them up.

use super::{Outcome, Times, desk, issue};
use antre::clock::SystemClock;
use antre::store::sqlite::{SqliteStore, Stay};
use rusqlite::Connection;
use std::env;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The size of the queue in megabytes, unless `ANTRE_BENCH_MB` names one: 2000 is what an office has after years.
const MEGABYTES: u32 = 100;

pub(super) fn under_load(folder: &Path) -> Outcome {
    let folder = folder.join("backup");
    std::fs::create_dir(&folder)?;
    let size = env::var("ANTRE_BENCH_MB").ok().and_then(|text| text.parse().ok());
    let size: u32 = size.unwrap_or(MEGABYTES);
    let mut kiosk = desk(&folder, Arc::new(SystemClock))?;
    let filler = Connection::open(folder.join("queue.db"))?;
    filler.execute_batch("CREATE TABLE filler (bytes BLOB)")?;
    for _ in 0..size {
        filler.execute("INSERT INTO filler VALUES (randomblob(1048576))", [])?;
    }
    drop(filler);
    let rounds = 2_000;
    let alone = Times::of(rounds, || issue(&mut kiosk, 'T'))?;
    alone.print("take a number, nobody else", None);
    let alone = alone.at(1.0);
    let queue = folder.join("queue.db");
    Times::of(100, || {
        SqliteStore::open(&queue)?;
        Ok(())
    })?
    .print("open the queue, as a verb", None);
    drop(kiosk);
    Times::of(100, || {
        Stay::begin(&queue)?;
        Ok(())
    })?
    .print("open it to stay, and leave", None);
    let mut kiosk = desk(&folder, Arc::new(SystemClock))?;
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let copying = scope.spawn(|| {
            let start = Instant::now();
            let copied = SqliteStore::back_up(&queue, &folder.join("copy.db"), &|| true);
            ended.store(true, Ordering::Relaxed);
            copied.map(|copied| (copied, start.elapsed()))
        });
        let (began, mut longest) = (Instant::now(), (Duration::ZERO, Duration::ZERO));
        let mut times = Vec::new();
        while !ended.load(Ordering::Relaxed) {
            let start = Instant::now();
            issue(&mut kiosk, 'T')?;
            times.push(start.elapsed());
            longest = longest.max((start.elapsed(), start - began));
        }
        times.sort_unstable();
        let (worst, after) = longest;
        Times(times).print("take a number while a backup is made", None);
        let (copied, took) = copying.join().map_err(|_| "the backup panicked")??;
        println!(
            "{size} MB, {} tickets copied and checked in {took:.1?}; longest wait {worst:.1?}, {after:.1?} after its \
             beginning (with nobody else: {alone:.1?})",
            copied.tickets
        );
        Ok(())
    })
}
