//! The pages in Chromium, at a real server with a real queue: what is pressed, what is seen, and what the queue says to it.

use super::issue;
use super::site::{PINS, Site, sign_in};
use super::webdriver::{BACKSPACE, Chromium, DOWN, ENTER, ESCAPE, TAB, browsers, until};
use crate::support::terms::counter;
use antre::access::DeviceKind;
use antre::domain::{EventSeq, State};
use chrono::TimeDelta;
use serde_json::json;

/// The key of an action.
fn key(action: &str) -> String {
    format!("[data-do=\"act\"][data-what=\"{action}\"]")
}

/// Marks the document: one that is fetched anew has no mark.
fn mark(page: &Chromium) {
    page.run("window.antreMark = 1;");
}

fn is_the_same(page: &Chromium) {
    assert_eq!(page.run("return window.antreMark;"), 1, "the page was fetched anew");
}

/// A browser with a paired device's cookie, on one of the staff's pages.
fn on_device(site: &Site, cookie: &str, page: &str) -> Chromium {
    let browser = Chromium::open();
    let (_, staff) = site.ports();
    browser.go(&format!("http://{staff}/"));
    browser.keep(cookie);
    browser.go(&format!("http://{staff}{page}"));
    browser
}

/// A console at counter 1 with Sari signed in.
fn console(site: &Site) -> Chromium {
    let device = site.device(DeviceKind::Console);
    drop(sign_in(&device, 1, 0));
    let browser = on_device(site, device.cookie.as_ref().unwrap(), "/console");
    browser.shows("#who h1", "Loket 1");
    mark(&browser);
    browser
}

/// Goes from key to key until the focus is on what a selector finds.
fn tab_to(page: &Chromium, selector: &str) {
    let there = format!("return document.activeElement.matches('{selector}');");
    for _ in 0..60 {
        if page.run(&there) == true {
            return;
        }
        page.press(TAB.to_string());
    }
    panic!("the keyboard does not get to {selector}");
}

fn state(site: &mut Site, number: &str) -> State {
    site.desk.ticket(number.parse().unwrap()).unwrap().ticket.state
}

fn is_serving(site: &mut Site, number: &str) -> bool {
    matches!(state(site, number), State::Serving { counter: at, .. } if at == counter(1))
}

#[test]
fn an_officer_works_from_the_code_to_the_handing_back_and_the_queue_agrees() {
    let Some(_turn) = browsers() else { return };
    let mut site = Site::open();
    let (first, second) = (issue(&mut site.desk, 'T'), issue(&mut site.desk, 'T'));
    let page = Chromium::open();
    let (_, staff) = site.ports();
    page.go(&format!("http://{staff}/"));
    // Without a mouse from the first page on: the field of the code has the focus.
    page.press("SALAH");
    page.press(ENTER.to_string());
    page.shows("[role=alert]", "Kode itu tidak berlaku");
    let code = site.access.invite(DeviceKind::Console, &site.clock).unwrap().to_string();
    page.press(&code);
    page.press(ENTER.to_string());
    page.is_seen("[data-do=counter]", true);
    tab_to(&page, "[data-do=counter][data-what=\"1\"]");
    page.press(ENTER.to_string());
    page.shows(".people", PINS[0].1);
    for _ in 0..PINS.len() {
        let chosen =
            page.run("return (document.querySelector('.people .chosen') || {}).innerText || '';");
        if chosen.as_str().unwrap().contains(PINS[0].1) {
            break;
        }
        page.press(DOWN.to_string());
        page.until(&format!(
            "((document.querySelector('.people .chosen') || {{}}).innerText || '') !== {chosen}"
        ));
    }
    page.press("9");
    page.until("document.querySelectorAll('.dot').length === 1");
    page.press(BACKSPACE.to_string());
    page.until("document.querySelectorAll('.dot').length === 0");
    page.press(PINS[0].2);
    page.until("document.querySelectorAll('.dot').length === 4");
    assert!(
        !page.run("return document.documentElement.outerHTML;").to_string().contains(PINS[0].2)
    );
    page.press(ENTER.to_string());
    page.shows("#call", &first);
    mark(&page);

    page.press(" ");
    page.shows("#here .number", &first);
    assert_eq!((site.holds(1), site.calls(&first)), (Some(first.clone()), 1));
    page.press("m");
    page.is_seen(&format!("#keys {}:not(.quiet)", key("finish")), true);
    assert!(is_serving(&mut site, &first));
    page.press("s");
    page.is_seen(&format!("#undo {}", key("undo")), true);
    assert_eq!(site.holds(1), None);
    page.press("z");
    page.shows("#here .number", &first);
    assert!(is_serving(&mut site, &first), "taken back");
    page.press("s");
    page.is_seen("#here .number", false);

    // The same console in another tab, with the mouse.
    let here = page.tab();
    let other = page.new_tab();
    page.go(&format!("http://{staff}/console"));
    page.click(&format!("#call {}", key("next")));
    page.shows("#here .number", &second);
    page.to_tab(&here);
    page.shows("#here .number", &second);
    page.press("m");
    page.is_seen(&format!("#keys {}.primary", key("finish")), true);
    page.press("k");
    page.is_seen("#side [role=checkbox]", true);
    page.press("1");
    page.is_seen("#side [role=checkbox][aria-checked=true]", true);
    page.to_tab(&other);
    page.is_seen("#side [role=checkbox][aria-checked=true]", true);
    page.click("#side [data-do=choose][data-what=\"1\"]");
    page.until("document.querySelectorAll('#side [aria-checked=true]').length === 2");
    page.press(ESCAPE.to_string());
    page.is_seen("#side [role=checkbox]", false);
    assert!(is_serving(&mut site, &second), "nothing is done before it is confirmed");
    page.click(&key("hand-back"));
    page.click("#side [data-do=choose][data-what=\"0\"]");
    page.is_seen("#side [role=checkbox][aria-checked=true]", true);
    page.click(&key("confirm"));
    page.is_seen("#here .number", false);
    assert!(matches!(state(&mut site, &second), State::Returned { .. }));
    page.to_tab(&here);
    page.is_seen("#here .number", false);
    page.click(&key("undo"));
    page.shows("#here .number", &second);
    assert!(is_serving(&mut site, &second));
    page.to_tab(&other);
    page.shows("#here .number", &second);
    page.to_tab(&here);
    is_the_same(&page);
    // The wrong code was answered with a refusal, which Chromium logs.
    let faults = page.faults();
    assert!(faults.iter().all(|fault| fault.contains("403")), "{faults:?}");
}

#[test]
fn a_console_comes_back_by_itself_and_a_press_in_between_is_done_once() {
    let Some(_turn) = browsers() else { return };
    let mut site = Site::open();
    let (first, second) = (issue(&mut site.desk, 'T'), issue(&mut site.desk, 'T'));
    let page = console(&site);
    page.shows("#call", &first);
    page.is_seen("#stale", false);
    let there = site.ports();
    site.stop();
    page.is_seen("#stale", true);
    page.shows("#stale", "Sambungan terputus sejak 08");
    page.press(" ");
    page.is_seen("#waiting", true);
    // Impatience calls nobody else.
    page.press("   m");
    assert_eq!(site.holds(1), None);
    site.start_there(there);
    page.shows("#here .number", &first);
    page.is_seen("#stale", false);
    page.is_seen("#waiting", false);
    is_the_same(&page);
    // Whatever was pressed before is answered before this.
    page.press("m");
    page.is_seen(&format!("#keys {}.primary", key("finish")), true);
    assert!(is_serving(&mut site, &first));
    assert_eq!((site.calls(&first), site.calls(&second)), (1, 0));
    // The second outage finds a page that has been through one.
    site.stop();
    page.is_seen("#stale", true);
    site.start_there(there);
    page.is_seen("#stale", false);
    page.press("s");
    page.is_seen("#here .number", false);
    assert_eq!((site.calls(&first), site.calls(&second)), (1, 0));
    is_the_same(&page);
}

#[test]
fn a_tab_behind_another_one_keeps_its_counter() {
    let Some(_turn) = browsers() else { return };
    let site = Site::open();
    let page = console(&site);
    let data = site.folder.data();
    // Somebody else's page tells when real seconds have passed.
    let witness = site.device(DeviceKind::Console);
    let mut seconds = witness.stream("/console/stream");
    let mut pass = |clock: i64| {
        site.clock.advance(TimeDelta::seconds(clock));
        for _ in 0..2 {
            witness.post("/console/here", "{}");
            seconds.until("ping", |_| true);
        }
        data.is_counter_taken(1).unwrap()
    };
    let here = page.tab();
    page.run(
        "window.antreHidden = 0; document.addEventListener('visibilitychange', function () { window.antreHidden += document.hidden ? 1 : 0; });",
    );
    page.new_tab();
    for _ in 0..6 {
        assert!(pass(5), "a page that is not looked at says that it is there");
    }
    page.to_tab(&here);
    assert_eq!(page.run("return window.antreHidden;"), 1, "it was behind the other one");
    is_the_same(&page);
    page.shows("#who h1", "Loket 1");
    assert_eq!(
        page.run("return document.body.innerText;").as_str().map(|t| t.contains("Sari")),
        Some(true)
    );
    // A page that stands still says nothing: this is what the other half is worth.
    page.command("Page.setWebLifecycleState", &json!({ "state": "frozen" }));
    until("a page that stands still has lost its counter", || !pass(5));
    page.command("Page.setWebLifecycleState", &json!({ "state": "active" }));
    until("it has its counter again", || pass(0));
    page.shows("#who h1", "Loket 1");
}

#[test]
fn a_wall_shows_and_says_calls_in_order_and_outlives_the_server() {
    let Some(_turn) = browsers() else { return };
    let mut site = Site::open();
    let numbers: Vec<String> = (0..3).map(|_| issue(&mut site.desk, 'T')).collect();
    let supervisor = site.device(DeviceKind::Supervisor);
    let wall = Chromium::open();
    let (public, _) = site.ports();
    wall.go(&format!("http://{public}/wall"));
    mark(&wall);
    let said = "performance.getEntriesByType('resource').filter(function (one) { return one.name.indexOf('/wall/voice/') > 0; }).length";
    let overview = |site: &Site| site.again(&supervisor).get("/supervisor").text();
    until("the supervisor sees a wall without sound", || {
        overview(&site).contains("Belum bersuara")
    });
    // One press on a remote control is enough.
    wall.until("document.activeElement.id === 'sound'");
    wall.press(ENTER.to_string());
    wall.is_seen("#sound", false);
    until("the supervisor sees that it sounds", || overview(&site).contains("Suara menyala"));

    site.desk.next(counter(1)).unwrap();
    site.desk.no_show(crate::support::terms::at(1)).unwrap();
    site.desk.next(counter(1)).unwrap();
    wall.shows("#card .number", &numbers[0]);
    wall.until(&format!("{said} === 1"));
    assert_eq!(wall.run("return document.getElementById('card').innerText.indexOf('T002');"), -1);
    site.clock.advance(TimeDelta::seconds(30));
    wall.shows("#card .number", &numbers[1]);
    wall.until(&format!("{said} === 2"));
    assert_eq!(wall.faults(), [""; 0]);

    let there = site.ports();
    site.stop();
    wall.is_seen("#stale", true);
    site.desk.no_show(crate::support::terms::at(1)).unwrap();
    site.clock.advance(TimeDelta::seconds(30));
    site.desk.next(counter(1)).unwrap();
    site.start_there(there);
    wall.is_seen("#stale", false);
    wall.shows("#card .number", &numbers[2]);
    wall.until(&format!("{said} === 3"));
    is_the_same(&wall);
    until("it still sounds", || overview(&site).contains("Suara menyala"));
    assert!(site.desk.board(EventSeq(0)).unwrap().newest_event > EventSeq(0));
}

#[test]
fn a_supervisor_sends_a_device_away_and_is_asked_before() {
    let Some(_turn) = browsers() else { return };
    let site = Site::open();
    let lost = site.device(DeviceKind::Console);
    drop(sign_in(&lost, 1, 0));
    let device = site.device(DeviceKind::Supervisor);
    let page = on_device(&site, device.cookie.as_ref().unwrap(), "/supervisor");
    page.shows("#devices .kind", "Konsol loket");
    page.shows("#devices .state", "Loket 1");
    mark(&page);
    let id = site.access.devices().unwrap()[0].id;
    let revoke = format!("[data-do=revoke][data-what=\"{id}\"]");
    page.click(&revoke);
    assert!(page.accept().contains("Cabut sambungan"));
    page.is_seen(&revoke, false);
    let left: Vec<_> = site.access.devices().unwrap();
    assert!(left.len() == 1 && left[0].kind == DeviceKind::Supervisor, "{left:?}");
    assert_eq!(lost.get("/console").status, 303);
    is_the_same(&page);
    assert_eq!(page.faults(), [""; 0]);
}

/// What is wrong with a page for whoever uses it without a mouse or without seeing it.
const WRONG: &str = r##"
    var wrong = [];
    function seen(at) { return at.getClientRects().length > 0; }
    function all(selector) { return [].filter.call(document.querySelectorAll(selector), seen); }
    function named(at) { return (at.getAttribute("aria-label") || at.innerText || "").trim(); }
    all("button, a[href]").forEach(function (at) { if (!named(at)) { wrong.push("no name: " + at.outerHTML); } });
    all("input").forEach(function (at) {
        if (!at.labels || !at.labels.length) { wrong.push("no label: " + at.outerHTML); }
    });
    all("svg").forEach(function (at) {
        var told = at.getAttribute("aria-label") || at.querySelector("title") || at.closest("[aria-hidden=true]");
        if (!told) { wrong.push("neither told nor hidden: " + at.outerHTML.slice(0, 120)); }
    });
    all("[tabindex]").forEach(function (at) { if (at.tabIndex > 0) { wrong.push("tabindex: " + at.outerHTML); } });
    var heads = all("h1, [role=heading][aria-level='1']").length;
    if (heads !== 1) { wrong.push(heads + " first headings"); }
    if (!/^(id|en|jv)$/.test(document.documentElement.lang)) { wrong.push("no language"); }
    if (!document.title.trim()) { wrong.push("no title"); }
    var ids = {};
    [].forEach.call(document.querySelectorAll("[id]"), function (at) {
        if (ids[at.id]) { wrong.push("twice: " + at.id); }
        ids[at.id] = true;
    });
    return wrong;
"##;

/// Whether the focus can be seen, and stands behind where it stood before.
const FOCUS: &str = r#"
    var at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect(), before = window.antreBefore;
    if (at === document.body || !at) { window.antreBefore = null; return "end"; }
    window.antreBefore = at;
    // A browser's own ring does, round what scrolls. The one key of a wall has the focus from the beginning, and is a white field
    // of its own.
    var ring = look.outlineStyle === "auto" || look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    if (!ring && at.id !== "sound") { return "not seen: " + at.outerHTML; }
    if (!box.width || box.bottom < 0 || box.top > innerHeight) { return "out of sight: " + at.outerHTML; }
    if (before && before.isConnected && !(before.compareDocumentPosition(at) & 4)) { return "around"; }
    return "";
"#;

/// A page can be used by the keyboard and by a screen reader, and logs no fault.
#[track_caller]
fn is_for_everybody(page: &Chromium, what: &str, stops: usize) {
    let wrong = page.run(WRONG);
    assert_eq!(wrong, json!([]), "{what}");
    page.run(
        "if (document.activeElement) { document.activeElement.blur(); } window.antreBefore = null;",
    );
    // The first way round begins where the focus was last.
    let (mut count, mut rounds) = (0, 0);
    while rounds < 2 {
        page.press(TAB.to_string());
        let place = page.run(FOCUS);
        match place.as_str().unwrap() {
            "" => count += 1,
            "end" | "around" if rounds == 1 => rounds = 2,
            "end" => (rounds, count) = (1, 0),
            "around" => (rounds, count) = (1, 1),
            wrong => panic!("{what}: {wrong}"),
        }
        assert!(count < 100, "{what}: the keyboard never gets around");
    }
    assert!(count >= stops, "{what}: the keyboard gets to {count} places only");
    assert_eq!(page.faults(), [""; 0], "{what}");
}

#[test]
fn every_page_is_for_the_keyboard_and_for_screen_readers() {
    let Some(_turn) = browsers() else { return };
    let mut site = Site::open();
    for _ in 0..3 {
        issue(&mut site.desk, 'T');
    }
    let (public, staff) = site.ports();
    let page = Chromium::open();
    page.go(&format!("http://{public}/"));
    is_for_everybody(&page, "the pages for visitors", 1);
    page.go(&format!("http://{public}/wall"));
    is_for_everybody(&page, "the wall", 1);
    page.go(&format!("http://{staff}/"));
    is_for_everybody(&page, "the door", 2);

    let device = site.device(DeviceKind::Console);
    page.keep(device.cookie.as_ref().unwrap());
    page.go(&format!("http://{staff}/console"));
    page.is_seen("[data-do=counter]", true);
    is_for_everybody(&page, "the choice of a counter", 2);
    page.click("[data-do=counter][data-what=\"1\"]");
    page.is_seen("[data-do=officer]", true);
    is_for_everybody(&page, "the sign-in", 10);
    page.click("[data-do=officer][data-what=\"1\"]");
    page.press(PINS[0].2);
    page.press(ENTER.to_string());
    page.is_seen("#call .call", true);
    is_for_everybody(&page, "a console that is free", 10);
    page.press(" ");
    page.is_seen("#here .number", true);
    page.press("m");
    page.is_seen(&format!("#keys {}.primary", key("finish")), true);
    is_for_everybody(&page, "a console that serves", 10);
    for (letter, panel) in [("k", "[role=checkbox]"), ("a", "[data-do=choose]"), ("?", "#letters")]
    {
        page.press(letter);
        page.is_seen(&format!("#side {panel}"), true);
        is_for_everybody(&page, &format!("the panel of {letter}"), 10);
        page.press(ESCAPE.to_string());
        page.is_seen(&format!("#side {}", key("close")), false);
    }
    let device = site.device(DeviceKind::Supervisor);
    let page = on_device(&site, device.cookie.as_ref().unwrap(), "/supervisor");
    page.is_seen("[data-do=revoke]", true);
    is_for_everybody(&page, "the overview", 2);
    page.go(&format!("http://{staff}/"));
    is_for_everybody(&page, "the staff's pages", 2);
    page.go(&format!("http://{staff}/report"));
    assert_eq!(page.faults(), [""; 0], "the report");
}
