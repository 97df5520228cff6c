//! Charts as SVG, for the HTML report.
//!
//! Never here: which figures are drawn (that is `html`).

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Bars in groups, one group for each label.
pub(super) struct Bars {
    /// What the vertical axis counts.
    pub(super) unit: String,
    /// The labels below the groups.
    pub(super) labels: Vec<String>,
    /// The bars of each group, in order; every series has one value for each label.
    pub(super) series: Vec<Series>,
    /// A line across each group, where there is a limit to compare with.
    pub(super) limits: Option<Limits>,
}

/// Bars of one colour.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) values: Vec<f64>,
}

/// The limits of the groups.
pub(super) struct Limits {
    pub(super) name: String,
    pub(super) values: Vec<Option<f64>>,
}

const WIDTH: u32 = 760;
const HEIGHT: u32 = 250;
/// Dark enough to print in grey, and told apart without colour: one is light, one is dark.
const COLOURS: [RGBColor; 2] = [RGBColor(21, 76, 121), RGBColor(143, 188, 219)];
const LIMIT: RGBColor = RGBColor(178, 34, 34);
const INK: RGBColor = RGBColor(30, 30, 30);
const FONT: (&str, i32) = ("sans-serif", 16);

type Drawn<T> = Result<T, Box<dyn std::error::Error>>;

/// Draws the bars.
///
/// # Errors
/// What the drawing library refuses; with finite values it refuses nothing.
pub(super) fn bars(bars: &Bars) -> Drawn<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, HEIGHT)).into_drawing_area();
        draw(bars, &area)?;
        area.present()?;
    }
    Ok(svg)
}

fn draw(bars: &Bars, area: &DrawingArea<SVGBackend<'_>, Shift>) -> Drawn<()> {
    let limits = bars.limits.iter().flat_map(|limits| limits.values.iter().flatten());
    let values = bars.series.iter().flat_map(|series| &series.values).chain(limits);
    let highest = values.fold(0.0_f64, |highest, &value| highest.max(value));
    // Head room for the legend, and an axis even where everything is 0.
    let top = (highest * 1.3).max(1.0);
    let groups = bars.labels.len() as f64;
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .x_label_area_size(30)
        .y_label_area_size(56)
        .build_cartesian_2d(0.0..groups, 0.0..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(6)
        .y_desc(bars.unit.as_str())
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(225, 225, 225))
        .axis_style(INK)
        .label_style(FONT.into_font().color(&INK))
        .y_label_formatter(&|value| {
            if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
        })
        .draw()?;
    let width = 0.72 / bars.series.len().max(1) as f64;
    for (number, series) in bars.series.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let left = 0.14 + width * number as f64;
        let bar = |(group, &value): (usize, &f64)| {
            let from = group as f64 + left;
            Rectangle::new([(from, 0.0), (from + width * 0.94, value)], colour.filled())
        };
        chart
            .draw_series(series.values.iter().enumerate().map(bar))?
            .label(&series.name)
            .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 10, y + 5)], colour.filled()));
    }
    if let Some(limits) = &bars.limits {
        let line = |(group, value): (usize, &Option<f64>)| {
            let from = group as f64;
            value.map(|value| {
                PathElement::new(
                    [(from + 0.06, value), (from + 0.94, value)],
                    LIMIT.stroke_width(2),
                )
            })
        };
        chart
            .draw_series(limits.values.iter().enumerate().filter_map(line))?
            .label(&limits.name)
            .legend(|(x, y)| PathElement::new([(x, y), (x + 10, y)], LIMIT.stroke_width(2)));
    }
    let below = FONT.into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Top));
    chart.draw_series(bars.labels.iter().enumerate().map(|(group, label)| {
        EmptyElement::at((group as f64 + 0.5, 0.0))
            + Text::new(label.clone(), (0, 6), below.clone())
    }))?;
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(TRANSPARENT)
        .label_font(FONT.into_font().color(&INK))
        .draw()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_and_series_is_in_the_picture_and_text_is_escaped() {
        let svg = bars(&Bars {
            unit: "menit".to_owned(),
            labels: vec!["T".to_owned(), "K & L".to_owned()],
            series: vec![
                Series { name: "p50".to_owned(), values: vec![3.0, 4.5] },
                Series { name: "p90".to_owned(), values: vec![9.0, 0.0] },
            ],
            limits: Some(Limits { name: "norma".to_owned(), values: vec![Some(5.0), None] }),
        })
        .unwrap();
        for text in ["menit", "K &amp; L", "p50", "p90", "norma"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert!(svg.matches("<rect").count() >= 4, "four bars: {svg}");
    }

    #[test]
    fn a_day_without_visitors_can_be_drawn() {
        let series = vec![Series { name: "a".to_owned(), values: vec![0.0] }];
        let labels = vec!["T".to_owned()];
        assert!(bars(&Bars { unit: String::new(), labels, series, limits: None }).is_ok());
    }
}
