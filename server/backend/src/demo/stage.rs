//! Plays the stories: everything that happens, to all projects, in the order of its days.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate};
use domain::access::{Action, Role};
use domain::state::{FeePlanState, ProjectState};
use domain::{ProjectId, TenantId};
use sqlx::{Postgres, Transaction};

use super::act::Driver;
use super::bans::{Ban, BanStep};
use super::birth::{self, Birth, Passage};
use super::clock::{SetClock, moment};
use super::days::{Almanac, Season, date};
use super::dice::Dice;
use super::money::FeePlan;
use super::papers::{Holder, Paper};
use super::script::Station;
use super::story::{Deed, Story};
use crate::door::Session;
use crate::{AdminDb, Error, Result, fee_plan};

/// One thing that happens to one project or one year's plan.
struct Scene {
    at: DateTime<FixedOffset>,
    what: What,
}

enum What {
    /// The story's place in the list, and what happens to it.
    Story(usize, Deed),
    /// The plan's place in the list, and the step.
    Plan(usize, Action),
    /// One step of a ban case.
    Ban(BanStep),
}

/// The stage: stories, plans, and where their projects are in the database.
pub(crate) struct Stage<'a> {
    pub stories: Vec<Story>,
    pub plans: Vec<FeePlan>,
    pub bans: Vec<Ban>,
    pub almanac: &'a Almanac,
    pub admin: AdminDb,
    pub clock: SetClock,
    pub driver: Driver,
    pub ids: BTreeMap<usize, ProjectId>,
    /// Resolutions so far, by city and plan year.
    pub resolutions: BTreeMap<(i32, i32), u32>,
}

impl Stage<'_> {
    /// Plays everything; answers how many steps that were.
    pub(crate) async fn play(
        &mut self,
        cities: &[i32],
        mut on_progress: impl FnMut(u64, u64),
    ) -> Result<u64> {
        let scenes = self.scenes(cities);
        let total = u64::try_from(scenes.len()).unwrap_or(u64::MAX);
        for (done, scene) in (1..).zip(scenes) {
            self.clock.set(scene.at);
            match &scene.what {
                What::Story(index, deed) => self.tell(*index, deed, scene.at).await?,
                What::Plan(index, action) => self.plan(*index, *action, cities).await?,
                What::Ban(step) => self.ban(step, scene.at).await?,
            }
            on_progress(done, total);
        }
        Ok(total)
    }

    /// Everything, in the order in which it happens.
    fn scenes(&self, cities: &[i32]) -> Vec<Scene> {
        let mut all = Vec::new();
        for (index, story) in self.stories.iter().enumerate() {
            let mut dice = Dice::new(u64::try_from(index).unwrap_or(0));
            let mut last: Option<DateTime<FixedOffset>> = None;
            for (day, deed) in &story.scenes {
                let minutes = Duration::minutes(i64::from(dice.between(11, 47)));
                let same_day = last
                    .filter(|at| at.date_naive() == *day)
                    .map(|at| at + minutes);
                let at =
                    same_day.unwrap_or_else(|| moment(*day, dice.between(8, 14), dice.roll(60)));
                last = Some(at);
                all.push(Scene {
                    at,
                    what: What::Story(index, deed.clone()),
                });
            }
        }
        for (index, plan) in self.plans.iter().enumerate() {
            let steps = plan_days(plan, self.almanac);
            all.extend(steps.into_iter().map(|(day, action)| {
                let late = u32::try_from(cities.len()).unwrap_or(0).min(plan.city * 5);
                Scene {
                    at: moment(day, 15, late),
                    what: What::Plan(index, action),
                }
            }));
        }
        all.extend(self.ban_steps().into_iter().map(|(at, step)| Scene {
            at,
            what: What::Ban(step),
        }));
        all.sort_by_key(|scene| scene.at);
        all
    }

    async fn tell(&mut self, index: usize, deed: &Deed, at: DateTime<FixedOffset>) -> Result<()> {
        match deed {
            Deed::Paper(paper) => self.paper(index, paper, at).await,
            Deed::Cancel => self.cancel(index, at).await,
            Deed::Act(act) => {
                let id = self.id(index)?;
                let story = self.stories.get(index);
                self.driver.perform(id, act).await.map_err(|error| {
                    let code = story.map_or("", |story| story.birth.code.as_str());
                    Error::Inconsistent(format!("demo {code} {} {act:?}: {error}", at.date_naive()))
                })
            }
        }
    }

    fn id(&self, index: usize) -> Result<ProjectId> {
        self.ids
            .get(&index)
            .copied()
            .ok_or_else(|| Error::Inconsistent(format!("story {index} has not begun")))
    }

    fn story(&self, index: usize) -> Result<&Story> {
        self.stories
            .get(index)
            .ok_or_else(|| Error::Inconsistent(format!("no story {index}")))
    }

    /// A step before the determination, or the determination itself.
    async fn paper(
        &mut self,
        index: usize,
        paper: &Paper,
        at: DateTime<FixedOffset>,
    ) -> Result<()> {
        let (birth, late) = {
            let story = self.story(index)?;
            (story.birth.clone(), story.late)
        };
        let who = self.signer(&birth, paper.role)?;
        let mut tx = self.begin().await?;
        let id = match self.ids.get(&index) {
            Some(id) => *id,
            None => birth::insert(&mut tx, &birth, at).await?,
        };
        let agency = birth::agency(&mut tx, birth.tenant).await?;
        let mut passage = Passage {
            to: paper.to,
            action: paper.action,
            text: paper.text.into(),
            holder: match paper.holder {
                Holder::Agency => agency,
                Holder::Applicant => birth.applicant_name.clone(),
                Holder::Meeting => "联席会议".into(),
                Holder::Nobody => String::new(),
            },
            resolution: String::new(),
        };
        if paper.station == Station::Submitted {
            passage.text = format!("{}，申请 {} 元", paper.text, birth.requested);
        }
        if paper.station == Station::Determined {
            self.determine(&birth, late, at, &mut passage);
            birth::pass(&mut tx, id, &birth, &passage, &who.who, at).await?;
            birth::clocks(
                &mut tx,
                id,
                &birth,
                at.date_naive(),
                birth_day(self.story(index)?),
            )
            .await?;
        } else {
            birth::pass(&mut tx, id, &birth, &passage, &who.who, at).await?;
        }
        tx.commit().await?;
        self.ids.insert(index, id);
        Ok(())
    }

    /// Number and words of the resolution.
    fn determine(
        &mut self,
        birth: &Birth,
        late: bool,
        at: DateTime<FixedOffset>,
        passage: &mut Passage,
    ) {
        let number = self
            .resolutions
            .entry((birth.tenant.0, birth.plan_year))
            .or_default();
        *number += 1;
        let year = at.year();
        passage.resolution = format!("第3次联席会议决议{year}-3-{number:02}号");
        passage.text = format!("第3次联席会议审议确定，核定 {} 元", birth.approved);
        if late {
            passage
                .text
                .push_str("。因成员单位人员调整，会议延期至十一月召开，晚于十月三十一日的规定时限");
        }
    }

    /// The meeting takes a project out of the plan again.
    async fn cancel(&mut self, index: usize, at: DateTime<FixedOffset>) -> Result<()> {
        let birth = self.story(index)?.birth.clone();
        let who = self.signer(&birth, Some(Role::CityHrss))?;
        let passage = Passage {
            to: ProjectState::Cancelled,
            action: "cancel_project",
            text: format!(
                "第4次联席会议决议{}-4-01号：申报单位停产改造，取消项目",
                at.year()
            ),
            holder: String::new(),
            resolution: String::new(),
        };
        let id = self.id(index)?;
        let mut tx = self.begin().await?;
        birth::pass(&mut tx, id, &birth, &passage, &who.who, at).await?;
        Ok(tx.commit().await?)
    }

    /// A transaction of the operator that does not wait for the disk, as those of the use cases.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, Postgres>> {
        let mut tx = self.admin.begin().await?;
        sqlx::query("set local synchronous_commit = off")
            .execute(&mut *tx)
            .await?;
        Ok(tx)
    }

    /// Who takes a step: a post of the city, or the applicant, or the agency where it proposes itself.
    fn signer(&self, birth: &Birth, role: Option<Role>) -> Result<Session> {
        match (role, birth.applicant) {
            (Some(role), _) => self.driver.people.post(birth.tenant, role),
            (None, Some(_)) => self.driver.people.org(birth.applicant),
            (None, None) => self.driver.people.post(birth.tenant, Role::AgencyClerk),
        }
    }

    /// One step of a year's fee plan.
    async fn plan(&mut self, index: usize, action: Action, cities: &[i32]) -> Result<()> {
        let Some(plan) = self.plans.get(index) else {
            return Ok(());
        };
        let Some(code) = cities.get(plan.city as usize) else {
            return Ok(());
        };
        let (tenant, year, amount) = (TenantId(*code), plan.year, plan.amount);
        let role = match action {
            Action::CompileFeePlan => Role::AgencyClerk,
            Action::ApproveFeePlan => Role::CityHrss,
            _ => Role::CityFinance,
        };
        let session = self.driver.people.post(tenant, role)?;
        let seen = self.driver.plan_version(tenant, year).await?;
        if action == Action::CompileFeePlan {
            return fee_plan::compile(&session, year, seen, amount).await;
        }
        fee_plan::advance(&session, action, year, seen).await
    }
}

/// The days of a fee plan's steps: in the autumn before, or lately for the year that comes.
fn plan_days(plan: &FeePlan, almanac: &Almanac) -> Vec<(NaiveDate, Action)> {
    let steps = [
        Action::CompileFeePlan,
        Action::ApproveFeePlan,
        Action::ReviewFeePlan,
        Action::AllocateFeePlan,
    ];
    let count = match plan.state {
        FeePlanState::Draft => 1,
        FeePlanState::HrssApproved => 2,
        FeePlanState::FinanceReviewed => 3,
        FeePlanState::Allocated => 4,
    };
    let before = plan.year - 1;
    let autumn = [
        date(before, 11, 16),
        date(before, 12, 1),
        date(before, 12, 10),
        date(before, 12, 24),
    ];
    let lately = [12, 8, 4, 1].map(|ago| almanac.before(almanac.today, ago));
    let days = if plan.year > almanac.today.year() {
        lately
    } else {
        autumn
    };
    days.into_iter()
        .zip(steps)
        .take(count)
        .map(|(day, action)| (almanac.on(day), action))
        .collect()
}

/// The day a story began.
fn birth_day(story: &Story) -> NaiveDate {
    let season = Season::of(story.plan_year, 0, false).applications;
    story.scenes.first().map_or(season, |(day, _)| *day)
}
