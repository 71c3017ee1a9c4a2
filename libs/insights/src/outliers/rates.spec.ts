import { describe, expect, it } from 'vitest';
import type { LookedAt, Outlier, OutlierRule } from './outlier.js';
import { scanOutliers } from './scan-outliers.js';
import { baseline, DAY, failing, FROM, givenScan, group, period, spans, WEEK } from './testing/given-scan.js';
import type { OutlierScanInput } from './scan-input.js';

const found = (input: Partial<OutlierScanInput>, rule: OutlierRule): readonly Outlier[] =>
  scanOutliers(givenScan(input)).outliers.filter((outlier) => outlier.rule === rule);

const lookedAt = (input: Partial<OutlierScanInput>, rule: OutlierRule): LookedAt | undefined =>
  scanOutliers(givenScan(input)).lookedAt.find((one) => one.rule === rule && one.measure === 'fail_rate');

/** Fourteen services, as [failed, deployments]: 31 of 412 together. */
const shop: Readonly<Record<string, readonly [number, number]>> = {
  checkout: [14, 38],
  'payments-api': [3, 52],
  ledger: [0, 14],
  catalog: [3, 61],
  search: [2, 44],
  identity: [1, 22],
  notifications: [1, 19],
  'web-shop': [4, 73],
  'mobile-bff': [1, 31],
  pricing: [1, 9],
  inventory: [0, 18],
  recommendations: [0, 16],
  gateway: [1, 8],
  reporting: [0, 7],
};
const shopGroups = Object.entries(shop).map(([name, [k, n]]) => group(name, failing(k, n, period)));

describe('a share against peers', () => {
  it('flags the service that fails five times as often as all, and none whom chance explains', () => {
    // when
    const outliers = found({ groups: shopGroups }, 'rate_against_peers');
    // then 14 of 38 stand against 31 of 412
    expect(outliers).toMatchObject([
      {
        measure: 'fail_rate',
        subject: { kind: 'group', group: 'checkout' },
        value: 14 / 38,
        n: 38,
        numerator: 14,
        comparedWith: { of: 'peers', members: 14, n: 412, center: 31 / 412 },
        certainty: { kind: 'posterior', isStrong: true },
        direction: 'worse',
        since: FROM,
        evidence: { metric: 'CHANGE_FAIL_RATE', ...period, group: 'checkout' },
        isProvisional: false,
      },
    ]);
  });

  it('says who was looked at and is too small: below ten deployments nobody is judged', () => {
    // given pricing 1 of 9, gateway 1 of 8 and reporting 0 of 7
    expect(lookedAt({ groups: shopGroups }, 'rate_against_peers')).toEqual({
      rule: 'rate_against_peers',
      measure: 'fail_rate',
      looked: 14,
      judged: 11,
      flagged: 1,
      notJudged: { too_few: 3 },
    });
    // and nine failures of nine are no outlier, ten of ten are
    const all = (n: number) => [...shopGroups, group('young', failing(n, n, period))];
    expect(found({ groups: all(9) }, 'rate_against_peers').map(nameOf)).toEqual(['checkout']);
    expect(
      found({ groups: all(10) }, 'rate_against_peers')
        .map(nameOf)
        .sort(),
    ).toEqual(['checkout', 'young']);
  });

  it('draws all of them into the funnel, with what chance explains', () => {
    const [plot] = scanOutliers(givenScan({ groups: shopGroups, metrics: ['CHANGE_FAIL_RATE'] })).funnels;
    expect(plot).toMatchObject({ measure: 'fail_rate', pooled: 31 / 412 });
    expect(plot?.points.map(({ group: name }) => name)).toEqual(Object.keys(shop).sort());
    const outside = plot?.points.filter(({ value, limits998 }) => value > limits998.high);
    expect(outside?.map(({ group: name }) => name)).toEqual(['checkout']);
    expect(plot?.points.filter(({ isJudged }) => !isJudged).map(({ group: name, n }) => [name, n])).toEqual([
      ['gateway', 8],
      ['pricing', 9],
      ['reporting', 7],
    ]);
  });

  it('compares no team with its own parts', () => {
    const groups = [
      group('eng', failing(12, 60, period)),
      group('eng/a', failing(10, 20, period)),
      group('eng/b', failing(1, 20, period)),
      group('eng/c', failing(1, 20, period)),
    ];
    const input = { groups, areNested: true };
    expect(found(input, 'rate_against_peers').map(nameOf)).toEqual(['eng/a']);
    expect(lookedAt(input, 'rate_against_peers')?.notJudged).toEqual({ contains_others: 1 });
  });

  it('says nothing where nothing failed', () => {
    const groups = [group('a', failing(0, 20, period)), group('b', failing(0, 20, period))];
    expect(found({ groups }, 'rate_against_peers')).toEqual([]);
    expect(lookedAt({ groups }, 'rate_against_peers')?.notJudged).toEqual({ no_variation: 2 });
  });

  it('is provisional while failures may still come to be known', () => {
    const input = { groups: shopGroups, settledUntil: period.to - 1 };
    expect(found(input, 'rate_against_peers').map(({ isProvisional }) => isProvisional)).toEqual([true]);
  });
});

describe('a share against its own past', () => {
  const service = (name: string, before: readonly [number, number], after: readonly [number, number]) =>
    group(name, failing(before[0], before[1], baseline), failing(after[0], after[1], period));
  const only = { metrics: ['CHANGE_FAIL_RATE'] } satisfies Partial<OutlierScanInput>;

  it('flags 8 of 20 after 1 of 20', () => {
    // when it is the only test: of C(40, 9) tables with these margins, as unlikely are 0, 1, 8 and 9 before
    const [outlier] = found({ ...only, groups: [service('a', [1, 20], [8, 20])] }, 'rate_against_history');
    // then p = 2 (C(20,9) + 20 C(20,8)) / C(40,9) = 2 (167960 + 2519400) / 273438880
    const p = (2 * (167_960 + 2_519_400)) / 273_438_880;
    expect(outlier).toMatchObject({ value: 0.4, n: 20, numerator: 8, direction: 'worse', since: FROM });
    expect(outlier?.comparedWith).toMatchObject({ of: 'history', n: 20, center: 0.05 });
    expect(outlier?.comparedWith.evidence).toEqual({ metric: 'CHANGE_FAIL_RATE', ...baseline, group: 'a' });
    expect(outlier?.certainty).toEqual({ kind: 'test', p: expect.closeTo(p, 12), q: expect.closeTo(p, 12) });
  });

  it('needs more the more is tested: with two others it is not sure enough', () => {
    // given three tests: q = 3 x 0.0197 = 0.059
    const groups = [service('a', [1, 20], [8, 20]), service('b', [1, 20], [1, 20]), service('c', [1, 20], [1, 20])];
    expect(found({ ...only, groups }, 'rate_against_history')).toEqual([]);
    expect(lookedAt({ ...only, groups }, 'rate_against_history')).toMatchObject({ judged: 3, flagged: 0 });
  });

  it('calls a fall of the share better', () => {
    const [outlier] = found({ ...only, groups: [service('a', [8, 20], [1, 20])] }, 'rate_against_history');
    expect(outlier?.direction).toBe('better');
  });

  it('keeps silent about four points, however sure', () => {
    // given 1 % and 5 % of ten thousand each
    const groups = [service('a', [100, 10_000], [499, 10_000])];
    expect(found({ ...only, groups }, 'rate_against_history')).toEqual([]);
    expect(
      found({ ...only, groups: [service('a', [100, 10_000], [600, 10_000])] }, 'rate_against_history'),
    ).toHaveLength(1);
  });

  it('judges from ten deployments on either side', () => {
    const reasons = [
      service('now', [2, 10], [2, 9]),
      service('before', [2, 9], [2, 10]),
      service('judged', [2, 10], [2, 10]),
    ];
    expect(lookedAt({ groups: reasons }, 'rate_against_history')).toMatchObject({
      looked: 3,
      judged: 1,
      notJudged: { too_few: 1, too_few_before: 1 },
    });
  });
});

describe('an unusual day', () => {
  const days = spans(25, DAY, period.to);
  const dayWith = (day: number, k: number, n: number) =>
    days.flatMap((span, index) => (index === day ? failing(k, n, span) : failing(1, 10, span)));

  it('is one on which 8 of 10 failed, where 1 of 10 is usual', () => {
    // given 24 days with 1 of 10, 24 of 240 together, which differ less than chance would make them
    const everything = dayWith(20, 8, 10);
    const outliers = found({ everything, days }, 'unusual_day');
    // then p is the binomial tail at 24.5 of 241, half of P(8) and all beyond
    const rate = 24.5 / 241;
    const p = 45 * rate ** 8 * (1 - rate) ** 2 * 0.5 + 10 * rate ** 9 * (1 - rate) + rate ** 10;
    const [certainty] = outliers.map((outlier) => outlier.certainty);
    expect(certainty?.kind === 'test' ? certainty.p / p : 0).toBeCloseTo(1, 3);
    expect(outliers).toMatchObject([
      {
        subject: { kind: 'everything' },
        value: 0.8,
        n: 10,
        numerator: 8,
        comparedWith: { of: 'other_days', members: 24, n: 240, center: 0.1 },
        since: days[20]?.from,
        evidence: { metric: 'CHANGE_FAIL_RATE', ...days[20], group: null },
      },
    ]);
  });

  it('is none with fewer than ten deployments, before the period, or among fewer than twenty days', () => {
    expect(found({ everything: dayWith(20, 9, 9), days }, 'unusual_day')).toEqual([]);
    const later = { from: FROM + 3 * WEEK, to: period.to };
    expect(found({ everything: dayWith(3, 8, 10), days, period: later }, 'unusual_day')).toEqual([]);
    const few = days.slice(0, 19);
    const everything = few.flatMap((span, index) => failing(index === 18 ? 8 : 1, 10, span));
    expect(found({ everything, days: few }, 'unusual_day')).toEqual([]);
  });
});

const nameOf = ({ subject }: Outlier): string => (subject.kind === 'group' ? subject.group : subject.kind);
