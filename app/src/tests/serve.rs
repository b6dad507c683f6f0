//! TEMPORARY
use super::*;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::response::IntoResponse;
use axum::routing::get;
use domain::Version;
use domain::contract::{MoneyApi, ProjectApi, ScreensApi};

#[tokio::test(flavor = "multi_thread")]
#[ignore]
async fn serve() {
    let options = LeptosOptions::builder().output_name("app").site_root("/tmp/site").build();
    let rendered = options.clone();
    let routes = generate_route_list(App);
    let role = std::env::var("ROLE").unwrap_or("RHR".into());
    let person = Fake::full(Role::from_code(&role).unwrap());
    let p2 = person.clone();
    let files = leptos_axum::site_pkg_dir_service(&options);
    let app = Router::new()
        .leptos_routes(&options, routes, move || shell(rendered.clone()))
        .route("/live", get(move |ws: WebSocketUpgrade| { let p = p2.clone(); async move { if std::env::var("NOWS").is_ok() { return http::StatusCode::NOT_FOUND.into_response() } ws.on_upgrade(move |socket| live(socket, p)) } }))
        .route("/live/poll", get(|| async { axum::Json(serde_json::json!({"hash":"1","at":"14:03:22","cursor":"","data":null})) }))
        .route_service("/pkg/{*file}", files)
        .layer(from_fn(move |mut request: Request, next: Next| {
            let person = person.clone();
            async move {
                request.extensions_mut().insert(DemoLogins(logins()));
                request.extensions_mut().insert(Signed(Arc::new(person)));
                next.run(request).await
            }
        }))
        .with_state(options);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3999").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}

async fn live(mut socket: axum::extract::ws::WebSocket, p: Fake) {
    let mut topics: Vec<String> = vec![];
    let mut n = 0_i64;
    let mut tick = tokio::time::interval(std::time::Duration::from_secs(3));
    loop {
        tokio::select! {
            m = socket.recv() => match m { Some(Ok(Message::Text(t))) => { let v: serde_json::Value = serde_json::from_str(&t).unwrap(); topics = serde_json::from_value(v["watch"].clone()).unwrap(); println!("watch {topics:?}"); } _ => return },
            _ = tick.tick() => {
                n += 1;
                for t in &topics {
                    let data = if t.starts_with("region") {
                        let mut d = p.region_dashboard(None).await.unwrap();
                        d.figures.prepaid = d.figures.prepaid + fake::yuan(10_000 * n);
                        d.feed.insert(0, domain::contract::FeedRow { id: domain::EventId(100 + n), at: format!("14:05:{n:02}"), text: format!("第 {n} 次变更"), ..d.feed[0].clone() });
                        d.due.remove(0);
                        serde_json::to_value(d).unwrap()
                    } else if t.starts_with("project:") {
                        let mut d = p.project(domain::ProjectId(31)).await.unwrap();
                        d.version = Version(9 + n as i32);
                        d.money.prepaid = d.money.prepaid + fake::yuan(n);
                        d.holder = format!("第 {n} 次更新");
                        serde_json::to_value(d).unwrap()
                    } else if t == "projects" { serde_json::json!({"changed": n}) } else { continue };
                    let m = serde_json::json!({"type":"view","topic":t,"hash":n.to_string(),"cursor":"1","at":format!("14:03:{:02}", n),"data":data});
                    if socket.send(Message::text(m.to_string())).await.is_err() { return }
                }
            }
        }
    }
}
