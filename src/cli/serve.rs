//! `serve`, `pair` and `devices`: the queue of this machine in the office's own network.
//!
//! Never here: listening (`serve` the room), or who may come in (`access`).

use super::answer::json;
use super::{Done, Outcome, PrinterArgs, interrupt, open};
use crate::access::{Access, Device, DeviceKind, INVITED_MINUTES};
use crate::api;
use crate::clock::{Clock, SystemClock};
use crate::data::DataFolder;
use crate::desk::Desk;
use crate::paper::raster::QrMatrix;
use crate::say;
use crate::serve::{OpenDesk, Parts, Server, staff_address};
use clap::Args;
use std::sync::{Arc, mpsc};

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    printer: PrinterArgs,
    /// The addresses as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PairArgs {
    /// What the device will be: console or supervisor
    #[arg(long = "as", value_name = "KIND", default_value = "console", value_parser = kind)]
    kind: DeviceKind,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct DevicesArgs {
    /// Send this device away: it may come in no longer, and its counter is free
    #[arg(long, value_name = "ID")]
    revoke: Option<u32>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl DevicesArgs {
    /// Whether it changes anything.
    pub(super) fn revokes(&self) -> bool {
        self.revoke.is_some()
    }
}

fn kind(text: &str) -> Result<DeviceKind, String> {
    DeviceKind::from_code(text).ok_or_else(|| {
        let known: Vec<&str> = DeviceKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("a device is paired as {}", known.join(" or "))
    })
}

/// `serve`: runs until somebody asks for the end.
pub(super) fn serve(data: &DataFolder, args: &ServeArgs) -> Outcome {
    let office = Arc::new(open::office(data)?);
    let _open = open::stay(data)?;
    let (ended, end) = mpsc::channel();
    interrupt::listen_then(move || {
        // Where nobody waits any more the end has come already.
        let _ = ended.send(());
    });
    let Some(_alone) = data.try_lock("serve.lock")? else {
        return Err(
            "another `antre serve` has this queue open; one is enough for the office".into()
        );
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut desk = open::desk_of(data, Arc::clone(&office), Arc::clone(&clock))?;
    let target = open::printer(data, &mut desk, args.printer.clone())?;
    drop(desk);
    let (folder, of, at) = (data.clone(), Arc::clone(&office), Arc::clone(&clock));
    let open: OpenDesk = Box::new(move || -> Result<Desk, String> {
        open::desk_of(&folder, Arc::clone(&of), Arc::clone(&at)).map_err(|error| error.to_string())
    });
    let server = Server::start(Parts { data: data.clone(), office, clock, target, open })?;
    tell(&server, args.json)?;
    // Nobody is left who could ask where the channel has closed.
    let _ = end.recv();
    drop(server);
    Ok(Done::Done)
}

fn tell(server: &Server, as_json: bool) -> Result<(), Box<dyn std::error::Error>> {
    let addresses = server.addresses();
    for (page, address) in &addresses {
        log_info!(page = *page, address = %address, "served");
    }
    if as_json {
        let page = |(page, address)| api::access::Page { page, address };
        return json(&addresses.into_iter().map(page).collect::<Vec<_>>());
    }
    let line =
        |(page, address): &(_, String)| format!("{page:<11} {address}\n{}\n", picture(address));
    let mut text: String = addresses.iter().map(line).collect();
    if let Some(fingerprint) = &server.fingerprint {
        text += &format!("certificate {fingerprint}\n");
    }
    say::text(text);
    if !server.secure && server.staff.is_some() {
        note!(
            "serve.plain_http is on: whoever listens in this network reads the PINs of officers; take it out of office.toml \
             where that is not wanted"
        );
    }
    Ok(())
}

/// The code of an address for a terminal, two dots in each letter; dark on light, with the quiet zone of the standard. Nothing
/// for an address that is too long for any code.
fn picture(address: &str) -> String {
    const QUIET: usize = 4;
    let Some(code) = QrMatrix::new(address) else { return String::new() };
    let side = code.size() + 2 * QUIET;
    let inside = QUIET..QUIET + code.size();
    let is_light = |column: usize, row: usize| {
        let is_dark = inside.contains(&column)
            && inside.contains(&row)
            && code.is_dark(column - QUIET, row - QUIET);
        row < side && !is_dark
    };
    let letter = |column, row| match (is_light(column, row), is_light(column, row + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    let line = |row| (0..side).map(|column| letter(column, row)).chain(['\n']).collect::<String>();
    (0..side).step_by(2).map(line).collect()
}

/// `pair`: invites a device.
pub(super) fn pair(data: &DataFolder, args: &PairArgs) -> Outcome {
    let office = open::office(data)?;
    let code = Access::of(data).invite(args.kind, &SystemClock)?;
    let code = format!("{}-{}", &code[..4], &code[4..]);
    let address = office.serving.as_ref().and_then(staff_address);
    let running = data.is_locked("serve.lock").unwrap_or(true);
    if !running {
        note!(
            "`antre serve` does not run on this machine; start it, or the code can be typed nowhere"
        );
    }
    log_info!(kind = args.kind.code(), "a device was invited");
    if args.json {
        let (kind, minutes) = (args.kind.code(), INVITED_MINUTES);
        json(&api::access::Invited { code, kind, minutes, address })?;
        return Ok(Done::Done);
    }
    let place = address.unwrap_or_else(|| "the staff's address".to_owned());
    say::text(format!(
        "Open {place} at the {} and type\n\n    {code}\n\nwithin {INVITED_MINUTES} minutes.\n",
        args.kind.code()
    ));
    Ok(Done::Done)
}

/// `devices`: who may come in.
pub(super) fn devices(data: &DataFolder, args: &DevicesArgs) -> Outcome {
    let office = open::office(data)?;
    let access = Access::of(data);
    if let Some(id) = args.revoke {
        if !access.revoke(id)? {
            return Err(
                format!("no device {id} is paired; `antre devices` lists those that are").into()
            );
        }
        log_info!(device = id, "a device was sent away");
    }
    let devices = access.devices()?;
    if args.json {
        let device = |device| api::access::Device::of(device, &office);
        json(&devices.iter().map(device).collect::<Vec<_>>())?;
        return Ok(Done::Done);
    }
    if devices.is_empty() {
        say::text("no device is paired; `antre pair` invites one\n".to_owned());
    }
    let line = |device: &Device| {
        let (kind, name, from) = (device.kind.code(), &device.name, &device.from);
        format!("{:>4}  {kind:<11} {name:<20} {from}\n", device.id)
    };
    say::text(devices.iter().map(line).collect::<String>());
    Ok(Done::Done)
}
