//! A visitor at a kiosk asks for staff; somebody goes there.

use super::Draft;
use crate::desk::refusal::{Refusal, service};
use crate::domain::{ServiceCode, Timestamp};
use crate::queue::{Change, Day, HelpId, HelpRequest};
use chrono::TimeDelta;

/// Minutes after which nobody stands at the kiosk any more who waits for an answer.
pub const HELP_MINUTES: i64 = 10;

/// Who still waits for staff, the first one first.
pub(in crate::desk) fn who_asks(day: &Day, now: Timestamp) -> Vec<HelpRequest> {
    let waits = |request: &&HelpRequest| now - request.asked_at < TimeDelta::minutes(HELP_MINUTES);
    day.open_help().filter(waits).cloned().collect()
}

/// Somebody asks for staff. Asked again before anybody has answered, it is the same request.
pub(in crate::desk) fn ask_staff(
    draft: &mut Draft<'_>,
    about: Option<ServiceCode>,
) -> Result<HelpRequest, Refusal> {
    if let Some(code) = about {
        service(draft.office, code)?;
    }
    let open = who_asks(draft.day, draft.now);
    if let Some(same) = open.into_iter().find(|request| request.about == about) {
        return Ok(same);
    }
    let request = HelpRequest { id: draft.next_help(), about, asked_at: draft.now };
    draft.change(Change::HelpAsked { day: draft.day.date(), request: request.clone() });
    Ok(request)
}

/// A member of staff goes there. Tells whether anybody still waited for that.
pub(in crate::desk) fn answer_staff(draft: &mut Draft<'_>, id: HelpId) -> bool {
    let waited = draft.day.open_help().any(|request| request.id == id);
    if waited {
        let (at, officer) = (draft.now, draft.actor.id().cloned());
        draft.change(Change::HelpAnswered { id, at, officer });
    }
    waited
}
