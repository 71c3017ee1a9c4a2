import type { LeadlineEvent } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from '../testing/acme.js';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const DAY = 86_400_000;
const TO = Date.parse('2026-03-16T00:00:00Z');
const DAYS = 120;

/** shop deploys each day at noon, and nothing fails; payments-api deployed once. */
function* history(): Generator<LeadlineEvent> {
  yield said('catalogue', acme);
  for (let day = 0; day < DAYS; day += 1) {
    const at = TO - (DAYS - day) * DAY + DAY / 2;
    yield deployed(`shop-${day}`, 'shop', at);
  }
  yield deployed('payments-1', 'payments-api', TO - 3 * DAY);
}

const deployed = (id: string, service: string, at: number): LeadlineEvent =>
  said('deployment', {
    id,
    service,
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: new Date(at - 60_000).toISOString(),
    finishedAt: new Date(at).toISOString(),
    sha: id.padStart(40, '0'),
  });

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver([...history()]);
}, 60_000);
afterAll(async () => {
  await api.close();
});

const INSIGHTS = `query ($window: WindowInput!, $scope: ScopeInput, $asOf: DateTime) {
  insights(window: $window, scope: $scope, asOf: $asOf) {
    id kind metric judgement text unit value previous n p point outlier { rule }
  }
}`;
const window = { from: '2026-02-16T00:00:00Z', to: '2026-03-16T00:00:00Z' };

describe('insights over GraphQL', () => {
  it('say what was reached, with the point that opens it', async () => {
    const { data, errors } = await ask(api.base, INSIGHTS, { window, scope: { services: ['shop'] }, asOf: window.to });
    expect(errors).toEqual([]);
    const [told, ...others] = data['insights'] as Record<string, unknown>[];
    expect(others).toEqual([]);
    expect(told).toMatchObject({
      id: 'milestone no_failure CHANGE_FAIL_RATE',
      kind: 'MILESTONE',
      metric: 'CHANGE_FAIL_RATE',
      judgement: 'BETTER',
      unit: 'RATIO',
      value: null,
      outlier: null,
    });
    expect(String(told?.['text']).replaceAll('\u00A0', ' ')).toBe(
      '90 days without a failed deployment of shop (90 deployments).',
    );
    const opened = await ask(api.base, `query ($point: ID!) { evidence(point: $point, first: 1) { totalCount } }`, {
      point: told?.['point'],
    });
    // The point is that of the window: a deployment each day of four weeks.
    expect(opened.data['evidence']).toEqual({ totalCount: 28 });
  });

  it('are none where nothing is notable', async () => {
    const { data } = await ask(api.base, INSIGHTS, { window, scope: { services: ['payments-api'] }, asOf: window.to });
    expect(data['insights']).toEqual([]);
  });

  it('are told of a number against an earlier window too, where it has no buckets', async () => {
    const VERDICTS = `query ($window: WindowInput!, $before: WindowInput!, $bucket: Bucket) {
      metrics(ids: [DEPLOYMENT_FREQUENCY, CHANGE_LEAD_TIME, BATCH_SIZE], window: $window, compareTo: $before, bucket: $bucket) {
        ...Told
      }
    }
    fragment Told on MetricPoint { metric verdict }`;
    const before = { from: '2026-01-19T00:00:00Z', to: '2026-02-16T00:00:00Z' };
    const { data, errors } = await ask(api.base, VERDICTS, { window, before });
    expect(errors).toEqual([]);
    // A deployment a day in both, of which no commit is known.
    expect(data['metrics']).toEqual([
      { metric: 'DEPLOYMENT_FREQUENCY', verdict: 'USUAL' },
      { metric: 'CHANGE_LEAD_TIME', verdict: 'NO_VALUE' },
      { metric: 'BATCH_SIZE', verdict: null },
    ]);
    const weekly = await ask(api.base, VERDICTS, { window, before, bucket: 'WEEK' });
    const rows = weekly.data['metrics'] as { verdict: unknown }[];
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.filter(({ verdict }) => verdict !== null)).toEqual([]);
  });

  it.each([
    ['a reversed window', { window: { from: window.to, to: window.from } }, 'window.to'],
    ['a team that is none', { window, scope: { teams: ['eng/nobody'] } }, 'scope.teams'],
  ])('refuse %s by the argument', async (_, variables, argument) => {
    const { errors } = await ask(api.base, INSIGHTS, variables);
    expect(JSON.stringify(errors)).toContain(argument);
  });
});
