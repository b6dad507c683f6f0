//! The papers of a project: what is there, by kind, and the forms to add one or take one away.

use domain::access::Action;
use domain::contract::{PaperSlot, PaperView, ProjectView};
use domain::file::{FILE_MIB, accepted};
use domain::paper::PaperKind;
use domain::state::{ArchiveItem, Party};
use leptos::prelude::*;

use crate::browser;
use crate::components::{FaultNote, Sending, note, refused, rows, slice};
use crate::test_ids;
use crate::text::{file_size, full_date};

/// Once there is a paper, or a place for one.
pub fn panel(view: Signal<ProjectView>) -> AnyView {
    let papers = slice(view, |view| view.doing.papers.clone());
    let slots = slice(view, |view| view.doing.slots.clone());
    let project = view.with_untracked(|view| view.id);
    let sending = Sending::new();
    let kinds = move || {
        papers.with(|papers| {
            let of = |kind: &PaperKind| of_kind(*kind, papers, sending);
            PaperKind::ALL.iter().filter_map(of).collect::<Vec<_>>()
        })
    };
    let hidden = move || papers.with(Vec::is_empty) && slots.with(Vec::is_empty);
    // What a plain upload or removal was refused for; which paper it was does not come back with it.
    let plain = refused(Action::AddPaper)
        .or_else(|| refused(Action::RemovePaper))
        .map(|fault| note(&fault));
    let key = |slot: &PaperSlot| (slot.kind, slot.part.clone(), slot.about);
    view! {
        <section class="panel" id="papers" class:none=hidden data-testid=test_ids::PAPERS>
            <h2>"项目材料" <small>"点名称查看"</small></h2>
            {plain}
            <FaultNote fault=sending.fault/>
            {kinds}
            {rows(slots, key, move |slot, _| form(project.0, &slot.get_untracked()))}
        </section>
    }
    .into_any()
}

fn of_kind(kind: PaperKind, papers: &[PaperView], sending: Sending) -> Option<AnyView> {
    let own: Vec<&PaperView> = papers.iter().filter(|paper| paper.kind == kind).collect();
    let count = own.len();
    let list: Vec<_> = own.into_iter().map(|paper| line(paper, sending)).collect();
    (count > 0).then(|| {
        view! {
            <h3>{kind.label()} " " <span class="count">{count}</span></h3>
            <ul class="files">{list}</ul>
        }
        .into_any()
    })
}

/// What a paper is of, beside its kind.
fn of_what(paper: &PaperView) -> String {
    match paper.kind {
        PaperKind::Signature => {
            let party = Party::from_code(&paper.part).map_or("", Party::label);
            match paper.about {
                0 => format!("{party}，服务协议"),
                no => format!("{party}，第 {no} 号补充协议"),
            }
        }
        PaperKind::Archive | PaperKind::Eligibility => paper
            .kind
            .parts()
            .into_iter()
            .find(|(code, _)| *code == paper.part)
            .map_or_else(String::new, |(_, label)| label.into()),
        PaperKind::Photo | PaperKind::SignIn => match paper.about {
            0 => "随下一次进展报告提交".into(),
            no => format!("第 {no} 次进展报告"),
        },
        _ => String::new(),
    }
}

fn line(paper: &PaperView, sending: Sending) -> AnyView {
    let file = &paper.file;
    let print: String = file.hash.chars().take(12).collect();
    let of = of_what(paper);
    let of = if of.is_empty() {
        of
    } else {
        format!("{of} · ")
    };
    let about = format!(
        "{of}{} · {} · {} · SHA-256 {print}…",
        file_size(file.bytes),
        full_date(file.on),
        file.by
    );
    let remove = paper.removable.then(|| remove(paper, sending));
    view! {
        <li>
            <div>
                {link(paper)}
                <div class="clause" title=file.hash.clone()>{about}</div>
            </div>
            {remove}
        </li>
    }
    .into_any()
}

/// The way to the content of a paper.
pub fn link(paper: &PaperView) -> AnyView {
    let name = paper.file.name.clone();
    view! { <a href=format!("/papers/{}", paper.file.id) rel="external" target="_blank">{name}</a> }
        .into_any()
}

fn remove(paper: &PaperView, sending: Sending) -> AnyView {
    let address = format!("/papers/{}/remove", paper.file.id);
    let url = address.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        sending.run(
            |on_sent| browser::send(&event, url.clone(), on_sent),
            &event,
        );
    };
    view! {
        <form method="post" action=address on:submit=send>
            <button class="quiet" aria-label=format!("移除{}", paper.file.name)>"移除"</button>
        </form>
    }
    .into_any()
}

fn form(project: i64, slot: &PaperSlot) -> AnyView {
    let sending = Sending::new();
    let address = format!("/projects/{project}/papers");
    let url = address.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        sending.run(
            |on_sent| browser::send_files(&event, url.clone(), on_sent),
            &event,
        );
    };
    let code = slot.kind.code();
    let input = format!("paper-{code}-{}", slot.about);
    view! {
        <div class="paper">
            <div class="paper-head"><b>{slot.label.clone()}</b></div>
            <form method="post" enctype="multipart/form-data" action=address data-testid=format!("paper-{code}") on:submit=send>
                <input type="hidden" name="kind" value=code/>
                <input type="hidden" name="about" value=slot.about.to_string()/>
                {parts(slot.kind)}
                <label class="sr" for=input.clone()>{format!("选择{}", slot.label)}</label>
                <input id=input type="file" name="file" accept=accepted() required/>
                <button disabled=move || sending.busy.get()>"上传"</button>
                <small class="optional">{format!("PDF、图片、docx、xlsx、OFD，不超过 {FILE_MIB} MB")}</small>
            </form>
            <FaultNote fault=sending.fault/>
        </div>
    }
    .into_any()
}

/// What the paper proves or which part it is, where that has to be chosen.
fn parts(kind: PaperKind) -> Option<AnyView> {
    let options: Vec<_> = kind
        .parts()
        .into_iter()
        .map(|(code, label)| view! { <option value=code>{label}</option> })
        .collect();
    let label = if kind == PaperKind::Eligibility {
        "证明的条件"
    } else {
        "档案材料"
    };
    (!options.is_empty())
        .then(|| view! { <select name="part" aria-label=label>{options}</select> }.into_any())
}

/// The papers of one step, as links beside what they belong to.
pub fn beside(papers: &[PaperView], kind: PaperKind, part: &str, about: i64) -> Option<AnyView> {
    let list: Vec<_> = papers
        .iter()
        .filter(|paper| paper.kind == kind && paper.about == about)
        .filter(|paper| part.is_empty() || paper.part == part)
        .map(|paper| view! { <span>{link(paper)} " "</span> })
        .collect();
    (!list.is_empty())
        .then(|| view! { <div class="clause">{kind.label()} "：" {list}</div> }.into_any())
}

/// The papers that belong to a part of the archive, whatever their kind (R081).
pub fn of_item(papers: &[PaperView], item: ArchiveItem) -> Option<AnyView> {
    let list: Vec<_> = papers
        .iter()
        .filter(|paper| paper.kind.archive_item(&paper.part, paper.about) == Some(item))
        .map(|paper| view! { <span>{link(paper)} " "</span> })
        .collect();
    (!list.is_empty()).then(|| {
        view! { <div class="clause">{format!("材料 {} 份：", list.len())} {list}</div> }.into_any()
    })
}

/// The pictures and lists of a progress report; pictures are shown.
pub fn of_report(papers: &[PaperView], no: i32) -> Option<AnyView> {
    let own: Vec<&PaperView> = papers
        .iter()
        .filter(|paper| {
            matches!(paper.kind, PaperKind::Photo | PaperKind::SignIn)
                && paper.about == i64::from(no)
        })
        .collect();
    let count = |kind: PaperKind| own.iter().filter(|paper| paper.kind == kind).count();
    let words = format!(
        "附：照片 {} 张、签到表 {} 份",
        count(PaperKind::Photo),
        count(PaperKind::SignIn)
    );
    let list: Vec<_> = own.iter().map(|paper| shown(paper)).collect();
    (!own.is_empty())
        .then(|| view! { <p class="clause">{words}</p><ul class="shots">{list}</ul> }.into_any())
}

fn shown(paper: &PaperView) -> AnyView {
    let source = format!("/papers/{}", paper.file.id);
    let picture = paper.file.mime.starts_with("image/").then(|| {
        view! { <img src=source alt=paper.file.name.clone() loading="lazy"/> }
    });
    view! { <li>{picture} {link(paper)}</li> }.into_any()
}
