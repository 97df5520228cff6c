//! A virtual screen, and whoever stands before it: a finger, a keyboard, and eyes.

use std::io::{BufRead, BufReader, IoSlice};
use std::process::{Child, Command, Stdio};
use x11rb::connection::{Connection, RequestConnection};
use x11rb::errors::ParseError;
use x11rb::protocol::randr::{ConnectionExt as _, Rotation};
use x11rb::protocol::xproto::{
    ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, MapState,
};
use x11rb::rust_connection::RustConnection;
use x11rb::x11_utils::TryParse;

/// The bytes of an answer.
struct Answer(Vec<u8>);

impl TryParse for Answer {
    fn try_parse(bytes: &[u8]) -> Result<(Self, &[u8]), ParseError> {
        Ok((Self(bytes.to_vec()), &[]))
    }
}

/// A screen, and the pointer and keyboard of who stands before it.
pub struct Screen {
    server: Child,
    pub name: String,
    connection: RustConnection,
    /// What XTEST and XFIXES are called on this screen.
    hands: u8,
    eyes: u8,
}

/// A window on it, in pixels of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    id: u32,
    pub x: i16,
    pub y: i16,
    pub width: u16,
    pub height: u16,
}

impl Screen {
    /// `None` where this machine has no virtual screens.
    pub fn plug_in(width: u16, height: u16) -> Option<Self> {
        let size = format!("{width}x{height}x24");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        // The server writes its number when it is ready for visitors.
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let name = format!(":{}", number.trim());
        let (connection, _) = RustConnection::connect(Some(&name)).unwrap();
        let opcode = |extension: &'static str| {
            connection.extension_information(extension).unwrap().unwrap().major_opcode
        };
        let (hands, eyes) = (opcode("XTEST"), opcode("XFIXES"));
        // XFIXES answers nothing before it was told which of its versions is meant.
        let version: Vec<u8> = [eyes, 0].into_iter().chain(3_u16.to_ne_bytes()).collect();
        let version = [version, 4_u32.to_ne_bytes().into(), 0_u32.to_ne_bytes().into()].concat();
        let asked = connection.send_request_with_reply::<Answer>(&[IoSlice::new(&version)], vec![]);
        asked.unwrap().reply_unchecked().unwrap();
        Some(Self { server, name, connection, hands, eyes })
    }

    fn root(&self) -> u32 {
        self.connection.setup().roots[0].root
    }

    /// The largest window that is shown.
    pub fn window(&self) -> Option<Placed> {
        self.shown().into_iter().max_by_key(|at| u32::from(at.width) * u32::from(at.height))
    }

    /// Switches the only monitor on, or off as when its cable comes loose.
    pub fn switch(&self, on: bool) {
        let asked = self.connection.randr_get_screen_resources_current(self.root());
        let screen = asked.unwrap().reply().unwrap();
        let (mode, outputs) = match on {
            true => (screen.modes[0].id, screen.outputs.clone()),
            false => (0, Vec::new()),
        };
        let set = self.connection.randr_set_crtc_config(
            screen.crtcs[0],
            x11rb::CURRENT_TIME,
            screen.config_timestamp,
            0,
            0,
            mode,
            Rotation::ROTATE0,
            &outputs,
        );
        set.unwrap().reply().unwrap();
    }

    /// How many windows are shown.
    pub fn windows(&self) -> usize {
        self.shown().len()
    }

    fn shown(&self) -> Vec<Placed> {
        let tree = self.connection.query_tree(self.root()).unwrap().reply().unwrap();
        let shown = tree.children.into_iter().filter_map(|window| {
            let attributes = self.connection.get_window_attributes(window).ok()?.reply().ok()?;
            let at = self.connection.get_geometry(window).ok()?.reply().ok()?;
            // What a window manager keeps of its own beside the screen is no window to look at.
            let is_seen = attributes.map_state == MapState::VIEWABLE && at.width > 100;
            let placed =
                Placed { id: window, x: at.x, y: at.y, width: at.width, height: at.height };
            is_seen.then_some(placed)
        });
        shown.collect()
    }

    /// Asks XTEST to act: 6 moves the pointer, 4 presses and 5 releases its first button; 2 and 3 a key.
    fn act(&self, what: u8, button: u8, x: i16, y: i16) {
        let mut request = vec![self.hands, 2];
        request.extend(9_u16.to_ne_bytes());
        request.extend([what, button, 0, 0]);
        request.extend(0_u32.to_ne_bytes());
        request.extend(self.root().to_ne_bytes());
        request.extend([0; 8]);
        request.extend(x.to_ne_bytes());
        request.extend(y.to_ne_bytes());
        request.extend([0; 8]);
        self.connection
            .send_request_without_reply(&[IoSlice::new(&request)], Vec::new())
            .unwrap()
            .check()
            .unwrap();
    }

    /// A finger on this place of the window.
    pub fn touch(&self, window: Placed, (x, y): (f32, f32)) {
        let (x, y) = (window.x + x as i16, window.y + y as i16);
        self.act(6, 0, x, y);
        self.act(4, 1, x, y);
        self.act(5, 1, x, y);
    }

    /// A finger that stays on this place of the screen until it is lifted.
    pub fn hold(&self, x: i16, y: i16) {
        self.act(6, 0, x, y);
        self.act(4, 1, x, y);
    }

    pub fn lift(&self) {
        self.act(5, 1, 0, 0);
    }

    /// Presses keys together and lets go of them, each by its symbol.
    pub fn keys(&self, symbols: &[u32]) {
        let codes: Vec<u8> = symbols.iter().map(|symbol| self.code(*symbol)).collect();
        codes.iter().for_each(|code| self.act(2, *code, 0, 0));
        codes.iter().rev().for_each(|code| self.act(3, *code, 0, 0));
    }

    /// The key of this screen's keyboard that carries this symbol.
    fn code(&self, symbol: u32) -> u8 {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let asked = self.connection.get_keyboard_mapping(first, last - first + 1).unwrap();
        let map = asked.reply().unwrap();
        let mut keys = map.keysyms.chunks(map.keysyms_per_keycode.into());
        let place = keys.position(|symbols| symbols.contains(&symbol)).unwrap();
        first + u8::try_from(place).unwrap()
    }

    /// Asks the window to close, as a window manager does for Alt+F4.
    pub fn ask_to_close(&self, window: Placed) {
        let atom = |name: &str| {
            self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
        };
        let data = [atom("WM_DELETE_WINDOW"), 0, 0, 0, 0];
        let event = ClientMessageEvent::new(32, window.id, atom("WM_PROTOCOLS"), data);
        let sent = self.connection.send_event(false, window.id, EventMask::NO_EVENT, event);
        sent.unwrap().check().unwrap();
    }

    /// Whether anything of the pointer can be seen.
    pub fn is_pointer_seen(&self) -> bool {
        let request: Vec<u8> = [self.eyes, 4].into_iter().chain(1_u16.to_ne_bytes()).collect();
        let asked =
            self.connection.send_request_with_reply::<Answer>(&[IoSlice::new(&request)], vec![]);
        let Answer(image) = asked.unwrap().reply_unchecked().unwrap().unwrap();
        // Behind a head of 32 bytes, four bytes for each pixel, the last of which is how much it covers.
        image[32..].chunks_exact(4).any(|pixel| pixel[3] != 0)
    }

    /// The pixels of the window.
    pub fn pixels(&self, at: Placed) -> Option<Vec<[u8; 3]>> {
        let image = self.connection.get_image(
            ImageFormat::Z_PIXMAP,
            self.root(),
            at.x,
            at.y,
            at.width,
            at.height,
            u32::MAX,
        );
        let data = image.ok()?.reply().ok()?.data;
        Some(data.chunks(4).map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Mostly it is still there.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
