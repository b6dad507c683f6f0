//! `/sessions`: where else one is signed in.

use domain::contract::{Me, SignIn};
use leptos::prelude::*;

use crate::api::session::sign_ins;
use crate::carried::fetched;
use crate::components::{Act, ActForm, Follow, page, rows};

/// `/sessions`.
pub fn sessions() -> AnyView {
    let data = fetched(|| (), |()| sign_ins());
    page("登录设备", data, |_| Follow::Nothing, body)
}

fn body(me: Me, list: Signal<Vec<SignIn>>) -> AnyView {
    view! {
        <div class="head">
            <h1>"登录设备"</h1>
            <span class="meta">{format!("{} · {} · {}", me.name, me.place, me.role.label())}</span>
        </div>
        <section class="panel">
            <p class="clause">"不认识的设备请立即注销，并修改密码。注销后，该设备上的页面即刻失效。"</p>
            <div class="scroll">
                <table class="devices">
                    <thead>
                        <tr>
                            <th scope="col">"设备"</th>
                            <th scope="col">"地址"</th>
                            <th scope="col">"登录时间"</th>
                            <th scope="col">"最近使用"</th>
                            <th scope="col">"有效期至"</th>
                            <th scope="col"><span class="sr">"操作"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows(list, |row| row.id, |row, _| device(row))}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn device(row: Signal<SignIn>) -> AnyView {
    let here = row.get_untracked();
    let act = if here.current {
        view! { <form method="post" action="/logout"><button class="quiet">"退出登录"</button></form> }.into_any()
    } else {
        revoke(&here)
    };
    view! {
        <tr>
            <td>
                {here.device}
                {here.current.then(|| view! { " " <span class="tag ok">"本机"</span> })}
            </td>
            <td data-label="地址">{here.address}</td>
            <td class="nowrap" data-label="登录时间">{here.since}</td>
            <td class="nowrap" data-label="最近使用">{move || row.with(|row| row.last_seen.clone())}</td>
            <td class="nowrap" data-label="有效期至">{here.expires}</td>
            <td class="n">{act}</td>
        </tr>
    }
    .into_any()
}

fn revoke(row: &SignIn) -> AnyView {
    let act = Act {
        code: "revoke_sign_in",
        label: "注销",
    };
    let id = row.id.0;
    view! {
        <ActForm action=act number=id>
            <input type="hidden" name="id" value=id.to_string()/>
        </ActForm>
    }
    .into_any()
}
