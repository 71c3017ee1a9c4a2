/** Every question the command line asks over GraphQL, in one place: each must be valid against the server's schema. */
export const documents = {
  where: `query Where($repository: String!, $revision: String!) {
    change(repository: $repository, revision: $revision) {
      repository revision title url committedAt mergedAt
      whereabouts { environment target state since waitingFor deployment { reportedId version url } }
    }
  }`,
  catalogue: `query Catalogue { metricCatalog { id title unit direction documentation } }`,
  explain: `query Explain(
    $ids: [MetricId!]!, $window: WindowInput!, $scope: ScopeInput, $asOf: DateTime, $options: MetricOptionsInput
  ) {
    metrics(ids: $ids, window: $window, scope: $scope, asOf: $asOf, options: $options) {
      id metric value unit status n numerator denominator p75 p90 low high computedAt configVersion
    }
  }`,
  evidence: `query Evidence($point: ID!, $first: Int!, $parts: [EvidencePart!]) {
    evidence(point: $point, first: $first, parts: $parts) {
      totalCount
      nodes { kind id title at value numerator denominator url counted reason service environment deploymentId }
    }
    explain(point: $point) {
      rule source made arithmetic
      options { name value isDefault }
      counts { numerator denominator sample leftOut }
      incidents { incident { id title startedAt } counted reason deployments { reportedId } }
    }
  }`,
  phases: `query Phases($window: WindowInput!, $scope: ScopeInput, $asOf: DateTime, $options: MetricOptionsInput) {
    leadTimePhases(window: $window, scope: $scope, asOf: $asOf, options: $options) { id n mean p50 missing phases { id phase n mean p50 } }
  }`,
  phasesEvidence: `query PhasesEvidence($point: ID!, $first: Int!, $parts: [EvidencePart!]) {
    explain(point: $point) {
      title rule source arithmetic
      options { name value isDefault }
      counts { numerator denominator sample leftOut }
      evidence(first: $first, parts: $parts) {
        totalCount
        nodes {
          kind id title at value url counted reason service environment deploymentId
          phases {
            change seconds
            phases {
              phase seconds reason
              from { what at toldAt toldBy { id entity } } to { what at toldAt toldBy { id entity } }
              gates { id gate requestedAt decidedAt }
            }
          }
        }
      }
    }
  }`,
  drivers: `query Drivers(
    $of: DrivenMetric!, $window: WindowInput!, $compareTo: WindowInput!, $scope: ScopeInput, $asOf: DateTime,
    $options: MetricOptionsInput
  ) {
    drivers(of: $of, window: $window, compareTo: $compareTo, scope: $scope, asOf: $asOf, options: $options) {
      before after nBefore nAfter delta driver isMixAgainstWithin
      components { component value arithmetic }
      services { service nBefore nAfter shareBefore shareAfter mix components { component value before after pointBefore pointAfter } }
    }
  }`,
  alerts: `query Alerts($scope: ScopeInput, $states: [AlertState!]) {
    alerts(scope: $scope, states: $states, first: 200) {
      nodes {
        id rule key state severity what value threshold since resolvedAt services environment
        deployment { reportedId version }
      }
    }
  }`,
  notices: `query Notices($states: [NoticeState!]) {
    notices(states: $states, first: 200) {
      id channel state reason attempts at retryAt
      tells { event rule key deployment }
    }
  }`,
  sendNoticeAgain: `mutation SendNoticeAgain($id: ID!) { sendNoticeAgain(id: $id) { id channel state } }`,
  quarantine: `query Quarantine($first: Int!, $after: String, $ids: [ID!]) {
    quarantine(first: $first, after: $after, ids: $ids) {
      totalCount
      nodes { id receivedAt endpoint source stage code message pointer state attempts }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  sources: `query Sources {
    sources {
      endpoint source configured lastReceivedAt lastTestAt openInQuarantine
      last24Hours { normalized ignored quarantined } last7Days { normalized ignored quarantined }
      refused { lastAt last24Hours last7Days } advice { code message fix }
    }
    dataGaps { code metrics message fix }
  }`,
  delivery: `query Delivery($id: ID!) {
    delivery(id: $id) { id endpoint source event receivedAt headers { name value } body }
  }`,
  digestPreview: `query DigestPreview($team: String, $weekOf: Date!) {
    digestPreview(team: $team, weekOf: $weekOf) { week subject text html }
  }`,
  outcome: `query Outcome($id: ID!) { delivery(id: $id) { outcome reason } }`,
  incident: `query Incident($id: ID!) { incident(id: $id) { id service } }`,
  withdraw: `mutation Withdraw($input: WithdrawalInput!) { withdrawCorrection(input: $input) { event position } }`,
  correct: `mutation Correct($input: CorrectionInput!) { recordCorrection(input: $input) { event position } }`,
  scorecard: `query Scorecard($scope: ScopeInput, $window: WindowInput!) {
    scorecard(scope: $scope, window: $window) {
      scope { kind name } phase level weeks { from to } computedAt configVersion
      cards {
        card title ofSymptoms reached total met notMet notApplicable proposed unknown
        criteria {
          id text knownBy answerable asks status proposes missing contradicted
          answer { value reason link by at expiresAt }
          evidence { what numerator denominator items point { id value unit n low high } }
        }
      }
    }
  }`,
  answerCriterion: `mutation AnswerCriterion($input: CriterionAnswerInput!) {
    answerCriterion(input: $input) { event position }
  }`,
  projects: `query Projects($scope: ScopeInput) {
    projects(scope: $scope) {
      id name scope metric wanted start end by namedAt namedBeforehand
      comparison { result { verdict doubt before after change p nBefore nAfter } }
    }
  }`,
  recordProject: `mutation RecordProject($input: ProjectInput!) { recordProject(input: $input) { event position } }`,
  answerQuickCheck: `mutation AnswerQuickCheck($input: QuickCheckAnswerInput!) {
    answerQuickCheck(input: $input) { event position }
  }`,
  retry: `mutation Retry($ids: [ID!]!) { retryQuarantined(ids: $ids) { retried } }`,
} as const;
