//! Search from anywhere: projects, organisations, papers and people, as far as one may see them.
//!
//! What a person may see is decided by the row policies of the role, for each row that is returned. The
//! numbers to look at come from functions that read past the policies (`0023`), since under them no
//! index can be used: those name the tenant themselves, from the transaction's settings.

mod groups;

use domain::access::Action;
use domain::contract::{Found, ListQuery, SHOWN_HITS, SearchView};
use sqlx::Row;

use crate::Result;
use crate::door::{Scope, Session, Tx};
use crate::screens::list::{project_row, rows};

/// Papers of one city that are looked at.
const MOST_PAPERS: i32 = 200;

/// Looks for everything with all the words.
pub(crate) async fn search(session: &Session, q: String) -> Result<SearchView> {
    let mut tx = session.read(Action::ListProjects).await?;
    let view = SearchView {
        q: q.trim().chars().take(domain::search::LONGEST).collect(),
        ..SearchView::default()
    };
    let words = match domain::search::words(&q) {
        Ok(words) if words.is_empty() => return Ok(view),
        Ok(words) => words,
        Err(refusal) => {
            return Ok(SearchView {
                note: Some(refusal.to_string()),
                ..view
            });
        }
    };
    let calendar = tx.db.calendar.clone().get(&mut tx).await?;
    let today = tx.today();
    let limit = i64::try_from(SHOWN_HITS).unwrap_or(0) + 1;
    let projects = rows::read(&mut tx, session.scope, &ListQuery::default(), &words, limit).await?;
    let projects = projects
        .iter()
        .map(|row| project_row(row, today, &calendar))
        .collect::<Result<_>>()?;
    Ok(SearchView {
        projects: Found::first(projects),
        organisations: groups::organisations(&mut tx, session.scope, &words, limit).await?,
        papers: groups::papers(&mut tx, session, &words, limit).await?,
        people: groups::people(&mut tx, session, &words, limit).await?,
        ..view
    })
}

/// Where the projects with all the words are.
pub(crate) struct Hits {
    /// Cities where the words are so common that the list is walked.
    pub walk: Vec<i32>,
    /// All that have them in the other cities.
    pub ids: Vec<i64>,
}

impl Hits {
    /// Looks the words up for a city or the region, for a list of `page` rows; `tenant` narrows the region to
    /// one city.
    pub(crate) async fn look_up(
        tx: &mut Tx,
        scope: Scope,
        words: &[String],
        tenant: Option<i32>,
        page: i64,
    ) -> Result<Self> {
        let sql = match scope {
            Scope::City(_) => {
                "select city, ids from app.search_city($1, $2) where $3::int is null or city = $3"
            }
            _ => "select city, ids from app.search_region($1, $2, $3)",
        };
        let rows = sqlx::query(sql)
            .bind(words)
            .bind(i32::try_from(page).unwrap_or(i32::MAX))
            .bind(tenant)
            .fetch_all(&mut **tx)
            .await?;
        let mut hits = Self {
            walk: Vec::new(),
            ids: Vec::new(),
        };
        for row in rows {
            match row.try_get::<Option<Vec<i64>>, _>("ids")? {
                Some(ids) => hits.ids.extend(ids),
                None => hits.walk.push(row.try_get("city")?),
            }
        }
        Ok(hits)
    }
}

/// The words as patterns of LIKE that mean themselves.
pub(crate) fn patterns(words: &[String]) -> Vec<String> {
    words
        .iter()
        .map(|word| {
            let literal = word
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_");
            format!("%{literal}%")
        })
        .collect()
}
