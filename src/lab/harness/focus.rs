//! What has the keyboard, as a screen reader is told.

use i_slint_core::accessibility::{AccessibleStringProperty, nearest_accessible_item};
use i_slint_core::window::WindowInner;
use slint::Window;

/// The label of what has the keyboard; `None` while it is the window itself.
pub(super) fn focused(window: &Window) -> Option<String> {
    let item = WindowInner::from_pub(window).focus_item.borrow().upgrade()?;
    let label =
        nearest_accessible_item(item).accessible_string_property(AccessibleStringProperty::Label);
    label.map(String::from)
}
