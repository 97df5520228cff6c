//! Who of the office's network may come in, and where.

use super::local;
use crate::access;
use crate::office::Office;
use schemars::JsonSchema;
use serde::Serialize;

/// A page that is served.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page {
    /// wall, console or supervisor.
    pub page: &'static str,
    /// What is typed into a browser.
    pub address: String,
}

/// An invitation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Invited {
    /// What is typed at the device.
    pub code: String,
    /// What the device will be: console or supervisor.
    pub kind: &'static str,
    /// For so many minutes.
    pub minutes: i64,
    /// Where it is typed; none where this office serves no staff.
    pub address: Option<String>,
}

/// A paired device.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Device {
    /// Its number, for `antre devices --revoke`.
    pub id: u32,
    /// console or supervisor.
    pub kind: &'static str,
    /// What it was called when it was paired.
    pub name: String,
    /// The address that it was paired from.
    pub from: String,
    /// When it was paired.
    pub paired_at: String,
}

impl Device {
    /// A device, with the office's time.
    pub fn of(device: &access::Device, office: &Office) -> Self {
        Self {
            id: device.id,
            kind: device.kind.code(),
            name: device.name.clone(),
            from: device.from.clone(),
            paired_at: local(device.paired_at(), office),
        }
    }
}
