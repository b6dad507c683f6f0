//! The permission table, printed.

use super::{Action, Capacity};

/// The table for people: one line per action, one column per capacity, the states last.
#[must_use]
pub fn table() -> String {
    let mut out = String::from("| 事项 | 条款 |");
    for capacity in Capacity::ALL {
        out.push_str(&format!(" {} |", capacity.label()));
    }
    out.push_str(" 项目状态 |\n|---|---|");
    out.push_str(&"---|".repeat(Capacity::ALL.len() + 1));
    out.push('\n');
    for action in Action::ALL {
        let rule = action.rule();
        out.push_str(&format!("| {} | {} |", action.label(), rule.clause));
        for capacity in Capacity::ALL {
            out.push_str(if rule.who.contains(capacity) {
                " ● |"
            } else {
                " |"
            });
        }
        let states: Vec<_> = rule.states.iter().map(|state| state.label()).collect();
        out.push_str(&format!(
            " {} |\n",
            if states.is_empty() {
                "不限".into()
            } else {
                states.join("、")
            }
        ));
    }
    out
}
