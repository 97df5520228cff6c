//! What can be done to one window from outside: touch, type, read, photograph.

use super::Size;
use crate::lab::picture::Picture;
use i_slint_backend_testing::{
    AccessibleLiveness, AccessibleRole, ElementHandle, ElementQuery, ElementRoot, mock_elapsed_time,
};
use slint::platform::{Key, PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, PhysicalPosition, PhysicalSize, SharedString};
use std::error::Error;
use std::time::Duration;

pub(super) fn resize(window: &impl ComponentHandle, (width, height): Size) {
    window.window().set_size(PhysicalSize::new(width, height));
}

/// A real press and release at the middle of the element: what lies above it would take the press.
pub(super) fn touch(
    window: &(impl ComponentHandle + ElementRoot),
    label: &str,
) -> Result<(), Box<dyn Error>> {
    let usable = |element: &ElementHandle| element.accessible_enabled() != Some(false);
    let element = ElementHandle::find_by_accessible_label(window, label).find(usable);
    let element = element.ok_or_else(|| format!("nothing to tap is labelled \"{label}\""))?;
    element.mock_single_click(PointerEventButton::Left);
    Ok(())
}

pub(super) fn touch_at(window: &impl ComponentHandle, (x, y): (u32, u32)) {
    press_at(window, (x, y));
    release_at(window, (x, y));
}

pub(super) fn press_at(window: &impl ComponentHandle, at: (u32, u32)) {
    let (position, button) = (position(window, at), PointerEventButton::Left);
    window.window().dispatch_event(WindowEvent::PointerPressed { position, button });
}

pub(super) fn release_at(window: &impl ComponentHandle, at: (u32, u32)) {
    let (position, button) = (position(window, at), PointerEventButton::Left);
    window.window().dispatch_event(WindowEvent::PointerReleased { position, button });
    window.window().dispatch_event(WindowEvent::PointerExited);
}

fn position(window: &impl ComponentHandle, (x, y): (u32, u32)) -> LogicalPosition {
    PhysicalPosition::new(x as i32, y as i32).to_logical(window.window().scale_factor())
}

pub(super) fn key(window: &impl ComponentHandle, key: Key) {
    type_key(window, &SharedString::from(key));
}

/// Presses a key while another one is held.
pub(super) fn chord(window: &impl ComponentHandle, held: Key, text: &str) {
    let held = SharedString::from(held);
    window.window().dispatch_event(WindowEvent::KeyPressed { text: held.clone() });
    type_key(window, text);
    window.window().dispatch_event(WindowEvent::KeyReleased { text: held });
}

/// Presses Ctrl, Shift and Q together.
pub(super) fn knock_on_keys(window: &impl ComponentHandle) {
    let [control, shift] = [Key::Control, Key::Shift].map(SharedString::from);
    let keys = [control, shift, "Q".into()];
    for text in keys.clone() {
        window.window().dispatch_event(WindowEvent::KeyPressed { text });
    }
    for text in keys.into_iter().rev() {
        window.window().dispatch_event(WindowEvent::KeyReleased { text });
    }
}

pub(super) fn type_key(window: &impl ComponentHandle, text: &str) {
    let text = SharedString::from(text);
    window.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
    window.window().dispatch_event(WindowEvent::KeyReleased { text });
}

/// Where a finger would touch this element in a window of this size, in pixels from its corner.
pub(super) fn middle(
    window: &(impl ComponentHandle + ElementRoot),
    size: Size,
    label: &str,
) -> Result<(f32, f32), Box<dyn Error>> {
    let before = window.window().size();
    resize(window, size);
    mock_elapsed_time(Duration::ZERO);
    let element = ElementHandle::find_by_accessible_label(window, label).next();
    let place = element.map(|element| {
        let (at, is) = (element.absolute_position(), element.size());
        (at.x + is.width / 2.0, at.y + is.height / 2.0)
    });
    window.window().set_size(before);
    mock_elapsed_time(Duration::ZERO);
    place.ok_or_else(|| format!("nothing is labelled \"{label}\"").into())
}

fn elements(window: &impl ElementRoot) -> Vec<ElementHandle> {
    let with_role = |element: &ElementHandle| element.accessible_role().is_some();
    ElementQuery::from_root(window).match_descendants().match_predicate(with_role).find_all()
}

pub(super) fn labels(window: &impl ElementRoot) -> Vec<String> {
    let label = |element: ElementHandle| element.accessible_label().map(String::from);
    elements(window).into_iter().filter_map(label).filter(|label| !label.is_empty()).collect()
}

pub(super) fn descriptions(window: &impl ElementRoot) -> Vec<String> {
    let description = |element: ElementHandle| element.accessible_description().map(String::from);
    elements(window).into_iter().filter_map(description).collect()
}

/// What would be said without anybody going there.
pub(super) fn said(window: &impl ElementRoot) -> Vec<String> {
    let live = |element: &ElementHandle| {
        element.accessible_live_region().is_some_and(|live| live != AccessibleLiveness::Off)
    };
    let with_place = |element: ElementHandle| {
        let label = element.accessible_label().map(String::from)?;
        Some((label, element.absolute_position(), element.size()))
    };
    let found = elements(window).into_iter().filter(live).filter_map(with_place);
    // An element is found once for each component that it is the root of, and once more for what hides it.
    let mut said = Vec::new();
    for one in found.filter(|(label, ..)| !label.is_empty()) {
        if !said.contains(&one) {
            said.push(one);
        }
    }
    said.into_iter().map(|(label, ..)| label).collect()
}

pub(super) fn enabled(window: &impl ElementRoot, label: &str) -> Option<bool> {
    let element = ElementHandle::find_by_accessible_label(window, label).next()?;
    element.accessible_enabled()
}

/// What can be touched, and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Its label.
    pub label: String,
    /// Its left and upper edge, in logical pixels of the window.
    pub at: (f32, f32),
    /// Its width and height.
    pub size: (f32, f32),
}

pub(super) fn targets(window: &(impl ComponentHandle + ElementRoot), size: Size) -> Vec<Target> {
    let before = window.window().size();
    resize(window, size);
    mock_elapsed_time(Duration::from_millis(400));
    let touched = [AccessibleRole::Button, AccessibleRole::Switch, AccessibleRole::RadioButton];
    let is_touched =
        |e: &ElementHandle| e.accessible_role().is_some_and(|role| touched.contains(&role));
    let target = |element: ElementHandle| {
        let (at, is) = (element.absolute_position(), element.size());
        Target {
            label: element.accessible_label().map(String::from).unwrap_or_default(),
            at: (at.x, at.y),
            size: (is.width, is.height),
        }
    };
    let targets = elements(window).into_iter().filter(is_touched).map(target).collect();
    window.window().set_size(before);
    mock_elapsed_time(Duration::ZERO);
    targets
}

pub(super) fn outside(window: &(impl ComponentHandle + ElementRoot), size: Size) -> Vec<String> {
    let before = window.window().size();
    resize(window, size);
    mock_elapsed_time(Duration::from_millis(400));
    let scale = window.window().scale_factor();
    let (width, height) = (size.0 as f32 / scale, size.1 as f32 / scale);
    // Half a pixel for the rounding of the layout.
    let beyond = |element: &ElementHandle| {
        let (at, is) = (element.absolute_position(), element.size());
        at.x < -0.5
            || at.y < -0.5
            || at.x + is.width > width + 0.5
            || at.y + is.height > height + 0.5
    };
    let found = elements(window).into_iter().filter(beyond);
    let names = found.map(|e| e.accessible_label().map(String::from).unwrap_or_default());
    // A text without a word is nothing that anybody could miss.
    let names = names.filter(|name| !name.is_empty()).collect();
    window.window().set_size(before);
    mock_elapsed_time(Duration::ZERO);
    names
}

pub(super) fn frame(window: &impl ComponentHandle) -> Result<Picture, Box<dyn Error>> {
    Ok(window.window().take_snapshot()?)
}

/// Left, top, width and height of the first element with this label.
pub(super) fn place(window: &impl ElementRoot, label: &str) -> Option<(f32, f32, f32, f32)> {
    let element = ElementHandle::find_by_accessible_label(window, label).next()?;
    let (at, is) = (element.absolute_position(), element.size());
    Some((at.x, at.y, is.width, is.height))
}

pub(super) fn picture(
    window: &impl ComponentHandle,
    size: Size,
) -> Result<Picture, Box<dyn Error>> {
    let before = window.window().size();
    resize(window, size);
    // Time enough for every motion to come to rest.
    mock_elapsed_time(Duration::from_millis(400));
    let picture = window.window().take_snapshot()?;
    window.window().set_size(before);
    Ok(picture)
}
