//! What an officer may ask for.

/// What a key or a button of the console asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsoleAction {
    /// Call the next visitor, or take the next file.
    Next,
    /// Call the same number again.
    Recall,
    /// The visitor has come.
    Start,
    /// This stage is done.
    Finish,
    /// Open the panel for handing the file back.
    HandBack,
    /// Nobody came.
    NoShow,
    /// Open the panel of where to send the visitor.
    Transfer,
    /// Open the question whether to withdraw the ticket.
    Cancel,
    /// Take a break, or come back from it.
    Pause,
    /// Open the list of whoever is away.
    Away,
    /// Open the panel of the printer.
    Paper,
    /// Take the last step back.
    Undo,
    /// Open the legend of the keys.
    Legend,
    /// Somebody goes to the visitor who asks at a kiosk.
    Answer,
    /// The printer was switched off and on.
    PowerCycled,
    /// Confirm the open panel.
    Confirm,
    /// Close the open panel and the message.
    Close,
}
