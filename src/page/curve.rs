//! The day as a picture: for each quarter of an hour who came and who was finished, as bars, and how many were not done yet at its
//! end, as a line of steps; what is expected is hollow. Every length is a part of the whole, so that it grows with its panel.

use crate::station::overview::{DayCurve, Quarter};
use crate::words::Words;
use maud::{Markup, html};

/// How much of the height the bars have, in hundredths; the hours stand below.
const FIELD: f64 = 86.0;

/// The curve with its key, or that there is none yet.
pub(super) fn curve(curve: Option<&DayCurve>, words: &Words) -> Markup {
    let Some(curve) = curve.filter(|curve| !curve.quarters.is_empty()) else {
        return html! {
            h2 { (words.text("supervisor.curve")) }
            p.nobody { (words.text("supervisor.curve-none")) }
        };
    };
    let name = format!("{}. {}", words.text("supervisor.curve"), curve.spoken);
    html! {
        h2 { (words.text("supervisor.curve")) }
        ul.legend aria-hidden="true" {
            li { (sample("arrived")) (words.text("supervisor.curve-arrived")) }
            li { (sample("done")) (words.text("supervisor.curve-done")) }
            li { (sample("step")) (curve.open) }
            li { (sample("step expected")) (words.text("supervisor.curve-expected")) }
        }
        svg.curve role="img" aria-label=(name) focusable="false" {
            line.axis x1="0" x2="100%" y1=(percent(FIELD)) y2=(percent(FIELD)) {}
            @for (place, quarter) in curve.quarters.iter().enumerate() { (one(curve, place, quarter)) }
        }
    }
}

fn one(curve: &DayCurve, place: usize, quarter: &Quarter) -> Markup {
    let count = curve.quarters.len();
    let width = 100.0 / count as f64;
    let left = width * place as f64;
    let high = |some: usize| FIELD * 0.96 * some as f64 / curve.most.max(1) as f64;
    let bar = |class: &str, from: f64, some: usize| {
        html! { @if some > 0 {
            rect class=(class) x=(percent(left + width * from)) width=(percent(width * 0.42))
                y=(percent(FIELD - high(some))) height=(percent(high(some))) {}
        } }
    };
    html! {
        (bar("arrived", 0.08, quarter.arrived))
        (bar("done", 0.5, quarter.done))
        @if let Some(open) = quarter.open {
            rect.step.expected[quarter.expected] x=(percent(left)) width=(percent(width))
                y=(percent(FIELD - high(open) - 1.0)) height="2%" {}
        }
        @if !quarter.hour.is_empty() {
            line.axis x1=(percent(left)) x2=(percent(left)) y1=(percent(FIELD)) y2="89%" {}
            // The last hours of the day have no room for theirs.
            @if place + 3 < count {
                text.other[is_other(curve, place)] x=(percent(left)) y="99%" { (quarter.hour) }
            }
        }
    }
}

/// Whether this is every other hour, which a narrow page leaves out.
fn is_other(curve: &DayCurve, place: usize) -> bool {
    let before = curve.quarters.iter().take(place);
    before.filter(|quarter| !quarter.hour.is_empty()).count() % 2 == 1
}

fn sample(class: &str) -> Markup {
    let flat = class.starts_with("step");
    html! {
        svg.sample focusable="false" {
            rect class=(class) x="5%" width="90%" y=(if flat { "35%" } else { "5%" })
                height=(if flat { "30%" } else { "90%" }) {}
        }
    }
}

fn percent(part: f64) -> String {
    format!("{part:.2}%")
}
