//! Agreement templates of a city (R076, R003), and what their placeholders mean for a project.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::access::Action;
use domain::contract::{ClauseTexts, Goal, TemplateDraft, TemplateView, TemplatesView};
use domain::full_date;
use domain::state::{Clause, Mode, ProjectKind};
use domain::template::{KINDS, LEGAL_BASIS, Placeholder, check_all, standard_texts};
use domain::{Money, Percent, Refusal};
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::door::{Session, Tx};
use crate::event::{Entry, record_year};
use crate::project::Project;
use crate::rows::Columns;
use crate::{Result, agreement, plan};

/// The city's templates; what it has not edited is the standard text.
pub(crate) async fn templates(session: &Session) -> Result<TemplatesView> {
    let mut tx = session.read(Action::ViewTemplates).await?;
    let tenant = session.tenant().ok_or(Refusal::NotFound)?;
    let name: String = sqlx::query_scalar("select name from tenant where id = $1")
        .bind(tenant.0)
        .fetch_one(&mut *tx)
        .await?;
    let rows = sqlx::query(
        "select kind, mode, no, clauses, note, saved_on, saved_name from agreement_template order by no desc",
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut saved: BTreeMap<(ProjectKind, Mode), Vec<PgRow>> = BTreeMap::new();
    for row in rows {
        let key = (row.code("kind")?, row.code("mode")?);
        saved.entry(key).or_default().push(row);
    }
    let templates = KINDS
        .iter()
        .map(|(kind, mode)| view(*kind, *mode, saved.get(&(*kind, *mode)).map_or(&[], |v| v)))
        .collect::<Result<_>>()?;
    Ok(TemplatesView {
        tenant,
        name,
        templates,
        editable: Action::SaveTemplate.allows(&session.capacities()),
    })
}

fn view(kind: ProjectKind, mode: Mode, rows: &[PgRow]) -> Result<TemplateView> {
    let standard = standard_texts(kind, mode);
    let Some(newest) = rows.first() else {
        return Ok(TemplateView {
            kind,
            mode,
            no: 0,
            texts: standard,
            saved: String::new(),
            changed: Vec::new(),
            earlier: Vec::new(),
        });
    };
    let texts = agreement::blocks_of(&newest.json("clauses")?);
    let saved = |row: &PgRow| -> Result<String> {
        let on: NaiveDate = row.try_get("saved_on")?;
        Ok(format!("{} {}", full_date(on), row.text("saved_name")?))
    };
    let earlier = rows
        .iter()
        .skip(1)
        .map(|row| Ok((row.try_get("no")?, saved(row)?, row.text("note")?)))
        .collect::<Result<_>>()?;
    Ok(TemplateView {
        kind,
        mode,
        no: newest.try_get("no")?,
        changed: Clause::ALL
            .iter()
            .copied()
            .filter(|clause| texts.get(*clause) != standard.get(*clause))
            .collect(),
        texts,
        saved: saved(newest)?,
        earlier,
    })
}

/// Saves a new version: nine blocks, none empty, every placeholder known.
pub(crate) async fn save(
    session: &Session,
    kind: ProjectKind,
    mode: Mode,
    seen: i32,
    draft: TemplateDraft,
) -> Result<()> {
    let mut tx = session.write(Action::SaveTemplate).await?;
    if !KINDS.contains(&(kind, mode)) {
        return Err(Refusal::UnknownChoice {
            field: "mode".into(),
            label: "实施方式".into(),
        }
        .into());
    }
    let (no, before) = current(&mut tx, kind, mode).await?;
    if no != seen {
        return Err(Refusal::Stale.into());
    }
    let note = plan::required("note", "修订说明", &draft.note, 500)?;
    let mut texts = ClauseTexts::default();
    for clause in Clause::ALL {
        texts.set(
            *clause,
            draft
                .clauses
                .get(*clause)
                .replace("\r\n", "\n")
                .trim()
                .to_owned(),
        );
    }
    check_all(&texts)?;
    let changed: Vec<&str> = Clause::ALL
        .iter()
        .filter(|clause| texts.get(**clause) != before.get(**clause))
        .map(|clause| clause.label())
        .collect();
    if changed.is_empty() {
        return Err(Refusal::NothingChanged {
            field: "note".into(),
        }
        .into());
    }
    insert(&mut tx, (kind, mode), no + 1, &texts, &note).await?;
    let text = format!(
        "修订服务协议范本（{}·{}，第 {} 版）：{}",
        kind.label(),
        mode.label(),
        no + 1,
        changed.join("、")
    );
    let facts = json!({"kind": kind, "mode": mode, "no": no + 1, "note": note});
    let year = tx.today().year();
    record_year(&mut tx, year, Entry::new(text).facts(facts).internal()).await?;
    tx.commit().await
}

async fn insert(
    tx: &mut Tx,
    (kind, mode): (ProjectKind, Mode),
    no: i32,
    texts: &ClauseTexts,
    note: &str,
) -> Result<()> {
    let (today, who) = (tx.today(), tx.who.clone());
    sqlx::query(
        "insert into agreement_template (kind, mode, no, clauses, note, saved_on, saved_by, saved_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(kind.code())
    .bind(mode.code())
    .bind(no)
    .bind(agreement::blocks_json(texts))
    .bind(note)
    .bind(today)
    .bind(who.account.0)
    .bind(format!("{} {}", who.place, who.name))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The template in force: its number and its blocks.
pub(crate) async fn current(
    tx: &mut Tx,
    kind: ProjectKind,
    mode: Mode,
) -> Result<(i32, ClauseTexts)> {
    let row = sqlx::query(
        "select no, clauses from agreement_template where kind = $1 and mode = $2 order by no desc limit 1",
    )
    .bind(kind.code())
    .bind(mode.code())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(match row {
        Some(row) => (
            row.try_get("no")?,
            agreement::blocks_of(&row.json("clauses")?),
        ),
        None => (0, standard_texts(kind, mode)),
    })
}

/// The figures a draft itself states.
pub(crate) struct Figures {
    pub amount: Money,
    pub prepay: Option<Percent>,
    pub start: NaiveDate,
    pub end: NaiveDate,
}

/// What is known of a project for its agreement.
pub(crate) struct Known {
    pub project: Project,
    pub city: String,
    pub agency: String,
    pub goals: Vec<Goal>,
}

impl Known {
    /// Loads what the project row does not say.
    pub(crate) async fn load(tx: &mut Tx, project: &Project) -> Result<Self> {
        let row = sqlx::query("select name, agency from tenant where id = $1")
            .bind(project.tenant.0)
            .fetch_one(&mut **tx)
            .await?;
        let goals = sqlx::query(
            "select no, goal, method, target from project_goal where project_id = $1 order by no",
        )
        .bind(project.id.0)
        .fetch_all(&mut **tx)
        .await?;
        Ok(Self {
            project: project.clone(),
            city: row.text("name")?,
            agency: row.text("agency")?,
            goals: goals.iter().map(goal).collect::<Result<_>>()?,
        })
    }

    /// What comes in place of a placeholder; `None` = not known (yet).
    pub(crate) fn value(&self, part: Placeholder, figures: Option<&Figures>) -> Option<String> {
        use Placeholder as P;
        let project = &self.project;
        let text = match part {
            P::LegalBasis => LEGAL_BASIS.to_owned(),
            P::ProjectName => format!("“{}”", project.name),
            P::ProjectCode => project.code.clone(),
            P::PlanYear => project.plan_year.to_string(),
            P::Category => project.category.label().to_owned(),
            P::KeyArea => project.key_area.clone(),
            P::City => self.city.clone(),
            P::Applicant => project.applicant_name.clone(),
            P::Unit => project.unit_name.clone(),
            P::Agency => self.agency.clone(),
            P::Resolution => project.resolution.clone(),
            P::Approved => project.approved.to_string(),
            P::Goals => lines(&self.goals, |goal| {
                format!("{}：{}", goal.goal, goal.target)
            }),
            P::Measures => lines(&self.goals, |goal| {
                format!("{}：{}，以{}衡量", goal.goal, goal.target, goal.method)
            }),
            P::Amount => figures?.amount.to_string(),
            P::Prepay => figures?
                .prepay
                .map_or_else(|| "不约定预付款".to_owned(), |share| share.to_string()),
            P::Start => full_date(figures?.start),
            P::End => full_date(figures?.end),
        };
        (!text.is_empty()).then_some(text)
    }
}

fn goal(row: &PgRow) -> Result<Goal> {
    Ok(Goal {
        no: row.try_get("no")?,
        goal: row.text("goal")?,
        method: row.text("method")?,
        target: row.text("target")?,
    })
}

fn lines(goals: &[Goal], line: impl Fn(&Goal) -> String) -> String {
    let lines: Vec<String> = goals
        .iter()
        .map(|goal| format!("（{}）{}；", goal.no, line(goal)))
        .collect();
    let text = lines.join("\n");
    text.strip_suffix('；')
        .map_or(text.clone(), |text| format!("{text}。"))
}
