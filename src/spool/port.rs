//! A port as the queue's record knows it again, from an address.
//!
//! Never here: what two addresses have in common (`printer`), or what is recorded (`desk`).

use crate::desk::Port;
use crate::printer::Address;

/// The port of this address as it is now.
pub fn port_of(address: &Address) -> Port {
    let own = address.clone();
    Port {
        identity: address.lasting_identity(),
        is_of: Box::new(move |record| {
            own.was_recorded_as(record.address.as_deref(), record.identity.as_deref())
        }),
    }
}
