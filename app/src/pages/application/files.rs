//! The papers of an application: what is there, and the forms to add one or take one away.

use domain::access::Action;
use domain::contract::{ApplicationView, FileView};
use domain::file::{FILE_MIB, accepted};
use domain::state::Paper;
use leptos::prelude::*;

use crate::browser;
use crate::components::{FaultNote, Sending, note, refused, slice};
use crate::text::{file_size, full_date};

/// What a plain upload or removal was refused for. Which paper it was does not come back with it.
pub fn refusal() -> Option<AnyView> {
    let fault = refused(Action::Attach).or_else(|| refused(Action::Detach))?;
    Some(note(&fault))
}

/// One kind of paper in the form: its files, and one more.
pub fn upload(view: Signal<ApplicationView>, paper: Paper, required: bool) -> AnyView {
    let code = paper.code();
    let sending = Sending::new();
    let files = slice(view, move |view| of(view, paper));
    let list = move || files.with(|files| list(files, Some(sending)));
    let need = if required { "必备" } else { "选备" };
    let input = format!("file-{code}");
    let address = view.with_untracked(|view| format!("/projects/{}/files", view.project));
    let url = address.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        sending.run(
            |on_sent| browser::send_files(&event, url.clone(), on_sent),
            &event,
        );
    };
    view! {
        <div class="paper" id=format!("paper:{code}") tabindex="-1">
            <div class="paper-head"><b>{paper.label()}</b> <small class="optional">{need}</small></div>
            {list}
            <form method="post" enctype="multipart/form-data" action=address data-testid=format!("upload-{code}") on:submit=send>
                <input type="hidden" name="paper" value=code/>
                <label class="sr" for=input.clone()>{format!("选择{}", paper.label())}</label>
                <input id=input type="file" name="file" accept=accepted() required/>
                <button disabled=move || sending.busy.get()>"上传"</button>
                <small class="optional">{format!("PDF、图片、docx、xlsx、OFD，不超过 {FILE_MIB} MB")}</small>
            </form>
            <FaultNote fault=sending.fault/>
        </div>
    }
    .into_any()
}

/// All papers by kind, to be read.
pub fn panel(view: Signal<ApplicationView>) -> AnyView {
    let kinds = move || {
        let kinds: Vec<_> = Paper::ALL
            .iter()
            .filter_map(|paper| {
                let files = view.with(|view| of(view, *paper));
                let list = list(&files, None)?;
                Some(view! { <h3 id=format!("paper:{}", paper.code())>{paper.label()}</h3> {list} })
            })
            .collect();
        if kinds.is_empty() {
            view! { <p class="empty">"没有上传附件。"</p> }.into_any()
        } else {
            kinds.into_any()
        }
    };
    view! {
        <section class="panel" id="papers">
            <h2>"申报材料附件" <small>"点名称查看"</small></h2>
            {kinds}
        </section>
    }
    .into_any()
}

fn of(view: &ApplicationView, paper: Paper) -> Vec<FileView> {
    view.files
        .iter()
        .filter(|(kind, _)| *kind == paper)
        .map(|(_, file)| file.clone())
        .collect()
}

fn list(files: &[FileView], removable: Option<Sending>) -> Option<AnyView> {
    let rows: Vec<_> = files
        .iter()
        .map(|file| {
            let print: String = file.hash.chars().take(12).collect();
            let about = format!(
                "{} · {} · {} · SHA-256 {print}…",
                file_size(file.bytes),
                full_date(file.on),
                file.by
            );
            let remove = removable.map(|sending| remove(file, sending));
            view! {
                <li>
                    <div>
                        <a href=format!("/files/{}", file.id) rel="external" target="_blank">{file.name.clone()}</a>
                        <div class="clause" title=file.hash.clone()>{about}</div>
                    </div>
                    {remove}
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <ul class="files">{rows}</ul> }.into_any())
}

fn remove(file: &FileView, sending: Sending) -> AnyView {
    let address = format!("/files/{}/remove", file.id);
    let url = address.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        sending.run(
            |on_sent| browser::send(&event, url.clone(), on_sent),
            &event,
        );
    };
    view! {
        <form method="post" action=address on:submit=send>
            <button class="quiet" aria-label=format!("移除{}", file.name)>"移除"</button>
        </form>
    }
    .into_any()
}
