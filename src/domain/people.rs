//! Who works in the office, and what each role may do.
//!
//! One list decides it. Never here: how somebody proves who they are (`pin`), or what an applicant is.

use super::coded::coded;
use super::service::OfficerId;
use thiserror::Error;

/// What somebody is in the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Serves visitors at a counter.
    Officer,
    /// Answers for the day: whatever an officer may do, exceptions and people.
    Supervisor,
    /// Looks after machines and people's access, and serves nobody.
    Technician,
}

coded!(Role { Officer = "petugas", Supervisor = "penyelia", Technician = "teknisi" });

impl Role {
    /// In English, for the command line.
    pub fn in_english(self) -> &'static str {
        match self {
            Self::Officer => "an officer",
            Self::Supervisor => "a supervisor",
            Self::Technician => "a technician",
        }
    }
}

/// What needs a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Calling, serving, sending on, handing back, taking back, breaks: every step of a ticket at a counter.
    Serve,
    /// Giving a number that the rules refuse. Hours and quota protect everybody who waits, so one person answers for
    /// every exception.
    Override,
    /// Another copy of a ticket.
    Reprint,
    /// Trying a printer, and saying that it was switched off and on. Whoever stands beside it does that.
    Printer,
    /// Adding and retiring officers, their roles and their PINs.
    People,
    /// Leaving the public screen of a kiosk.
    LeaveKiosk,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 6] =
        [Self::Serve, Self::Override, Self::Reprint, Self::Printer, Self::People, Self::LeaveKiosk];

    /// The roles that may.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Serve => &[Role::Officer, Role::Supervisor],
            Self::Override => &[Role::Supervisor],
            Self::Reprint | Self::Printer | Self::LeaveKiosk => Role::ALL,
            Self::People => &[Role::Supervisor, Role::Technician],
        }
    }

    fn in_english(self) -> &'static str {
        match self {
            Self::Serve => "call or serve visitors",
            Self::Override => "give a number that the rules refuse",
            Self::Reprint => "print a ticket again",
            Self::Printer => "look after the printer",
            Self::People => "manage officers",
            Self::LeaveKiosk => "leave the kiosk's screen",
        }
    }
}

/// Somebody who works in the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// What events name.
    pub id: OfficerId,
    /// The name that the office uses for them at work; nothing about applicants.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Actor {
    /// Nobody in particular: the kiosk, a script. Whoever can write the data folder is trusted by the operating system.
    #[default]
    Program,
    /// An officer.
    Officer(Officer),
}

/// Somebody's role does not allow it. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{} is {} ({}) and may not {}; {} may",
    officer, role.in_english(), role.code(), duty.in_english(), who_may(*duty)
)]
pub struct NotAllowed {
    /// Who.
    pub officer: OfficerId,
    /// Their role.
    pub role: Role,
    /// What.
    pub duty: Duty,
}

fn who_may(duty: Duty) -> String {
    let role = |role: &Role| format!("{} ({role})", role.in_english());
    duty.roles().iter().map(role).collect::<Vec<_>>().join(" or ")
}

impl Actor {
    /// What events name; `None` when it is nobody in particular.
    pub fn id(&self) -> Option<&OfficerId> {
        match self {
            Self::Program => None,
            Self::Officer(officer) => Some(&officer.id),
        }
    }

    /// Whether this duty is theirs.
    ///
    /// # Errors
    /// [`NotAllowed`].
    pub fn may(&self, duty: Duty) -> Result<(), NotAllowed> {
        match self {
            Self::Officer(Officer { id, role, .. }) if !duty.roles().contains(role) => {
                Err(NotAllowed { officer: id.clone(), role: *role, duty })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(role: Role) -> Actor {
        let id = OfficerId::new("sari").unwrap();
        Actor::Officer(Officer { id, name: "Sari".to_owned(), role })
    }

    fn may(role: Role) -> Vec<Duty> {
        Duty::ALL.into_iter().filter(|duty| somebody(role).may(*duty).is_ok()).collect()
    }

    #[test]
    fn what_each_role_may_do() {
        use Duty::{LeaveKiosk, Override, People, Printer, Reprint, Serve};
        assert_eq!(may(Role::Officer), [Serve, Reprint, Printer, LeaveKiosk]);
        assert_eq!(may(Role::Supervisor), [Serve, Override, Reprint, Printer, People, LeaveKiosk]);
        assert_eq!(may(Role::Technician), [Reprint, Printer, People, LeaveKiosk]);
    }

    #[test]
    fn a_refusal_says_who_may() {
        let refused = somebody(Role::Technician).may(Duty::Serve).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "sari is a technician (teknisi) and may not call or serve visitors; an officer (petugas) or a supervisor \
             (penyelia) may"
        );
    }

    #[test]
    fn a_program_of_the_office_may_do_everything_and_is_nobody() {
        assert!(Duty::ALL.into_iter().all(|duty| Actor::Program.may(duty).is_ok()));
        assert_eq!(Actor::Program.id(), None);
        assert_eq!(somebody(Role::Officer).id().unwrap().as_str(), "sari");
    }
}
