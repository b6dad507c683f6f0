//! Typed ids: a project can never be passed where a payment is meant.

ids! {
    /// A league or city, by its GB/T 2260 division code (150100 … 152900).
    TenantId(i32);
    /// A person who can sign in.
    UserId(i64);
    /// An organisation, one row per unified social credit code, shared by all tenants.
    OrgId(i64);
    /// A prevention project.
    ProjectId(i64);
    /// A service agreement (服务协议).
    AgreementId(i64);
    /// A prepayment or balance payment.
    PaymentId(i64);
    /// A filing with one member of the joint meeting (备案).
    FilingId(i64);
    /// One clock of the regulation.
    DeadlineId(i64);
    /// A signed-in device, as its owner sees it in the list (never the token).
    SignInId(i64);
    /// An attached file.
    AttachmentId(i64);
    /// A submitted set of figures.
    DatasetId(i64);
    /// An uploaded file of injuries.
    UploadId(i64);
    /// An entry of the fund base, pending or confirmed.
    EntryId(i64);
    /// A joint meeting (联席会议).
    MeetingId(i64);
    /// An item of a meeting's agenda, and with it a line of its resolution.
    ItemId(i64);
    /// One version of a year's key areas.
    AreaSetId(i64);
    /// An open question between departments (R015).
    IssueId(i64);
    /// A request to exceed the cap (R117).
    OverrideId(i64);
    /// A check of the conditions an institution must fulfil (R067).
    EligibilityId(i64);
    /// A ban case, from the proposal to its end (R085).
    BanCaseId(i64);
    /// A supplementary agreement (补充协议).
    AmendmentId(i64);
    /// An inspection of a project (R083).
    InspectionId(i64);
    /// A violation or fraud case (R084, R086).
    CaseId(i64);
    /// Money that has to come back (R101, A38).
    ClaimId(i64);
    /// One row of the ledger.
    LedgerId(i64);
    /// An account of a payee in one city (R119).
    AccountId(i64);
    /// What finance found in a voucher (R019).
    FindingId(i64);
    /// A list of payments for the bank.
    BatchId(i64);
    /// A statement of the bank.
    StatementId(i64);
    /// A message on a project.
    MessageId(i64);
    /// A holiday notice that waits to be published, or was.
    CalendarDraftId(i64);
    /// A training-fee standard, published or not.
    StandardId(i64);
    /// A rule of a city, published or not.
    LocalRuleId(i64);
    /// A list of a classification, published or not.
    ClassificationId(i64);
    /// What the region asks of a city (督办).
    UrgingId(i64);
    /// What one person was told.
    NotificationId(i64);
    /// One row of the history.
    EventId(i64);
}

/// The version of a project its reader saw; a write with another one is refused as stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Version(pub i32);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
