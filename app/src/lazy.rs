//! Pages whose code is fetched when they are first opened, in four parts: what is opened together comes
//! together. The regional dashboard and the way to it are the program itself; what parts share is cut out
//! once more by the build (`.ci/build`).

use leptos::prelude::*;
use leptos_router::LazyRoute;

use crate::pages;

/// A part of the program, and the routes of its pages.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident, $pages:ident { $($name:ident $page:path;)* }) => {
        enum $pages {
            $($name,)*
        }

        $(#[$doc])*
        #[lazy]
        fn $part(page: $pages) -> AnyView {
            match page {
                $($pages::$name => $page(),)*
            }
        }

        $(
            pub(crate) struct $name;

            impl LazyRoute for $name {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $part($pages::$name).await
                }
            }
        )*
    };
}

part! {
    /// Everybody's work: the first pages below the region, and the lists.
    desk, Desk {
        City pages::city;
        Projects pages::projects;
        Search pages::search;
        Tracker pages::tracker;
        Inbox pages::inbox;
        CalendarFeed pages::calendar_feed;
        Urgings pages::urgings;
    }
}

part! {
    /// One project, from agreement to closing.
    project, OfProject {
        Project pages::project;
        Story pages::story;
        PrintAgreement pages::print_agreement;
        PrintNotices pages::print_notices;
        PrintReport pages::print_report;
    }
}

part! {
    /// The year up to the budget.
    year, OfYear {
        Figures pages::figures;
        Set pages::set;
        Upload pages::upload;
        Analysis pages::analysis;
        Areas pages::areas;
        Openings pages::openings;
        Application pages::application;
        Print pages::print;
        Proposals pages::proposals;
        Cap pages::cap;
        Meetings pages::meetings;
        Meeting pages::meeting;
        PublicAreas pages::public_areas;
    }
}

part! {
    /// Books, registers and settings.
    registers, Registers {
        Bank pages::bank;
        Statement pages::statement;
        Ledger pages::ledger;
        Institutions pages::institutions;
        Institution pages::institution;
        Experts pages::experts;
        Bans pages::bans;
        PublicBans pages::public_bans;
        Templates pages::templates;
        Cases pages::cases;
        Calendar pages::calendar;
        Standards pages::standards;
        LocalRules pages::local_rules;
        Classifications pages::classifications;
        Sessions pages::sessions;
    }
}
