//! What people are told without asking, kind by kind.

codes! {
    /// A kind of notification.
    NotificationKind {
        Reminder = "REMINDER" "期限提醒",
        Moved = "MOVED" "期限调整",
        Urging = "URGING" "督办",
    }
}

impl NotificationKind {
    /// Whether a person may turn the kind off on the page. What reminds of a clock of the regulation, and
    /// what the region asks, always shows.
    #[must_use]
    pub const fn can_be_off(self) -> bool {
        !matches!(self, Self::Reminder | Self::Urging)
    }
}
