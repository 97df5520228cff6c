//! The page: what is read first, what it fits, and what a name can do to it.

use super::tests::{nobody_before, office, report, through_two_stages, today};
use super::*;
use crate::domain::Language;
use crate::office::Office;
use std::process::Command;

fn page_of(report: &Report, office: &Office, language: Language) -> String {
    let brief = brief(report, &nobody_before(), office, language);
    html(report, &brief, office, language, "Senin, 23 November 2026", "now")
}

/// The page without its style sheet.
fn body(page: &str) -> &str {
    &page[page.find("<body>").unwrap()..]
}

#[test]
fn the_kept_promise_is_the_first_figure() {
    let page = page_of(&report(&[through_two_stages()]), &office(), Language::Indonesian);
    let first = body(&page).split("class=\"figure\">").nth(1).unwrap();
    assert!(first.starts_with("100<small> %</small>"), "{first}");
    let place = |text: &str| body(&page).find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(place("Layanan sesuai janji") < place("Berapa banyak"));
    assert!(place("Berapa banyak") < place("Nomor diambil"));
    assert!(place("Nomor diambil") < place("<table"));
    let all = "Semua layanan</th><td class=\"\" role=\"cell\"";
    let sum = page.split(all).nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(sum.contains("100 %"), "the sum of all says the same as the first figure: {sum}");
}

#[test]
fn a_table_is_read_aloud_with_its_title_and_headings() {
    let page = page_of(&report(&[through_two_stages()]), &office(), Language::English);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    let count = |text: &str| body(&page).matches(text).count();
    assert_eq!(count("<h1>"), 1);
    assert_eq!(count("<table"), count("<caption><h2>"));
    assert_eq!(count("<tbody>"), count("<thead>"));
    assert!(count("scope=\"row\"") > 10 && count("scope=\"col\"") > 10);
    // Whatever is drawn stands beside as a figure.
    let drawn = || body(&page).split("<svg class=\"bar").skip(1);
    assert!(drawn().count() > 10);
    for bar in drawn() {
        assert!(bar[..60].contains("aria-hidden=\"true\""), "{bar}");
    }
}

#[test]
fn a_wide_table_becomes_a_list_of_cards_on_a_telephone() {
    let page = page_of(&report(&[through_two_stages()]), &office(), Language::English);
    for table in body(&page).split("<table").skip(1) {
        let table = table.split("</table>").next().unwrap();
        let columns = table.matches("role=\"columnheader\"").count();
        let wide = table[..40].contains("wide");
        assert_eq!(wide, columns > 3, "{table}");
        let cells = table.matches("role=\"cell\"").count();
        assert_eq!(table.matches("data-label").count(), cells, "{table}");
    }
    assert!(page.contains("@page { size: A4 portrait;"), "and it is made for paper");
    assert!(page.contains("thead { display: table-header-group; }"), "with headings on each page");
}

#[test]
fn nothing_is_fetched_and_nothing_is_run() {
    let page = page_of(&report(&[through_two_stages()]), &office(), Language::Javanese);
    for outside in ["http:", "https:", "src=", "<script", "<link", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("url(").count(), page.matches("url(data:font/ttf;base64,").count());
    assert!(page.len() < 260_000, "it can be sent by mail: {} bytes", page.len());
}

#[test]
fn a_day_without_visitors_is_a_page_with_a_promise_that_nobody_measured() {
    let page = page_of(&report(&[]), &office(), Language::Indonesian);
    assert!(body(&page).contains("<p class=\"figure\">–</p>"), "{}", body(&page));
    assert!(body(&page).contains("Tidak ada nomor yang diambil."));
    assert!(!page.contains("NaN") && !page.contains("inf%"));
}

#[test]
fn a_name_with_markup_is_only_text() {
    let evil = "<script>alert(1)</script>";
    let mut office = office();
    office.name = evil.to_owned();
    office.region = evil.to_owned();
    let period = Period { from: today(), to: today() };
    let missing = vec![crate::queue::MissingCount {
        service: crate::domain::ServiceCode::new('T').unwrap(),
        document: format!("\"{evil}"),
        count: 1,
    }];
    let report = Report::of(&office, period, &[], missing);
    let before = Before { title: evil.to_owned(), ..nobody_before() };
    let brief = brief(&report, &before, &office, Language::Indonesian);
    let page = html(&report, &brief, &office, Language::Indonesian, evil, evil);
    assert!(!page.contains("<script>"), "{}", body(&page));
    assert!(page.matches("&lt;script&gt;").count() >= 6, "{}", body(&page));
}

/// Where `ANTRE_BROWSER` names a Chromium, it measures the page at the widths of a telephone, a tablet and a desk.
#[test]
fn nothing_is_wider_than_the_screen() {
    let Ok(browser) = std::env::var("ANTRE_BROWSER") else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = page_of(&report(&[through_two_stages()]), &office(), Language::Indonesian);
    let quoted = page.replace('&', "&amp;").replace('"', "&quot;");
    for width in [360, 768, 1366] {
        let frame = format!(
            "<iframe id=f style=\"width:{width}px;border:0\" srcdoc=\"{quoted}\"></iframe><p id=p></p>\
             <script>f.onload = () => p.textContent = 'too wide: ' + (d => d.scrollWidth > d.clientWidth)(f.contentDocument.documentElement)</script>"
        );
        let file = folder.path().join("frame.html");
        std::fs::write(&file, frame).unwrap();
        let mut chromium = Command::new(&browser);
        chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]);
        chromium.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        let seen = chromium.arg(format!("file://{}", file.display())).output().unwrap();
        let seen = String::from_utf8_lossy(&seen.stdout);
        assert!(
            seen.contains("<p id=\"p\">too wide: false</p>"),
            "{width}: {}",
            &seen[seen.len().saturating_sub(300)..]
        );
    }
}
