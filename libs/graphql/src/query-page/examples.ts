/** A query to begin with. In its variables `{{from}}` and `{{to}}` become the last 28 days. */
export interface Example {
  readonly title: string;
  readonly query: string;
  /** JSON. */
  readonly variables: string;
}

const window = '{ "from": "{{from}}", "to": "{{to}}", "timeZone": "UTC" }';

export const examples: readonly Example[] = [
  {
    title: 'The five metrics of every team, last 28 days',
    query: `query Teams($window: WindowInput!) {
  metrics(
    ids: [DEPLOYMENT_FREQUENCY, CHANGE_LEAD_TIME, CHANGE_FAIL_RATE, FAILED_DEPLOYMENT_RECOVERY_TIME, DEPLOYMENT_REWORK_RATE]
    window: $window
    by: [{ dimension: TEAM }]
  ) {
    id
    metric
    team
    value
    unit
    status
    n
    low
    high
    level
  }
}`,
    variables: `{ "window": ${window} }`,
  },
  {
    title: 'Lead time of each service, week by week',
    query: `query LeadTime($window: WindowInput!) {
  metrics(ids: [CHANGE_LEAD_TIME], window: $window, bucket: WEEK, by: [{ dimension: SERVICE }]) {
    service
    bucketStart
    partial
    value
    p90
    n
  }
}`,
    variables: `{ "window": ${window} }`,
  },
  {
    title: 'The last deployments, and what they brought',
    query: `query Deployments($first: Int!, $where: DeploymentFilter) {
  deployments(first: $first, where: $where) {
    nodes {
      service
      environment
      status
      kind
      failed
      finishedAt
      version
      changes {
        title
        mergedAt
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
    variables: '{ "first": 20, "where": { "environments": ["production"] } }',
  },
];
