import { describe, expect, it } from 'vitest';
import type { LookedAt, Outlier, OutlierRule } from './outlier.js';
import type { OutlierScanInput, ServiceRecords } from './scan-input.js';
import { scanOutliers } from './scan-outliers.js';
import { baseline, FROM, given, givenScan, group, HOUR_S, period, spans, taking, WEEK } from './testing/given-scan.js';

const leadTime = { metrics: ['CHANGE_LEAD_TIME'] } satisfies Partial<OutlierScanInput>;

const found = (input: Partial<OutlierScanInput>, rule: OutlierRule): readonly Outlier[] =>
  scanOutliers(givenScan({ ...leadTime, ...input })).outliers.filter((outlier) => outlier.rule === rule);

const lookedAt = (input: Partial<OutlierScanInput>, rule: OutlierRule): LookedAt | undefined =>
  scanOutliers(givenScan({ ...leadTime, ...input })).lookedAt.find((one) => one.rule === rule);

describe('lead time against its own past', () => {
  /** Logarithms -0.2 … 0.2 around the middle: their variance is 0.1 / 5 = 0.02. */
  const around = (hours: number): number[] => [-0.2, -0.1, 0, 0, 0.1, 0.2].map((log) => hours * Math.exp(log));
  const service = (before: readonly number[], after: readonly number[]) => [
    group('a', taking(before, baseline), taking(after, period)),
  ];

  it('flags four hours after one', () => {
    // given six deployments on either side: t = ln 4 / sqrt(2 x 0.02 / 6) = 16.98 with 10 degrees of freedom
    const [outlier] = found({ groups: service(around(1), around(4)) }, 'lead_time_against_history');
    // then p is that of t: below 1 in 10 million
    expect(outlier).toMatchObject({ measure: 'lead_time', n: 6, direction: 'worse', since: FROM });
    expect(outlier?.value).toBeCloseTo(4 * HOUR_S, 6);
    expect(outlier?.comparedWith.center).toBeCloseTo(HOUR_S, 6);
    // and the 95 % interval of a median of six is their least and greatest
    expect(outlier?.comparedWith.low).toBeCloseTo(HOUR_S * Math.exp(-0.2), 6);
    expect(outlier?.comparedWith.high).toBeCloseTo(HOUR_S * Math.exp(0.2), 6);
    const { certainty } = outlier ?? {};
    expect(certainty?.kind === 'test' ? certainty.p : 1).toBeLessThan(1e-7);
  });

  it.each([
    ['less than an hour more', around(0.1), around(1)],
    [
      'less than a fifth more',
      around(100).map((hours) => 100 + (hours - 100) / 100),
      around(100).map((hours) => 118 + (hours - 100) / 100),
    ],
  ])('keeps silent about %s, however sure', (_, before, after) => {
    const groups = service(before, after);
    expect(found({ groups }, 'lead_time_against_history')).toEqual([]);
    expect(lookedAt({ groups }, 'lead_time_against_history')).toMatchObject({ judged: 1, flagged: 0 });
  });

  it('judges from six deployments on either side', () => {
    const few = around(4).slice(1);
    expect(lookedAt({ groups: service(around(1), few) }, 'lead_time_against_history')?.notJudged).toEqual({
      too_few: 1,
    });
    expect(lookedAt({ groups: service(few, around(1)) }, 'lead_time_against_history')?.notJudged).toEqual({
      too_few_before: 1,
    });
  });
});

describe('lead time against peers', () => {
  const services = (slow: number) =>
    [8, 9, 10, 10, 11, 12, 13, slow].map((hours, index) =>
      group(
        `s${index}`,
        taking(
          [0.8, 0.9, 1, 1, 1.1, 1.25].map((factor) => hours * factor),
          period,
        ),
      ),
    );

  it('flags the service that takes a hundred hours where others take ten', () => {
    const [outlier, ...others] = found({ groups: services(100) }, 'lead_time_against_peers');
    expect(others).toEqual([]);
    expect(outlier).toMatchObject({ subject: { kind: 'group', group: 's7' }, n: 6, direction: 'worse' });
    expect(outlier?.value).toBeCloseTo(100 * HOUR_S, 6);
    // the middle of eight medians lies between 10 and 11, on the log scale
    expect(outlier?.comparedWith).toMatchObject({ of: 'peers', members: 8, n: 48 });
    expect(outlier?.comparedWith.center).toBeCloseTo(Math.sqrt(10 * 11) * HOUR_S, 6);
    expect(outlier?.comparedWith.high).toBeLessThan(100 * HOUR_S);
  });

  it('flags nobody within the spread of all, and compares no fewer than six', () => {
    expect(found({ groups: services(14) }, 'lead_time_against_peers')).toEqual([]);
    expect(lookedAt({ groups: services(100).slice(3) }, 'lead_time_against_peers')?.notJudged).toEqual({
      too_few_peers: 5,
    });
  });
});

describe('frequency against its own past', () => {
  const frequency = { metrics: ['DEPLOYMENT_FREQUENCY'] } satisfies Partial<OutlierScanInput>;
  const weeks = spans(14, WEEK, period.to);
  const service = (counts: readonly number[]) => [
    group('a', ...counts.map((count, index) => given(count, weeks[weeks.length - counts.length + index] ?? period))),
  ];

  it('flags a week of 4 after twelve of 16', () => {
    // given a week before them, so that the service is known to have been there
    const groups = service([16, ...Array<number>(12).fill(16), 4]);
    const [outlier] = found({ ...frequency, groups, weeks }, 'frequency_against_history');
    // then t = 2 (sqrt(4.375) - sqrt(16.375)) / sqrt(13/12) = -3.757 with 11 degrees of freedom
    expect(outlier).toMatchObject({ measure: 'frequency', value: 4 / 7, n: 4, direction: 'worse' });
    expect(outlier?.since).toBe(weeks[13]?.from);
    expect(outlier?.comparedWith).toMatchObject({ members: 12, n: 192, center: 16 / 7, low: 16 / 7, high: 16 / 7 });
    const { certainty } = outlier ?? {};
    expect(certainty).toEqual({ kind: 'test', p: expect.closeTo(0.00317, 5), q: expect.closeTo(0.00317, 5) });
  });

  it('needs eight full weeks in which the service was there', () => {
    // given a first deployment in the middle of a week, and seven full weeks after it
    const groups = service([16, ...Array<number>(7).fill(16), 4]);
    expect(lookedAt({ ...frequency, groups, weeks }, 'frequency_against_history')?.notJudged).toEqual({
      too_few_before: 1,
    });
    const longer = service([16, ...Array<number>(8).fill(16), 4]);
    expect(found({ ...frequency, groups: longer, weeks }, 'frequency_against_history')).toHaveLength(1);
  });

  it('judges full weeks alone', () => {
    const groups = service([16, ...Array<number>(12).fill(16), 4]);
    const short = { from: period.to - WEEK + 1, to: period.to };
    expect(lookedAt({ ...frequency, groups, weeks, period: short }, 'frequency_against_history')?.notJudged).toEqual({
      too_few: 1,
    });
  });
});

describe('a lasting shift of lead time', () => {
  /** Hours of 26 weeks, a deployment each: about 31 h, and 51 h from the sixteenth on. */
  const hours = [
    29, 32, 28, 34, 31, 30, 33, 27, 32, 30, 34, 29, 31, 30, 33, 49, 55, 50, 47, 56, 52, 54, 49, 57, 51, 46,
  ];
  const weeks = spans(26, WEEK, period.to);
  const service = (values: readonly number[]) => [
    group('identity', ...values.map((value, index) => taking([value], weeks[index] ?? period))),
  ];

  it('is found where it began, with the usual range before', () => {
    const [outlier] = found({ groups: service(hours), weeks }, 'lasting_shift');
    // the median of the eleven weeks since is 51 h
    expect(outlier).toMatchObject({ value: 51 * HOUR_S, n: 11, direction: 'worse', since: weeks[15]?.from });
    expect(outlier?.comparedWith).toMatchObject({ of: 'history', members: 15, n: 15 });
    const center = Math.exp(hours.slice(0, 15).reduce((sum, value) => sum + Math.log(value), 0) / 15) * HOUR_S;
    expect(outlier?.comparedWith.center).toBeCloseTo(center, 6);
    expect(outlier?.comparedWith.high).toBeLessThan(49 * HOUR_S);
    const { certainty } = outlier ?? {};
    expect(certainty?.kind === 'test' ? certainty.p : 1).toBeLessThanOrEqual(0.001);
  });

  it('is none in noise, in three weeks, or in too short a series', () => {
    expect(found({ groups: service([...hours.slice(0, 15), ...hours.slice(0, 11)]), weeks }, 'lasting_shift')).toEqual(
      [],
    );
    expect(
      found({ groups: service([...hours.slice(0, 15), ...hours.slice(0, 8), 50, 52, 51]), weeks }, 'lasting_shift'),
    ).toEqual([]);
    expect(lookedAt({ groups: service(hours.slice(0, 7)), weeks }, 'lasting_shift')?.notJudged).toEqual({ too_few: 1 });
  });
});

describe('a single record', () => {
  /** Nineteen of 54 to 72 minutes, and one more. */
  const seconds = (last: number): number[] => [
    ...Array.from({ length: 19 }, (_, index) => HOUR_S * (0.9 + index / 60)),
    last,
  ];
  const records = (all: readonly number[], more: Partial<ServiceRecords> = {}): ServiceRecords[] => [
    {
      service: 'shop',
      measure: 'lead_time',
      seconds: all,
      inPeriod: 1,
      slow: [
        {
          at: FROM + WEEK,
          seconds: all.at(-1) ?? 0,
          record: {
            kind: 'deployment',
            environment: 'production',
            deployment: 'attempt:d-1',
            occurrence: 1,
            id: 'd-1',
          },
        },
      ],
      ...more,
    },
  ];

  it('is found at a hundred hours where one is usual', () => {
    const [outlier] = found({ records: records(seconds(100 * HOUR_S)) }, 'single_record');
    expect(outlier).toMatchObject({
      measure: 'lead_time',
      subject: { kind: 'deployment', service: 'shop', record: { id: 'd-1' } },
      value: 100 * HOUR_S,
      n: 1,
      comparedWith: { of: 'other_records', members: 20, low: null },
      since: FROM + WEEK,
      evidence: null,
    });
    // the median of twenty lies between the tenth and the eleventh: 0.9 + 9/60 and 0.9 + 10/60
    expect(outlier?.comparedWith.center).toBeCloseTo(HOUR_S * (0.9 + 9.5 / 60), 6);
  });

  it('is none within three times the slowest of ten, below an hour more, before the period, or among nineteen', () => {
    expect(found({ records: records(seconds(3 * HOUR_S)) }, 'single_record')).toEqual([]);
    const quick = seconds(100 * HOUR_S).map((value) => value / 200);
    expect(found({ records: records(quick) }, 'single_record')).toEqual([]);
    expect(
      found(
        { records: records(seconds(100 * HOUR_S)), period: { from: FROM + 2 * WEEK, to: period.to } },
        'single_record',
      ),
    ).toEqual([]);
    const few = records(seconds(100 * HOUR_S).slice(1));
    expect(found({ records: few }, 'single_record')).toEqual([]);
    expect(
      scanOutliers(givenScan({ ...leadTime, records: few })).lookedAt.find(({ rule }) => rule === 'single_record'),
    ).toMatchObject({
      looked: 1,
      judged: 0,
      notJudged: { too_few: 1 },
    });
  });

  it('is an incident that has not ended, too', () => {
    const record = { kind: 'incident', id: 'i-1', isOpen: true } as const;
    const slow = [{ at: FROM, seconds: 100 * HOUR_S, record }];
    const input = {
      metrics: ['FAILED_DEPLOYMENT_RECOVERY_TIME'],
      records: records(seconds(100 * HOUR_S), { measure: 'incident', slow }),
    };
    expect(found(input as Partial<OutlierScanInput>, 'single_record')).toMatchObject([
      { measure: 'incident', subject: { kind: 'incident', service: 'shop', record }, isProvisional: true },
    ]);
  });
});

describe('recovery time', () => {
  const asked = { metrics: ['FAILED_DEPLOYMENT_RECOVERY_TIME'] } satisfies Partial<OutlierScanInput>;
  /** Recoveries of so many minutes, spread over a span; logarithms -0.2 … 0.2 around the middle, as above. */
  const recovering = (minutes: number, { from }: { readonly from: number }, isOpen = false) =>
    [-0.2, -0.1, 0, 0, 0.1, 0.2].map((log, index) => ({
      at: from + index * 3_600_000,
      seconds: 60 * minutes * Math.exp(log),
      isOpen: isOpen && index === 5,
    }));
  const scan = (groups: OutlierScanInput['groups']) => scanOutliers(givenScan({ ...asked, groups }));
  const rule = (wanted: OutlierRule, groups: OutlierScanInput['groups']) => {
    const { outliers, lookedAt: looked } = scan(groups);
    return [outliers.filter((one) => one.rule === wanted), looked.find((one) => one.rule === wanted)] as const;
  };

  it('is flagged against its own past: two hours after half an hour', () => {
    const recoveries = [...recovering(30, baseline), ...recovering(120, period)];
    const [[outlier], looked] = rule('recovery_against_history', [{ name: 'a', deployments: [], recoveries }]);

    expect(looked).toMatchObject({ looked: 1, judged: 1, flagged: 1 });
    expect(outlier).toMatchObject({ measure: 'recovery', n: 6, direction: 'worse' });
    expect(outlier?.value).toBeCloseTo(7_200, 6);
    expect(outlier?.comparedWith.center).toBeCloseTo(1_800, 6);
    expect(outlier?.evidence).toEqual({ metric: 'FAILED_DEPLOYMENT_RECOVERY_TIME', ...period, group: 'a' });
  });

  it('is not, where it differs by less than a quarter of an hour', () => {
    const recoveries = [...recovering(5, baseline), ...recovering(15, period)];
    const [outliers, looked] = rule('recovery_against_history', [{ name: 'a', deployments: [], recoveries }]);

    expect([outliers, looked?.judged]).toEqual([[], 1]);
  });

  it('is not judged while one is open: how long that takes nobody knows', () => {
    const recoveries = [...recovering(30, baseline), ...recovering(120, period, true)];
    const groups = [{ name: 'a', deployments: [], recoveries }];

    expect(rule('recovery_against_history', groups)[1]?.notJudged).toEqual({ still_open: 1 });
    expect(rule('recovery_against_peers', groups)[1]?.notJudged).toEqual({ still_open: 1 });
  });

  it('is flagged against its peers: a day where a dozen others take half an hour or so', () => {
    const peers = Array.from({ length: 12 }, (_, index) => ({
      name: `s${index}`,
      deployments: [],
      recoveries: recovering(index === 0 ? 1_440 : 25 + index, period),
    }));
    const [[outlier, ...others], looked] = rule('recovery_against_peers', peers);

    expect(looked).toMatchObject({ looked: 12, judged: 12, flagged: 1 });
    expect(others).toEqual([]);
    expect(outlier).toMatchObject({ subject: { kind: 'group', group: 's0' }, direction: 'worse', n: 6 });
    expect(rule('recovery_against_peers', peers.slice(7))[1]?.notJudged).toEqual({ too_few_peers: 5 });
  });
});
