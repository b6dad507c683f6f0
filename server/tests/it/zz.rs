#[test]
fn zz() {
    let r = leptos_axum::generate_route_list(app::App);
    for r in &r { println!("{} {:?}", r.path(), r.mode()); }
    let r = leptos_axum::generate_route_list_with_exclusions(app::App, Some(vec!["/".into()]));
    for r in &r { println!("{} {:?}", r.path(), r.mode()); }
    use leptos::prelude::*;
    let owner = Owner::new_root(None);
    owner.with(|| {  println!("{}", app::App().to_html()) });
}
