//! One hit of each kind.

use domain::OrgId;
use domain::access::Role;
use domain::contract::{Found, FoundOrganisation, FoundPaper, FoundPerson, SearchView};

use super::Fake;

impl Fake {
    pub fn found(&self, q: String) -> SearchView {
        let words = domain::search::words(&q);
        let (looked, note) = match words {
            Ok(words) => (!words.is_empty() && self.full, None),
            Err(refusal) => (false, Some(refusal.to_string())),
        };
        let view = SearchView {
            q,
            note,
            ..SearchView::default()
        };
        if !looked {
            return view;
        }
        let row = Self::row(31);
        SearchView {
            projects: Found {
                rows: vec![row.clone()],
                more: true,
            },
            organisations: Found::first(vec![FoundOrganisation {
                id: OrgId(86),
                name: "内蒙古演示职业培训学校".into(),
                credit_code: "91150600DEM0010259".into(),
            }]),
            papers: Found::first(vec![FoundPaper {
                name: "培训签到表.pdf".into(),
                project: row.id,
                project_name: row.name,
                tenant_name: row.tenant_name,
                kind: row.kind,
                state: row.state,
            }]),
            people: Found::first(if self.role == Role::AgencyClerk {
                vec![FoundPerson {
                    name: "王评估".into(),
                    title: "高级工程师".into(),
                    employer: String::new(),
                    speciality: "安全培训".into(),
                }]
            } else {
                Vec::new()
            }),
            ..view
        }
    }
}
