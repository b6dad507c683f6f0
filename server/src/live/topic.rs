//! What can be watched, and which changes concern it.

use std::fmt;
use std::str::FromStr;

use backend::{Audience, Change, Session, Told};
use domain::{MeetingId, ProjectId, TenantId};

/// A page that stays up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The regional dashboard of a plan year, whole or cut to a city.
    Region(i32, Option<TenantId>),
    /// The workbench of the audience's own city.
    City(i32),
    /// One project.
    Project(ProjectId),
    /// One joint meeting, as it goes on.
    Meeting(MeetingId),
    /// The projects of an organisation or evaluator.
    Tracker,
    /// A counter that moves when a project list may have changed.
    Projects,
    /// The inbox of one person.
    Inbox,
    /// The ban list of the region with the cases of the audience's own city.
    Bans,
}

impl FromStr for Topic {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // A bound, because every key costs a task.
        let year = |text: &str| {
            text.parse()
                .ok()
                .filter(|year| (2000..2100).contains(year))
                .ok_or(())
        };
        match text.split_once(':') {
            None if text == "tracker" => Ok(Self::Tracker),
            None if text == "projects" => Ok(Self::Projects),
            None if text == "bans" => Ok(Self::Bans),
            None if text == "inbox" => Ok(Self::Inbox),
            Some(("region", text)) => match text.split_once(':') {
                None => Ok(Self::Region(year(text)?, None)),
                Some((of, id)) => {
                    let id = id.parse().map_err(|_| ())?;
                    if !(100_000..1_000_000).contains(&id) {
                        return Err(());
                    }
                    Ok(Self::Region(year(of)?, Some(TenantId(id))))
                }
            },
            Some(("city", text)) => Ok(Self::City(year(text)?)),
            Some(("project", id)) => id
                .parse()
                .map(|id| Self::Project(ProjectId(id)))
                .map_err(|_| ()),
            Some(("meeting", id)) => id
                .parse()
                .map(|id| Self::Meeting(MeetingId(id)))
                .map_err(|_| ()),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region(year, None) => write!(f, "region:{year}"),
            Self::Region(year, Some(tenant)) => write!(f, "region:{year}:{tenant}"),
            Self::City(year) => write!(f, "city:{year}"),
            Self::Project(id) => write!(f, "project:{id}"),
            Self::Meeting(id) => write!(f, "meeting:{id}"),
            Self::Tracker => f.write_str("tracker"),
            Self::Projects => f.write_str("projects"),
            Self::Bans => f.write_str("bans"),
            Self::Inbox => f.write_str("inbox"),
        }
    }
}

/// One view: what, as whom.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub audience: Audience,
    pub topic: Topic,
}

impl Key {
    /// The view of a topic as a session sees it: shared with everybody who sees the same, or, where it is
    /// one person's, with nobody.
    pub fn of(session: &Session, topic: Topic) -> Self {
        let audience = if topic == Topic::Inbox {
            session.alone()
        } else {
            session.audience()
        };
        Self { audience, topic }
    }

    /// Whether it is the inbox of somebody who was told something.
    pub fn was_told(&self, told: &Told) -> bool {
        self.topic == Topic::Inbox
            && match told {
                Told::Nobody => false,
                Told::These(people) => {
                    let person = self.audience.person();
                    person.is_some_and(|person| people.contains(&person))
                }
                Told::Unknown => true,
            }
    }

    /// Whether the change may alter the view. May say yes too often, never too rarely: then the view
    /// comes out the same and nothing is sent.
    pub fn concerns(&self, change: &Change) -> bool {
        let party = self
            .audience
            .org()
            .is_some_and(|org| change.orgs.contains(&org));
        if change.private && !party {
            return false;
        }
        let city = self
            .audience
            .tenant()
            .is_none_or(|tenant| tenant == change.tenant);
        let ours = party || self.audience.org().is_none();
        match self.topic {
            // Whatever happened is in the feed of the page, whichever year it was about.
            Topic::Region(..) => city,
            // A ban of any city is everybody's; what happens to bans is beside or in a project.
            Topic::Bans => true,
            Topic::City(_) => city,
            Topic::Projects => city && ours,
            Topic::Project(id) => change.project.is_none_or(|changed| changed == id),
            // What happens to the city's projects may be on its agenda or belong there.
            Topic::Meeting(id) => city && change.meeting.is_none_or(|changed| changed == id),
            Topic::Tracker => ours,
            // Who is told something is named beside the changes.
            Topic::Inbox => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_reads_back_as_it_was_written() {
        for text in [
            "region:2026",
            "region:2026:150600",
            "city:2027",
            "project:17",
            "meeting:4",
            "tracker",
            "projects",
            "bans",
            "inbox",
        ] {
            assert_eq!(text.parse::<Topic>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_topic_is_refused() {
        for text in [
            "",
            "region",
            "region:x",
            "region:99999",
            "region:2026:",
            "region:2026:x",
            "region:2026:7",
            "project:",
            "meeting:x",
            "tracker:1",
            "inbox:1",
            "users",
        ] {
            assert!(text.parse::<Topic>().is_err(), "{text}");
        }
    }
}
