//! Charts drawn on the server: SVG in the colours of the page, each with its meaning in words. The
//! numbers themselves always stand in a table beside it.

use leptos::prelude::*;

use crate::text::count;

/// The horizontal bar of a ranking: its name, and its parts from left to right.
pub struct Bar {
    pub name: String,
    pub parts: Vec<i64>,
}

const BAR_WIDTH: i64 = 420;
const NAME_WIDTH: i64 = 136;
const NUMBER_WIDTH: i64 = 52;
const BAR_STEP: i64 = 26;
/// So many Chinese characters of a name fit before its bar.
const NAME_LENGTH: usize = 10;

const COLUMN_STEP: i64 = 76;
const COLUMN_HEIGHT: i64 = 84;
const COLUMN_TOP: i64 = 20;

/// Horizontal bars on one scale, the longest fills it; `id` is unique on the page.
pub fn bars(id: &str, title: String, bars: &[Bar]) -> AnyView {
    let most = bars.iter().map(Bar::total).max().unwrap_or(0).max(1);
    let height = BAR_STEP * i64::try_from(bars.len()).unwrap_or(0);
    let said: Vec<_> = bars
        .iter()
        .map(|bar| format!("{} {}", bar.name, count(bar.total())))
        .collect();
    let drawn: Vec<_> = (0_i64..)
        .zip(bars)
        .map(|(row, bar)| bar.draw(row, most))
        .collect();
    framed(id, title, said, (BAR_WIDTH, height), drawn.into_any())
}

/// Columns with their number above and their label below; the last one stands out.
pub fn columns(id: &str, title: String, points: &[(String, i64)]) -> AnyView {
    let most = points.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let said: Vec<_> = points
        .iter()
        .map(|(label, value)| format!("{label} {}", count(*value)))
        .collect();
    let drawn: Vec<_> = (0_i64..)
        .zip(points)
        .map(|(index, (label, value))| {
            let last = index + 1 == i64::try_from(points.len()).unwrap_or(0);
            let (x, height) = (index * COLUMN_STEP, part(*value, most, COLUMN_HEIGHT));
            let (middle, top) = (x + COLUMN_STEP / 2, COLUMN_TOP + COLUMN_HEIGHT - height);
            view! {
                <rect class=if last { "p2" } else { "p0" } x=text(x + 12) y=text(top) width=text(COLUMN_STEP - 24) height=text(height)/>
                <text class="mid" x=text(middle) y=text(top - 6)>{count(*value)}</text>
                <text class="mid soft" x=text(middle) y=text(COLUMN_TOP + COLUMN_HEIGHT + 18)>{label.clone()}</text>
            }
        })
        .collect();
    let width = COLUMN_STEP * i64::try_from(points.len()).unwrap_or(0);
    let size = (width, COLUMN_TOP + COLUMN_HEIGHT + 24);
    framed(id, title, said, size, drawn.into_any())
}

/// What the parts of [`bars`] mean.
pub fn key(labels: &[String]) -> AnyView {
    let keys: Vec<_> = labels
        .iter()
        .zip(["key p0", "key p1", "key p2"])
        .map(|(label, class)| view! { <i class=class></i> {label.clone()} })
        .collect();
    view! { <span class="legend chart-key">{keys}</span> }.into_any()
}

impl Bar {
    fn total(&self) -> i64 {
        self.parts.iter().sum()
    }

    fn draw(&self, row: i64, most: i64) -> AnyView {
        let whole = BAR_WIDTH - NAME_WIDTH - NUMBER_WIDTH;
        let (mut sum, mut x) = (0, NAME_WIDTH);
        // From sums and not from parts, so that rounding never shifts the end.
        let parts: Vec<_> = self
            .parts
            .iter()
            .zip(["p0", "p1", "p2"])
            .map(|(value, class)| {
                sum += value;
                let end = NAME_WIDTH + part(sum, most, whole);
                let from = std::mem::replace(&mut x, end);
                view! { <rect class=class x=text(from) y=text(row * BAR_STEP + 6) width=text(end - from) height="14"/> }
            })
            .collect();
        let line = text(row * BAR_STEP + 17);
        view! {
            <text class="end" x=text(NAME_WIDTH - 8) y=line.clone()>{short(&self.name)}</text>
            {parts}
            <text x=text(x + 6) y=line>{count(self.total())}</text>
        }
        .into_any()
    }
}

fn framed(
    id: &str,
    title: String,
    said: Vec<String>,
    (width, height): (i64, i64),
    drawn: AnyView,
) -> AnyView {
    let (name, words) = (format!("{id}-title"), format!("{id}-words"));
    let labelled = format!("{name} {words}");
    view! {
        <svg
            class="chart"
            role="img"
            aria-labelledby=labelled
            width=text(width)
            height=text(height)
            viewBox=format!("0 0 {width} {height}")
        >
            <title id=name>{title}</title>
            <desc id=words>{said.join("；")}</desc>
            {drawn}
        </svg>
    }
    .into_any()
}

/// `value` of `most` in units of `whole`, down.
fn part(value: i64, most: i64, whole: i64) -> i64 {
    let part = i128::from(value.max(0)) * i128::from(whole) / i128::from(most.max(1));
    i64::try_from(part).unwrap_or(whole)
}

fn short(name: &str) -> String {
    if name.chars().count() <= NAME_LENGTH {
        return name.to_owned();
    }
    let head: String = name.chars().take(NAME_LENGTH - 1).collect();
    format!("{head}…")
}

fn text(number: i64) -> String {
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_scale_and_parts_end_where_their_sum_ends() {
        assert_eq!(part(30, 30, 232), 232);
        assert_eq!(part(10, 30, 232), 77);
        assert_eq!(part(20, 30, 232), 154);
        assert_eq!(part(0, 0, 232), 0);
        assert_eq!(part(i64::MAX, i64::MAX, 232), 232);
    }

    #[test]
    fn a_long_name_is_cut_where_the_bar_begins() {
        assert_eq!(short("煤炭开采和洗选业"), "煤炭开采和洗选业");
        assert_eq!(
            short("鄂尔多斯市演示煤业集团有限公司"),
            "鄂尔多斯市演示煤业…"
        );
    }
}
