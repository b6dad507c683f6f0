//! Who is who in the demo: posts, organisations, evaluators, and how they sign in.

use domain::TenantId;
use domain::access::Role;
use domain::contract::DemoLogin;

use super::cities::{City, cities};
use super::code::{coded, credit_code};
use super::names::Names;
use crate::auth::place_of;

/// Everybody's password in the demo.
pub const DEMO_PASSWORD: &str = "yufang2026";

/// The posts of a city and the end of their logins.
pub(crate) const POSTS: [(&str, Role); 7] = [
    ("jb", Role::AgencyClerk),
    ("fh", Role::AgencyReviewer),
    ("zf", Role::AgencyPayer),
    ("rs", Role::CityHrss),
    ("cz", Role::CityFinance),
    ("wj", Role::CityHealth),
    ("yj", Role::CityEmergency),
];

/// The departments of the region and the end of their logins.
pub(crate) const REGION: [(&str, Role); 5] = [
    ("rs", Role::RegionHrss),
    ("rs2", Role::RegionHrss),
    ("cz", Role::RegionFinance),
    ("wj", Role::RegionHealth),
    ("yj", Role::RegionEmergency),
];

/// An organisation and its one person.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    pub login: String,
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    /// The trade it belongs to, as a place in the city's list.
    pub trade: usize,
}

/// A person to sign in as.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub tenant: Option<TenantId>,
    /// Credit code of the employer.
    pub org: Option<String>,
    pub title: &'static str,
}

/// Login, name, code of the kind: who carries projects out. The last two do it badly.
const THIRD_PARTIES: [(&str, &str, &str); 9] = [
    ("anquan", "内蒙古演示安全技术服务有限公司", "ECONOMIC"),
    ("peixun", "内蒙古演示职业培训学校", "SOCIAL"),
    ("zhiye", "内蒙古演示职业卫生技术有限公司", "ECONOMIC"),
    ("xuanjiao", "内蒙古演示宣教文化传媒有限公司", "ECONOMIC"),
    ("kuangshan", "内蒙古演示矿山安全培训中心", "SOCIAL"),
    ("jiaotong", "内蒙古演示交通安全教育有限公司", "ECONOMIC"),
    ("jianan", "内蒙古演示建安技能培训有限公司", "ECONOMIC"),
    ("jiexun", "内蒙古演示捷训咨询有限公司", "ECONOMIC"),
    ("suda", "内蒙古演示速达培训有限公司", "ECONOMIC"),
];

/// Login, name, title, employer.
const EXPERTS: [(&str, &str, &str, &str); 6] = [
    ("expert-1", "赵文渊", "教授", "内蒙古演示大学"),
    ("expert-2", "其木格", "主任医师", "内蒙古演示职业病防治院"),
    (
        "expert-3",
        "韩秉义",
        "教授级高级工程师",
        "内蒙古演示安全科学研究院",
    ),
    (
        "expert-4",
        "乌兰图雅",
        "高级工程师",
        "内蒙古演示安全科学研究院",
    ),
    (
        "expert-5",
        "郭守田",
        "注册安全工程师",
        "内蒙古演示工程咨询院",
    ),
    ("expert-6", "宝音德力格", "副教授", "内蒙古演示大学"),
];

/// The third party that is banned now, and the one whose ban is over.
pub(crate) const BANNED: usize = 7;
pub(crate) const BANNED_ONCE: usize = 8;

/// Numbers of the third parties in their credit codes begin here, those of experts' employers after.
const THIRD_PARTY: u32 = 900;
const EMPLOYER: u32 = 950;

/// Those who carry projects out, the bad ones last.
pub(crate) fn third_parties() -> Vec<Company> {
    let all = THIRD_PARTIES.iter().zip(0..);
    all.map(|((login, name, kind), number)| Company {
        login: (*login).into(),
        code: credit_code(THIRD_PARTY + number),
        name: (*name).into(),
        kind,
        trade: 0,
    })
    .collect()
}

/// Those who apply in a city: two companies of each trade, and one association.
pub(crate) fn applicants(city: &City) -> Vec<Company> {
    let code = city.figures.code;
    let mut all = Vec::new();
    for (index, trade) in city.trades.iter().enumerate() {
        for (part, suffix) in ["", "第二"].iter().zip(["集团有限公司", "有限公司"]) {
            let number = city.index * 20 + u32::try_from(all.len()).unwrap_or(0) + 1;
            let name = format!("{}演示{part}{}{suffix}", city.name(), trade.company);
            let login = format!("{code}-q{}", all.len() + 1);
            all.push(Company {
                login,
                code: coded("91", code, number),
                name,
                kind: "ECONOMIC",
                trade: index,
            });
        }
    }
    if let Some(featured) = featured(code)
        && let Some(first) = all.first_mut()
    {
        first.login = featured.into();
    }
    let name = format!(
        "{}演示{}行业协会",
        city.name(),
        city.trades.first().map_or("", |trade| trade.company)
    );
    let (login, number) = (format!("{code}-xh"), city.index * 20 + 19);
    all.push(Company {
        login,
        code: coded("51", code, number),
        name,
        kind: "SOCIAL",
        trade: 0,
    });
    all
}

const fn featured(code: i32) -> Option<&'static str> {
    match code {
        150_600 => Some("ordos-coal"),
        150_200 => Some("baotou-steel"),
        _ => None,
    }
}

/// The employers of the experts: credit code and name, each once.
pub(crate) fn employers() -> Vec<(String, &'static str)> {
    let mut names: Vec<&'static str> = EXPERTS.iter().map(|(.., employer)| *employer).collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .zip(EMPLOYER..)
        .map(|(name, number)| (credit_code(number), name))
        .collect()
}

/// Everybody, in the order of their first day at work.
pub(crate) fn players() -> Vec<Player> {
    let mut all = Vec::new();
    let mut names = Names::new();
    for (end, role) in REGION {
        all.push(Player {
            login: format!("region-{end}"),
            name: names.next(),
            role,
            ..nobody()
        });
    }
    for city in cities() {
        let code = city.figures.code;
        for (end, role) in POSTS {
            let (login, tenant) = (format!("{code}-{end}"), Some(TenantId(code)));
            all.push(Player {
                login,
                name: names.next(),
                role,
                tenant,
                ..nobody()
            });
        }
        all.extend(
            applicants(&city)
                .into_iter()
                .map(|company| employee(company, &mut names)),
        );
    }
    all.extend(
        third_parties()
            .into_iter()
            .map(|company| employee(company, &mut names)),
    );
    let employers = employers();
    for (login, name, title, employer) in EXPERTS {
        let org = employers
            .iter()
            .find(|(_, name)| *name == employer)
            .map(|(code, _)| code.clone());
        let (login, name) = (login.into(), name.into());
        all.push(Player {
            login,
            name,
            role: Role::Evaluator,
            org,
            title,
            ..nobody()
        });
    }
    all
}

fn nobody() -> Player {
    Player {
        login: String::new(),
        name: String::new(),
        role: Role::Organisation,
        tenant: None,
        org: None,
        title: "",
    }
}

fn employee(company: Company, names: &mut Names) -> Player {
    Player {
        login: company.login,
        name: names.next(),
        org: Some(company.code),
        ..nobody()
    }
}

/// The logins worth trying first, for the page to sign in on: the region, three cities, three
/// organisations and two evaluators.
#[must_use]
pub fn featured_logins() -> Vec<DemoLogin> {
    let cities = cities();
    let mut orgs: Vec<(String, String)> = third_parties()
        .into_iter()
        .map(|org| (org.code, org.name))
        .collect();
    orgs.extend(
        cities
            .iter()
            .flat_map(applicants)
            .map(|org| (org.code, org.name)),
    );
    orgs.extend(
        employers()
            .into_iter()
            .map(|(code, name)| (code, name.to_owned())),
    );
    let city = |player: &Player| {
        cities
            .iter()
            .find(|city| player.tenant == Some(TenantId(city.figures.code)))
    };
    let shown = |player: &&Player| {
        let place = player.login.split('-').next().unwrap_or_default();
        let posts = ["region", "150600", "150200", "150300"].contains(&place)
            && player.role != Role::Organisation;
        posts
            || [
                "ordos-coal",
                "baotou-steel",
                "anquan",
                "expert-1",
                "expert-2",
            ]
            .contains(&player.login.as_str())
    };
    let login = |player: &Player| {
        let city = city(player);
        let employer = match (city, &player.org) {
            (Some(city), _) => format!("{}社会保险事业服务中心", city.name()),
            (None, Some(code)) => orgs
                .iter()
                .find(|(known, _)| known == code)
                .map(|(_, name)| name.clone())
                .unwrap_or_default(),
            (None, None) => String::new(),
        };
        DemoLogin {
            login: player.login.clone(),
            password: DEMO_PASSWORD.into(),
            name: player.name.clone(),
            role: player.role,
            place: place_of(
                player.role,
                &employer,
                city.map(City::name),
                city.is_some_and(|city| city.name().ends_with('盟')),
            ),
        }
    };
    players().iter().filter(shown).map(login).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn logins_and_codes_are_distinct() {
        let players = players();
        assert_eq!(
            players
                .iter()
                .map(|player| &player.login)
                .collect::<BTreeSet<_>>()
                .len(),
            players.len()
        );
        let codes = cities()
            .iter()
            .flat_map(applicants)
            .chain(third_parties())
            .map(|org| org.code)
            .collect::<Vec<_>>();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    }

    #[test]
    fn the_login_page_shows_everybody_it_should() {
        let logins = featured_logins();
        assert_eq!(logins.len(), 5 + 3 * 7 + 3 + 2);
        assert!(
            logins
                .iter()
                .all(|login| !login.place.is_empty() && !login.name.is_empty())
        );
        let coal = logins
            .iter()
            .find(|login| login.login == "ordos-coal")
            .expect("coal");
        assert_eq!(coal.place, "鄂尔多斯市演示煤业集团有限公司");
        let anquan = logins
            .iter()
            .find(|login| login.login == "anquan")
            .expect("anquan");
        assert_eq!(anquan.place, "内蒙古演示安全技术服务有限公司");
    }
}
