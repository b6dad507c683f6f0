use crate::state::AcceptanceState;

/// Invariant I7: whichever way an acceptance goes, it is evaluated at most twice and it ends.
#[test]
fn no_way_leads_to_a_third_round() {
    fn walk(state: AcceptanceState, evaluations: u32, path: &mut Vec<AcceptanceState>) {
        use AcceptanceState as S;
        let evaluations = evaluations + u32::from(matches!(state, S::Evaluating | S::ReApplied));
        assert!(evaluations <= 2, "{path:?} {state:?}");
        path.push(state);
        for next in state.next() {
            // An incomplete application comes back as often as it must; that is no evaluation.
            if (state, *next) != (S::Returned, S::Applied) {
                assert!(!path.contains(next), "{path:?} {next:?}: a circle");
                walk(*next, evaluations, path);
            }
        }
        path.pop();
    }
    walk(AcceptanceState::Applied, 0, &mut Vec::new());
}

#[test]
fn a_second_failure_is_final() {
    assert!(AcceptanceState::FailedFinal.next().is_empty());
    assert!(
        !AcceptanceState::ReApplied
            .next()
            .contains(&AcceptanceState::FailedR1)
    );
    let into_second: Vec<_> = AcceptanceState::ALL
        .iter()
        .filter(|state| state.next().contains(&AcceptanceState::ReApplied))
        .collect();
    assert_eq!(
        into_second,
        [&AcceptanceState::Rectifying, &AcceptanceState::Overdue]
    );
}
