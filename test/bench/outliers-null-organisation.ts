import type { OutlierScanInput, ScannedDeployment, ServiceRecords } from '@leadline/insights';
import { metricIds, type ScannedRecovery } from '@leadline/metrics';
import { normalQuantile, type Random, seededRandom } from '@leadline/statistics';

/** An organisation in which nothing stands out: services differ as services do, and no more. */
export interface NullOrganisation {
  readonly services: number;
  readonly seed: number;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const HOUR_S = 3_600;
const HISTORY_WEEKS = 26;
const PERIOD_WEEKS = 4;
/** A Monday. */
const FROM = Date.parse('2026-01-05T00:00:00Z');

/** True rates are Beta distributed: chance is most of what one sees, and a few services are worse than typical. */
const RATES = { fail_rate: { mean: 0.08, precision: 200 }, rework_rate: { mean: 0.06, precision: 200 } } as const;
/** Failures that somebody mends, as an incident is; the others end with the next deployment that succeeds. */
const MENDED = 0.5;
/** Weekly counts vary three times as much as chance alone: deployments come in bursts (metrics.md 7.3). */
const DISPERSION = 3;

export interface MadeUp {
  /** Input of a scan over its last four weeks, half a year of history before them. */
  readonly input: OutlierScanInput;
  /** Whether the true rate of a service is more than one and a half times that of all: what a flag of it claims. */
  readonly isWorse: (service: string, measure: keyof typeof RATES) => boolean;
}

export function nullOrganisation({ services, seed }: NullOrganisation): MadeUp {
  const draw = drawing(seededRandom(seed));
  const made = Array.from({ length: services }, (_, index) => {
    const rates = { fail_rate: draw.beta(RATES.fail_rate), rework_rate: draw.beta(RATES.rework_rate) };
    const deployments = deploymentsOf(draw, rates);
    return { name: `service-${index}`, rates, deployments, recoveries: recoveriesOf(draw, deployments) };
  });
  const groups = made.map(({ name, deployments, recoveries }) => ({ name, deployments, recoveries }));
  const ratesOf = new Map(made.map(({ name, rates }) => [name, rates]));
  const weeks = Array.from({ length: HISTORY_WEEKS + PERIOD_WEEKS }, (_, week) => span(week * WEEK, WEEK));
  const days = weeks.flatMap(({ from }) => Array.from({ length: 7 }, (_, day) => span(from - FROM + day * DAY, DAY)));
  const period = { from: FROM + HISTORY_WEEKS * WEEK, to: UNTIL };
  const input: OutlierScanInput = {
    metrics: metricIds,
    period,
    baseline: { from: period.from - PERIOD_WEEKS * WEEK, to: period.from },
    weeks,
    days,
    groups,
    areNested: false,
    everything: groups.flatMap(({ deployments }) => deployments),
    records: groups.map(({ name, deployments }) => recordsOf(name, deployments, period)),
    settledUntil: period.to,
  };
  return { input, isWorse: (service, measure) => (ratesOf.get(service)?.[measure] ?? 0) > 1.5 * RATES[measure].mean };
}

/** The end of what is looked at, and of what is known. */
const UNTIL = FROM + (HISTORY_WEEKS + PERIOD_WEEKS) * WEEK;

const span = (offset: number, length: number) => ({ from: FROM + offset, to: FROM + offset + length });

type Draw = ReturnType<typeof drawing>;

function deploymentsOf(draw: Draw, rates: Readonly<Record<keyof typeof RATES, number>>): ScannedDeployment[] {
  const perWeek = Math.min(200, Math.exp(Math.log(6) + draw.normal()));
  const typicalLog = Math.log(8 * HOUR_S) + 0.8 * draw.normal();
  const deployments: ScannedDeployment[] = [];
  for (let week = 0; week < HISTORY_WEEKS + PERIOD_WEEKS; week += 1) {
    // A Poisson count whose mean is drawn anew each week: negative binomial with variance 3 times the mean.
    const count = draw.poisson((DISPERSION - 1) * draw.gamma(perWeek / (DISPERSION - 1)));
    for (let index = 0; index < count; index += 1) {
      deployments.push({
        at: Math.floor(FROM + (week + draw.uniform() * (5 / 7)) * WEEK),
        isCounted: true,
        isFailed: draw.uniform() < rates.fail_rate,
        isRework: draw.uniform() < rates.rework_rate,
        // Commits of one deployment resemble each other (ICC 0.5), so its median varies nearly as much as they do.
        leadTime: draw.uniform() < 0.9 ? Math.exp(typicalLog + 0.9 * draw.normal()) : null,
      });
    }
  }
  return deployments;
}

/**
 * One for each failed deployment, as the recovery time counts them: services take as long as they do, and failures one after
 * another end together where no incident tells of them.
 */
function recoveriesOf(draw: Draw, deployments: readonly ScannedDeployment[]): ScannedRecovery[] {
  const typicalLog = Math.log(HOUR_S) + 0.8 * draw.normal();
  const inOrder = deployments.toSorted((a, b) => a.at - b.at);
  return inOrder.flatMap(({ at, isFailed }, index) => {
    if (isFailed !== true) return [];
    const mended = at + 1_000 * Math.exp(typicalLog + draw.normal());
    const repaired = inOrder.slice(index + 1).find((next) => next.isFailed === false)?.at ?? Infinity;
    const end = draw.uniform() < MENDED ? mended : repaired;
    return [{ at, seconds: (Math.min(end, UNTIL) - at) / 1_000, isOpen: end >= UNTIL }];
  });
}

function recordsOf(
  service: string,
  deployments: readonly ScannedDeployment[],
  period: { readonly from: number; readonly to: number },
): ServiceRecords {
  const recent = deployments.flatMap(({ at, leadTime }, occurrence) => {
    if (leadTime === null || at < period.to - 180 * DAY) return [];
    const record = {
      kind: 'deployment',
      environment: 'production',
      deployment: service,
      occurrence,
      id: service,
    } as const;
    return [{ at, seconds: leadTime, record }];
  });
  return {
    service,
    measure: 'lead_time',
    seconds: recent.map(({ seconds }) => seconds),
    inPeriod: recent.filter(({ at }) => at >= period.from).length,
    slow: recent,
  };
}

/** Random numbers of every shape that is needed. */
function drawing(random: Random) {
  const uniform = (): number => random();
  const normal = (): number => normalQuantile((Math.floor(random() * 2 ** 32) + 0.5) / 2 ** 32);
  /** Marsaglia and Tsang (2000); shapes below 1 by Stuart's boost. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * Math.max(random(), 2 ** -33) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(Math.max(random(), 2 ** -33)) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const beta = ({ mean, precision }: { mean: number; precision: number }): number => {
    const [a, b] = [gamma(mean * precision), gamma((1 - mean) * precision)];
    return a / (a + b);
  };
  /** By waiting times; means are small enough. */
  const poisson = (mean: number): number => {
    let count = 0;
    for (let waited = -Math.log(1 - random()); waited < mean; waited -= Math.log(1 - random())) count += 1;
    return count;
  };
  return { uniform, normal, gamma, beta, poisson };
}
