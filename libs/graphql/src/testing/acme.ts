import { catalogue } from '@leadline/events';

/** The instant at which everything is asked. */
export const NOW = Date.parse('2026-03-20T00:00:00Z');

export const FORTNIGHT = { from: '2026-03-02T00:00:00Z', to: '2026-03-16T00:00:00Z' };

/** Two teams with a service each below "eng", and one that owns nothing. */
export const acme = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  teams: [{ path: 'eng' }, { path: 'eng/payments' }, { path: 'eng/web' }, { path: 'ops' }],
  services: [
    { name: 'payments-api', teams: [{ team: 'eng/payments' }], tags: { language: 'go' } },
    { name: 'shop', teams: [{ team: 'eng/web' }], tags: { language: 'php' } },
  ],
});

/** Everything a point has. */
export const METRICS = `query ($ids: [MetricId!]!, $window: WindowInput!, $bucket: Bucket, $by: [GroupByInput!], $scope: ScopeInput,
    $compareTo: WindowInput, $asOf: DateTime, $options: MetricOptionsInput) {
  metrics(ids: $ids, window: $window, bucket: $bucket, by: $by, scope: $scope, compareTo: $compareTo, asOf: $asOf, options: $options) {
    id metric team service repository environment flag target tagKey tag bucketStart bucketEnd partial value unit status
    n numerator denominator p75 p90 open inferred lowerBound low high level levelLow levelHigh previous change
    overlapping rulesDiffer currency details { name meaning value unit } computedAt configVersion
  }
}`;

export type Row = Record<string, string | number | boolean | null>;
