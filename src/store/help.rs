//! What the queue keeps of visitors who ask for staff. Never who they are, and never when somebody may ask (`desk`).

use crate::domain::{ServiceCode, Timestamp};

/// The place of a request in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HelpId(pub i64);

/// Somebody at a kiosk asks for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    /// Its place in the record.
    pub id: HelpId,
    /// The service whose page it was asked on; none on the first page.
    pub about: Option<ServiceCode>,
    /// When.
    pub asked_at: Timestamp,
}
