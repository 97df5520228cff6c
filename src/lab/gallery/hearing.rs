//! What a screen reader is given of a window: the same walk over the same items that Slint hands to AccessKit.
//!
//! Belongs here: asking Slint. Never here: what is good enough; the tests judge.

use i_slint_core::accessibility::{
    AccessibleStringProperty, SupportedAccessibilityAction, accessible_descendents,
    nearest_accessible_item,
};
use i_slint_core::item_tree::ItemRc;
use i_slint_core::items::{AccessibleRole, WindowItem};
use i_slint_core::window::WindowInner;
use slint::Window;

/// One thing that is read out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What it is: "Button", "Text" and so on.
    pub role: String,
    /// Its name.
    pub label: String,
    /// What is said after the name.
    pub hint: String,
    /// Whether a screen reader can press it.
    pub acts: bool,
    /// Whether pressing does anything now.
    pub enabled: bool,
    /// Whether it can be on or off.
    pub checkable: bool,
    /// Whether it is said when it changes, without anybody going there.
    pub live: bool,
    /// The index of what it is part of, where that is not the window.
    pub within: Option<usize>,
}

/// What a window gives a screen reader, in the order of reading.
pub(super) fn hear(window: &Window) -> Vec<Heard> {
    let inner = WindowInner::from_pub(window);
    inner.ensure_tree_instantiated();
    let mut heard = Vec::new();
    listen(&ItemRc::new_root(inner.component()), None, &mut heard);
    heard
}

/// Whether a screen reader is given this text, or something around it that speaks for it.
pub(super) fn is_spoken(text: &ItemRc) -> bool {
    nearest_accessible_item(text.clone()).downcast::<WindowItem>().is_none()
}

fn listen(item: &ItemRc, within: Option<usize>, heard: &mut Vec<Heard>) {
    for child in accessible_descendents(item).filter(ItemRc::is_visible) {
        let asked = |what| child.accessible_string_property(what).map(String::from);
        let is = |what| asked(what).is_some_and(|answer| answer == "true");
        let actions = child.supported_accessibility_actions();
        let live = asked(AccessibleStringProperty::LiveRegion);
        heard.push(Heard {
            role: match child.accessible_role() {
                AccessibleRole::None => "Nothing".to_owned(),
                role => format!("{role:?}"),
            },
            label: asked(AccessibleStringProperty::Label).unwrap_or_default(),
            hint: asked(AccessibleStringProperty::Description).unwrap_or_default(),
            acts: actions.contains(SupportedAccessibilityAction::Default),
            enabled: asked(AccessibleStringProperty::Enabled).is_none_or(|is| is == "true"),
            checkable: is(AccessibleStringProperty::Checkable),
            live: live.is_some_and(|live| live != "off"),
            within,
        });
        let index = heard.len() - 1;
        listen(&child, Some(index), heard);
    }
}
