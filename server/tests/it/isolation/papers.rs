//! The routes of the papers of a project, which are no server functions.

use axum::http::Method;
use backend::paper::Wanted;
use backend::testkit::{ORDOS, pdf, uploaded};
use domain::state::ProjectState as S;

use super::Walk;

impl Walk {
    /// A photo of the unit, opened, added to and taken away by everybody; then what proves the unit fit,
    /// which fewer may see.
    pub async fn papers(&mut self) {
        let project = self.world.project_in(ORDOS, S::InProgress).await;
        let unit = self.world.unit_of(project).await;
        let wanted = Wanted {
            kind: "PHOTO".into(),
            ..Wanted::default()
        };
        let file = unit
            .add_paper(project, &wanted, "照片.pdf", uploaded(pdf("x")).await)
            .await
            .expect("added");
        let paper = format!("/papers/{}", file.id);
        let (add, remove) = (
            format!("/projects/{project}/papers"),
            format!("{paper}/remove"),
        );
        for (login, open, adds, removes) in [
            // Whoever gets as far as the missing file may add papers of some kind.
            ("anquan", 200, 422, 0),
            ("coal", 200, 422, 403),
            ("150600-jb", 200, 422, 403),
            ("150600-wj", 200, 422, 403),
            ("region-rs", 404, 403, 403),
            ("region-cz", 404, 403, 403),
            ("region-wj", 403, 403, 403),
            ("150200-jb", 404, 404, 404),
            ("steel", 404, 404, 404),
            ("peixun", 404, 404, 404),
            ("expert-1", 404, 404, 403),
            ("expert-2", 404, 404, 403),
        ] {
            self.status(Method::GET, &paper, login, open).await;
            self.status(Method::POST, &add, login, adds).await;
            if removes != 0 {
                self.status(Method::POST, &remove, login, removes).await;
            }
        }

        let wanted = Wanted {
            kind: "ELIGIBILITY".into(),
            part: "LEGAL".into(),
            ..Wanted::default()
        };
        let proof = unit
            .add_paper(project, &wanted, "登记证书.pdf", uploaded(pdf("x")).await)
            .await
            .expect("added");
        let proof = format!("/papers/{}", proof.id);
        for (login, open) in [
            ("anquan", 200),
            ("150600-jb", 200),
            ("150600-rs", 200),
            ("150600-cz", 200),
            ("region-rs", 200),
            ("coal", 404),
            ("150600-wj", 404),
            ("150600-yj", 404),
            ("region-cz", 404),
            ("region-wj", 403),
            ("150200-jb", 404),
            ("steel", 404),
            ("expert-1", 404),
            ("expert-2", 404),
        ] {
            self.status(Method::GET, &proof, login, open).await;
        }
    }
}
