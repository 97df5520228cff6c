//! The actions of a console by the names that a page sends for them.

use crate::station::console::ConsoleAction;

use ConsoleAction as Do;

/// Every action with its name.
const NAMES: [(ConsoleAction, &str); 17] = [
    (Do::Next, "next"),
    (Do::Recall, "recall"),
    (Do::Start, "start"),
    (Do::Finish, "finish"),
    (Do::HandBack, "hand-back"),
    (Do::NoShow, "no-show"),
    (Do::Transfer, "transfer"),
    (Do::Cancel, "cancel"),
    (Do::Pause, "pause"),
    (Do::Away, "away"),
    (Do::Paper, "paper"),
    (Do::Undo, "undo"),
    (Do::Legend, "legend"),
    (Do::Answer, "answer"),
    (Do::PowerCycled, "power-cycled"),
    (Do::Confirm, "confirm"),
    (Do::Close, "close"),
];

/// The name of an action.
pub fn code(action: ConsoleAction) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == action).map_or("", |(_, name)| name)
}

/// The action of this name.
pub fn action_named(name: &str) -> Option<ConsoleAction> {
    NAMES.iter().find(|(_, known)| *known == name).map(|(action, _)| *action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_action() {
        for (action, name) in NAMES {
            assert_eq!(code(action), name);
            assert_eq!(action_named(name), Some(action));
        }
        assert_eq!(action_named("Next"), None);
    }
}
