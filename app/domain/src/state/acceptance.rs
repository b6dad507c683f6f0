//! Words of the acceptance that are no machine of their own.

codes! {
    /// What a unit answers to a fail report before it has rectified (A06).
    AnswerKind {
        Plan = "PLAN" "提交整改方案",
        Reply = "REPLY" "答复说明",
        Refusal = "REFUSAL" "书面拒绝整改",
    }
}
