//! What a window really shows, read off its items: each text with the room it has and the room it needs, and each
//! thing that can be touched.
//!
//! Belongs here: asking Slint. Never here: what is good enough; the tests judge.

use super::hearing::is_spoken;
use i_slint_core::Brush;
use i_slint_core::accessibility::{AccessibleStringProperty, SupportedAccessibilityAction};
use i_slint_core::graphics::euclid::Point2D;
use i_slint_core::item_rendering::{PlainOrStyledText, RenderText};
use i_slint_core::item_tree::{ItemRc, ParentItemTraversalMode};
use i_slint_core::items::{
    BasicBorderRectangle, BorderRectangle, Clip, ComplexText, Flickable, Rectangle, SimpleText,
    TextHorizontalAlignment, TextOverflow, TextVerticalAlignment, TextWrap, TouchArea,
};
use i_slint_core::lengths::{LogicalLength, LogicalPoint};
use i_slint_core::window::{WindowAdapter, WindowInner};
use slint::Window;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::rc::Rc;

/// A rectangle of a window, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl Area {
    /// What two areas have in common; nothing has no width or no height.
    pub fn common(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let right = (self.x + self.width).min(other.x + other.width);
        let bottom = (self.y + self.height).min(other.y + other.height);
        Self { x, y, width: (right - x).max(0.0), height: (bottom - y).max(0.0) }
    }

    /// A little less of it on each side.
    pub fn within(self, across: f32, down: f32) -> Self {
        let (width, height) = (self.width - 2.0 * across, self.height - 2.0 * down);
        Self { x: self.x + across, y: self.y + down, width, height }
    }

    /// Whether there is nothing of it.
    pub fn is_empty(self) -> bool {
        self.width <= 0.0 || self.height <= 0.0
    }

    /// Whether it reaches further than so many pixels beyond another area.
    pub fn sticks_out(self, of: Self, by: f32) -> bool {
        self.x < of.x - by
            || self.y < of.y - by
            || self.x + self.width > of.x + of.width + by
            || self.y + self.height > of.y + of.height + by
    }
}

/// A text of a window.
#[derive(Debug, Clone)]
pub struct Text {
    /// What it says.
    pub says: String,
    /// Its size, in pixels to the em.
    pub em: f32,
    /// The room it was given.
    pub room: Area,
    /// The room its lines take.
    pub lines: Area,
    /// How wide its longest word is.
    pub word: f32,
    /// What those around it let through.
    pub let_through: Area,
    /// The sheet, button or tint that it stands on; nothing where that is the window itself.
    pub card: Option<Area>,
    /// It is part of what may be moved into view.
    pub scroll: Option<Scroll>,
    /// It is part of something that can be used now, or of nothing that is used.
    pub enabled: bool,
    /// It goes on in a next line where it has no room.
    pub wraps: bool,
    /// It ends in dots where it has no room.
    pub elides: bool,
    /// A screen reader is given it, or something around it that speaks for it.
    pub spoken: bool,
}

/// What shows a part of something larger.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scroll {
    /// The part that is shown.
    pub view: Area,
    /// All that can be moved into it, where it lies now.
    pub content: Area,
    /// Whether it can be moved at all.
    pub moves: bool,
}

/// Something that can be touched.
#[derive(Debug, Clone)]
pub struct Touchable {
    /// What a screen reader calls it.
    pub label: String,
    /// Where it is.
    pub area: Area,
    /// It is part of what may be moved into view.
    pub scroll: Option<Scroll>,
    /// Whether it does anything now.
    pub enabled: bool,
}

/// Everything of a window that matters here.
#[derive(Debug, Clone, Default)]
pub struct Measures {
    /// All texts that are shown, from back to front.
    pub texts: Vec<Text>,
    /// All things that can be touched.
    pub touchables: Vec<Touchable>,
}

/// Measures a window as it is laid out now. What lies below a question that covers the window is left out.
pub fn measure(window: &Window) -> Measures {
    let inner = WindowInner::from_pub(window);
    inner.ensure_tree_instantiated();
    let adapter = inner.window_adapter();
    let root = ItemRc::new_root(inner.component());
    let size = window.size().to_logical(window.scale_factor());
    let whole = Area { x: 0.0, y: 0.0, width: size.width, height: size.height };
    let mut found = Measures::default();
    let mut cards: Vec<Card> = Vec::new();
    let ended = root.visit_descendants(|item| {
        look_at(item, &adapter, whole, &mut cards, &mut found);
        ControlFlow::<()>::Continue(())
    });
    debug_assert!(ended.is_none());
    found
}

fn look_at(
    item: &ItemRc,
    adapter: &Rc<dyn WindowAdapter>,
    whole: Area,
    cards: &mut Vec<Card>,
    found: &mut Measures,
) {
    let area = area_of(item);
    if item.downcast::<TouchArea>().is_some() && area == whole {
        // Below it nothing can be touched, and nobody is meant to read.
        *found = Measures::default();
    }
    if draws(item) {
        let Surroundings { scroll, hidden, .. } = surroundings(item);
        if !hidden {
            cards.push(Card { area, scroll });
        }
    }
    let text = if let Some(text) = item.downcast::<ComplexText>() {
        read(text.as_pin_ref(), item, adapter, area)
    } else if let Some(text) = item.downcast::<SimpleText>() {
        read(text.as_pin_ref(), item, adapter, area)
    } else {
        None
    };
    found.texts.extend(text.map(|text| Text { card: card_of(&text, cards, whole), ..text }));
    let acts = item.supported_accessibility_actions();
    if acts.contains(SupportedAccessibilityAction::Default) {
        let label = item.accessible_string_property(AccessibleStringProperty::Label);
        found.touchables.push(Touchable {
            label: label.unwrap_or_default().into(),
            area,
            scroll: surroundings(item).scroll,
            enabled: enabled(item),
        });
    }
}

/// Whether a rectangle is seen: it has a ground of its own, or a border.
fn draws(item: &ItemRc) -> bool {
    // What is as thin as a shadow is no ground.
    let seen = |brush: Brush| brush.color().alpha() > 0x20;
    if let Some(plain) = item.downcast::<Rectangle>() {
        return seen(plain.as_pin_ref().background());
    }
    if let Some(card) = item.downcast::<BasicBorderRectangle>() {
        let card = card.as_pin_ref();
        let edge = card.border_width().get() > 0.0 && seen(card.border_color());
        return edge || seen(card.background());
    }
    if let Some(card) = item.downcast::<BorderRectangle>() {
        let card = card.as_pin_ref();
        let edge = card.border_width().get() > 0.0 && seen(card.border_color());
        return edge || seen(card.background());
    }
    false
}

/// Something that is seen, and may have a text on it.
struct Card {
    area: Area,
    scroll: Option<Scroll>,
}

/// What was drawn last below the middle of a text is what it stands on. A line or a dot is not, and what lies around
/// something that moves has nothing to do with what lies on it.
fn card_of(text: &Text, cards: &[Card], whole: Area) -> Option<Area> {
    let (x, y) = (text.lines.x + text.lines.width / 2.0, text.lines.y + text.lines.height / 2.0);
    let below = |card: &&Card| {
        let area = card.area;
        let across = area.x <= x && x <= area.x + area.width;
        let down = area.y <= y && y <= area.y + area.height;
        let thin = area.width.min(area.height) < text.em * 0.5;
        card.scroll == text.scroll && across && down && !thin
    };
    let card = cards.iter().rev().find(below)?;
    (card.area != whole).then_some(card.area)
}

fn read<T: RenderText>(
    text: Pin<&T>,
    item: &ItemRc,
    adapter: &Rc<dyn WindowAdapter>,
    room: Area,
) -> Option<Text> {
    let says = match text.text() {
        PlainOrStyledText::Plain(says) => says.to_string(),
        PlainOrStyledText::Styled(_) => return None,
    };
    let surroundings = surroundings(item);
    if says.trim().is_empty() || surroundings.hidden {
        return None;
    }
    let wrap = text.wrap();
    let width = (wrap != TextWrap::NoWrap).then(|| LogicalLength::new(room.width));
    let size = adapter.renderer().text_size(text, item, width, wrap);
    // A word that is too long for its room would be broken anywhere.
    let words = adapter.renderer().text_content_widths(text, item);
    let word = words.map_or(0.0, |widths| widths.min.get());
    let em = text.font_request(item).pixel_size.map_or(0.0, LogicalLength::get);
    let (across, down) = text.alignment();
    let spare = (room.width - size.width, room.height - size.height);
    let x = match across {
        TextHorizontalAlignment::Center => spare.0 / 2.0,
        TextHorizontalAlignment::Right | TextHorizontalAlignment::End => spare.0,
        _ => 0.0,
    };
    let y = match down {
        TextVerticalAlignment::Center => spare.1 / 2.0,
        TextVerticalAlignment::Bottom => spare.1,
        _ => 0.0,
    };
    Some(Text {
        says,
        em,
        room,
        lines: Area { x: room.x + x, y: room.y + y, width: size.width, height: size.height },
        word,
        let_through: surroundings.let_through,
        card: None,
        scroll: surroundings.scroll,
        enabled: enabled(item),
        wraps: wrap != TextWrap::NoWrap,
        elides: text.overflow() == TextOverflow::Elide,
        spoken: is_spoken(item),
    })
}

struct Surroundings {
    let_through: Area,
    scroll: Option<Scroll>,
    hidden: bool,
}

fn surroundings(item: &ItemRc) -> Surroundings {
    let everything = Area {
        x: f32::MIN / 4.0,
        y: f32::MIN / 4.0,
        width: f32::MAX / 2.0,
        height: f32::MAX / 2.0,
    };
    let mut around = Surroundings { let_through: everything, scroll: None, hidden: false };
    for parent in parents(item) {
        if let Some(clip) = parent.downcast::<Clip>() {
            let clip = clip.as_pin_ref();
            around.hidden |= clip.is_visibility_clip() && clip.clip();
        }
        if let Some(flick) = parent.downcast::<Flickable>() {
            around.scroll = around.scroll.or(Some(scroll_of(flick.as_pin_ref(), &parent)));
        }
        if parent.borrow().as_ref().clips_children() {
            around.let_through = around.let_through.common(area_of(&parent));
        }
    }
    around
}

fn scroll_of(flick: Pin<&Flickable>, item: &ItemRc) -> Scroll {
    let view = area_of(item);
    let content = Area {
        x: view.x + flick.content_x().get(),
        y: view.y + flick.content_y().get(),
        width: flick.content_width().get(),
        height: flick.content_height().get(),
    };
    Scroll { view, content, moves: flick.interactive() }
}

fn parents(item: &ItemRc) -> impl Iterator<Item = ItemRc> {
    let up = |item: &ItemRc| item.parent_item(ParentItemTraversalMode::StopAtPopups);
    std::iter::successors(up(item), move |item| up(item))
}

fn area_of(item: &ItemRc) -> Area {
    let geometry = item.geometry();
    let at: LogicalPoint = item.map_to_window(Point2D::new(geometry.origin.x, geometry.origin.y));
    Area { x: at.x, y: at.y, width: geometry.size.width, height: geometry.size.height }
}

fn enabled(item: &ItemRc) -> bool {
    let says_no = |item: &ItemRc| {
        let enabled = item.accessible_string_property(AccessibleStringProperty::Enabled);
        enabled.is_some_and(|enabled| enabled == "false")
    };
    !says_no(item) && !parents(item).any(|parent| says_no(&parent))
}
