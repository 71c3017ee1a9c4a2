import { describe, expect, it } from 'vitest';
import { headlineOf } from './headline.js';
import { measuredOf } from './measured.js';
import { timeWindow } from '../address/time-window.js';
import { defaultView } from '../address/view.js';
import type { ChangeVerdict, MeasuresQuery } from '../generated/graphql.js';

type Now = MeasuresQuery['now'][number];

const share = (k: number, n: number, verdict: ChangeVerdict | null): Now => ({
  id: 'p',
  metric: 'CHANGE_FAIL_RATE',
  value: n === 0 ? null : k / n,
  unit: 'RATIO',
  status: n === 0 ? 'NO_DATA' : 'OK',
  n,
  numerator: k,
  denominator: n,
  open: null,
  low: null,
  high: null,
  p75: null,
  p90: null,
  inferred: null,
  lowerBound: null,
  level: null,
  levelLow: null,
  levelHigh: null,
  computedAt: '2026-03-20T00:00:00Z',
  verdict,
});

const headline = (now: Now, before: Now) =>
  headlineOf('Acme', measuredOf({ now: [now], before: [before], weeks: [] }, timeWindow(defaultView, 0, 'UTC')));

describe('the headline', () => {
  it('says what the API calls a change', () => {
    const { title } = headline(share(20, 100, 'WORSE'), share(10, 100, null));
    expect(title).toBe('Acme: more deployments fail');
  });

  it('says that nothing is notable where it calls nothing so', () => {
    const { title } = headline(share(20, 100, 'USUAL'), share(10, 100, null));
    expect(title).toBe('Acme: no notable change');
  });

  it('says that nothing was deployed, which is not the same', () => {
    const { title } = headline(share(0, 0, 'NO_VALUE'), share(0, 0, null));
    expect(title).toBe('Acme: nothing was deployed to production');
  });
});
