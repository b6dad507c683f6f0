//! Recognised injuries by year, and the way in for a file of them (R123).

use domain::access::Action;
use domain::contract::{FiguresView, InjuryYear, UploadCounts, UploadRow};
use domain::dataset::INJURY_COLUMNS;
use domain::state::UploadState;
use leptos::prelude::*;

use crate::components::{FileField, FileForm, badge, columns, deed, offered, rows, slice};
use crate::text::{count, encode, full_date};

/// The years, the newest uploads, and the form.
pub fn panel(view: Signal<FiguresView>) -> AnyView {
    let years = slice(view, |view| view.injuries.clone());
    let uploads = slice(view, |view| view.uploads.clone());
    let offers = slice(view, |view| view.offers.clone());
    view! {
        <section class="panel" id="injuries">
            <h2>"工伤认定数据" <small>"按事故发生年度"</small></h2>
            {move || years.with(|years| by_year(years))}
            {list(uploads)}
            {offered(offers, Action::PreviewInjuries, upload)}
        </section>
    }
    .into_any()
}

/// What becomes of the rows of a file, in one line.
pub fn summary(counts: UploadCounts) -> String {
    format!(
        "新增 {}，变更 {}，未变 {}，退回 {}",
        count(counts.new),
        count(counts.changed),
        count(counts.unchanged),
        count(counts.rejected)
    )
}

/// The state of an upload.
pub fn upload_badge(state: UploadState) -> AnyView {
    let class = match state {
        UploadState::Preview => "near",
        UploadState::Imported => "ok",
    };
    badge(class, state.label())
}

fn by_year(years: &[InjuryYear]) -> AnyView {
    if years.is_empty() {
        return view! { <p class="empty">"还没有导入工伤认定数据。"</p> }.into_any();
    }
    let points: Vec<_> = years
        .iter()
        .map(|year| (format!("{} 年", year.year), year.injuries))
        .collect();
    let lines: Vec<_> = years
        .iter()
        .map(|year| {
            view! {
                <tr>
                    <th scope="row">{format!("{} 年", year.year)}</th>
                    <td class="n">{count(year.injuries)}</td>
                    <td class="n">{count(year.deaths)}</td>
                    <td class="n">{year.cost.wan()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        {columns("injuries-by-year", "各年度工伤认定件数".into(), &points)}
        <table>
            <thead>
                <tr>
                    <th scope="col">"年度"</th>
                    <th scope="col" class="n">"工伤（件）"</th>
                    <th scope="col" class="n">"其中死亡"</th>
                    <th scope="col" class="n">"基金支付（万元）"</th>
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}

fn list(uploads: Signal<Vec<UploadRow>>) -> AnyView {
    let row = |row: Signal<UploadRow>, fresh: Signal<bool>| {
        let id = row.with_untracked(|row| row.id);
        view! {
            <li class:fresh=fresh>
                <a href=format!("/figures/uploads/{id}")>{move || row.with(|row| row.file.clone())}</a>
                " "
                {move || row.with(|row| upload_badge(row.state))}
                <div class="clause">
                    {move || row.with(|row| format!("{} · {} · {}", summary(row.counts), row.by, full_date(row.on)))}
                </div>
            </li>
        }
        .into_any()
    };
    view! {
        <div class:none=move || uploads.with(Vec::is_empty)>
            <h3>"最近上传"</h3>
            <ul class="uploads">{rows(uploads, |row| row.id, row)}</ul>
        </div>
    }
    .into_any()
}

fn upload() -> AnyView {
    let form = view! {
        <FileForm action=Action::PreviewInjuries address="/figures/injuries">
            <FileField
                name="file"
                label="数据文件"
                accept=".csv,.xlsx"
                hint="CSV（UTF-8 或 GB18030）或 xlsx，首行为列名。上传后先预览，确认后才导入；同一认定编号再次上传即更新。"
            />
        </FileForm>
        {template()}
    };
    deed(Action::PreviewInjuries, "", false, form)
}

/// The columns as a file of one line: text that every spreadsheet opens, made without the server.
fn template() -> AnyView {
    let mut href = String::from("data:text/csv;charset=utf-8,");
    encode(
        &format!("\u{feff}{}\r\n", INJURY_COLUMNS.join(",")),
        &mut href,
    );
    view! {
        <details>
            <summary>"文件应有的列"</summary>
            <p class="clause">{INJURY_COLUMNS.join("、")}</p>
            <p><a href=href download="工伤认定数据模板.csv">"下载空白模板（CSV）"</a></p>
        </details>
    }
    .into_any()
}
