//! Where the windows of the demo stand on a screen: side by side, whole, however small it is. Pure.

use crate::app::Geometry;

/// A window: where it stands, and how large it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) at: Geometry,
    pub(super) scale: f32,
}

/// The four windows: the kiosk at the left, the console above the wall, the paper at the right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    pub(super) kiosk: Place,
    pub(super) console: Place,
    pub(super) display: Place,
    pub(super) paper: Place,
}

// What each window would like to have, in pixels of a screen of ordinary density.
const KIOSK: (f32, f32) = (450.0, 800.0);
const CONSOLE: (f32, f32) = (1024.0, 600.0);
const DISPLAY: (f32, f32) = (1024.0, 576.0);
const PAPER: (f32, f32) = (360.0, 600.0);
/// The paper is narrower where there is no room, and never narrower than this.
const NARROW_PAPER: f32 = 240.0;
/// Between windows, and between a window and the edge of the screen.
const GAP: f32 = 8.0;
/// The bar with the title above each window.
const TITLE: f32 = 36.0;
/// The desktop's own bar, wherever it is.
const BAR: f32 = 40.0;

impl Layout {
    /// The windows on a monitor that begins `at` and has this `size` in pixels. `density`: 1 on an ordinary one.
    pub(super) fn on(at: (i32, i32), size: (u32, u32), density: f32) -> Self {
        let (width, height) = (size.0 as f32 / density, size.1 as f32 / density);
        let height = height - BAR;
        let kiosk = ((height - TITLE - GAP * 2.0) / KIOSK.1).min(1.0);
        let room = height - TITLE * 2.0 - GAP * 3.0;
        let middle = (room / (CONSOLE.1 + DISPLAY.1)).min(1.0);
        let beside = width - GAP * 4.0 - NARROW_PAPER;
        let narrower = (beside / (KIOSK.0 * kiosk + CONSOLE.0 * middle)).min(1.0);
        let (kiosk, middle) = (kiosk * narrower, middle * narrower);

        let left = GAP * 2.0 + KIOSK.0 * kiosk;
        let right = left + CONSOLE.0 * middle + GAP;
        let paper = ((width - right - GAP).min(PAPER.0), PAPER.1.min(height - TITLE - GAP * 2.0));
        let place = |x: f32, y: f32, (width, height): (f32, f32), scale: f32| Place {
            at: Geometry {
                width: (width * scale * density) as u32,
                height: (height * scale * density) as u32,
                x: at.0 + (x * density) as i32,
                y: at.1 + (y * density) as i32,
            },
            scale: scale * density,
        };
        let below = GAP * 2.0 + TITLE + CONSOLE.1 * middle;
        Self {
            kiosk: place(GAP, GAP, KIOSK, kiosk),
            console: place(left, GAP, CONSOLE, middle),
            display: place(left, below, DISPLAY, middle),
            paper: place(right, GAP, paper, 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A window with its title: left, top, right, bottom.
    fn edges(place: &Place, density: f32) -> [i32; 4] {
        let Geometry { width, height, x, y } = place.at;
        let title = (TITLE * density) as i32;
        [x, y, x + width as i32, y + height as i32 + title]
    }

    #[test]
    fn on_every_screen_all_windows_are_whole_and_side_by_side() {
        let screens = [(1366, 768), (1280, 1024), (1024, 768), (1920, 1080), (1080, 1920)];
        let dense = [(2732, 1536, 2.0), (3840, 2160, 2.0), (3840, 2160, 1.0), (1920, 1080, 1.25)];
        let screens = screens.map(|(w, h)| (w, h, 1.0)).into_iter().chain(dense);
        for (width, height, density) in screens {
            let layout = Layout::on((100, 50), (width, height), density);
            let all = [layout.kiosk, layout.console, layout.display, layout.paper];
            let all = all.map(|place| edges(&place, density));
            for (index, window) in all.iter().enumerate() {
                let [left, top, right, bottom] = *window;
                let is_whole = left >= 100 && top >= 50;
                let is_whole = is_whole && right <= 100 + width as i32;
                let is_whole = is_whole && bottom <= 50 + height as i32;
                assert!(is_whole, "{width}x{height}: {index} at {window:?}");
                for other in &all[..index] {
                    let apart = right <= other[0] || other[2] <= left;
                    let apart = apart || bottom <= other[1] || other[3] <= top;
                    assert!(apart, "{width}x{height}: {window:?} covers {other:?}");
                }
            }
        }
    }

    #[test]
    fn where_there_is_room_nothing_is_made_smaller_or_larger() {
        let layout = Layout::on((0, 0), (3840, 2160), 1.0);
        assert_eq!([layout.kiosk.scale, layout.console.scale], [1.0, 1.0]);
        assert_eq!((layout.paper.at.width, layout.paper.at.height), (360, 600));
    }
}
