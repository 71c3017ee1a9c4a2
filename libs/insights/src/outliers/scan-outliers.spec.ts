import { seededRandom } from '@leadline/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutlierScanInput, ScannedDeployment } from './scan-input.js';
import { scanOutliers } from './scan-outliers.js';
import { failing, given, givenScan, group, HOUR_S, period, spans, WEEK } from './testing/given-scan.js';

/** Twelve services over thirty weeks; one fails often, one has become slow, one has a record of its own. */
function world(): OutlierScanInput {
  const random = seededRandom(7);
  const weeks = spans(30, WEEK, period.to);
  const deployments = (service: number): ScannedDeployment[] =>
    weeks.flatMap((week, index) =>
      given(6, week, () => ({
        isFailed: random() < (service === 0 ? 0.5 : 0.05),
        isRework: random() < 0.05,
        leadTime: HOUR_S * (service === 1 && index >= 26 ? 60 : 6) * Math.exp(random() - 0.5),
      })),
    );
  const groups = Array.from({ length: 12 }, (_, service) => ({
    name: `s${service}`,
    deployments: deployments(service),
  }));
  const records = groups.map(({ name, deployments: own }, service) => {
    const seconds = own.map(({ leadTime }) => (leadTime ?? 0) * 1).concat(service === 2 ? [900 * HOUR_S] : []);
    const slow = seconds.map((value, occurrence) => ({
      at: period.from + occurrence,
      seconds: value,
      record: { kind: 'deployment', environment: 'production', deployment: name, occurrence, id: name } as const,
    }));
    return { service: name, measure: 'lead_time' as const, seconds, inPeriod: seconds.length, slow };
  });
  return givenScan({ groups, records });
}

describe('a scan', () => {
  it('finds each of what was planted, by the rule that is for it, and nothing else', () => {
    const { outliers, expectedFalse } = scanOutliers(world());
    const names = outliers.map(({ rule, measure, subject }) =>
      [rule, measure, subject.kind === 'group' ? subject.group : 'service' in subject ? subject.service : ''].join(' '),
    );
    expect([...names].sort()).toEqual([
      'lasting_shift lead_time s1',
      'lead_time_against_history lead_time s1',
      'lead_time_against_peers lead_time s1',
      'rate_against_peers fail_rate s0',
      'single_record lead_time s2',
    ]);
    // three tests at a false discovery rate of 5 %, and what is left to doubt of the posterior
    expect(expectedFalse).toBeGreaterThan(0.15);
    expect(expectedFalse).toBeLessThan(0.2);
  });

  it('does not depend on the order of anything', () => {
    const input = world();
    const expected = scanOutliers(input);
    const shuffled = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...values], { minLength: values.length });
    const orders = fc.record({ seed: fc.integer(), groups: shuffled(input.groups), records: shuffled(input.records) });
    fc.assert(
      fc.property(orders, ({ seed, groups, records }) => {
        const random = seededRandom(seed);
        const anyhow = <T>(values: readonly T[]): T[] =>
          values
            .map((value) => ({ value, place: random() }))
            .sort((a, b) => a.place - b.place)
            .map(({ value }) => value);
        const scan = scanOutliers({
          ...input,
          metrics: anyhow(input.metrics),
          groups: groups.map((one) => ({ ...one, deployments: anyhow(one.deployments) })),
          everything: anyhow(input.everything),
          records: records.map((one) => ({ ...one, seconds: anyhow(one.seconds), slow: anyhow(one.slow) })),
        });
        expect(scan).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('looks at what the metrics ask for, and at nothing else', () => {
    const rules = (metrics: OutlierScanInput['metrics']) =>
      scanOutliers({ ...world(), metrics }).lookedAt.map(({ rule, measure }) => `${rule} ${measure}`);
    expect(rules(['DEPLOYMENT_REWORK_RATE'])).toEqual([
      'rate_against_peers rework_rate',
      'rate_against_history rework_rate',
    ]);
    expect(rules(['DEPLOYMENT_FREQUENCY'])).toEqual(['frequency_against_history frequency']);
    expect(rules(['FAILED_DEPLOYMENT_RECOVERY_TIME'])).toEqual([
      'recovery_against_peers recovery',
      'recovery_against_history recovery',
      'single_record incident',
    ]);
  });

  it('puts the strongest evidence first', () => {
    // given two services, the second the worse
    const groups = [
      ...Array.from({ length: 10 }, (_, index) => group(`s${index}`, failing(2, 40, period))),
      group('bad', failing(14, 40, period)),
      group('worse', failing(24, 40, period)),
    ];
    const { outliers } = scanOutliers(givenScan({ groups, everything: [], metrics: ['CHANGE_FAIL_RATE'] }));
    expect(outliers.map(({ subject }) => (subject.kind === 'group' ? subject.group : ''))).toEqual(['worse', 'bad']);
  });

  it('of nothing finds nothing', () => {
    const scan = scanOutliers(givenScan({}));
    expect(scan).toMatchObject({ outliers: [], tests: 0, expectedFalse: 0 });
    expect(scan.lookedAt.every(({ looked }) => looked === 0)).toBe(true);
  });
});
