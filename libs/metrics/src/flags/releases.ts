import type { FailureEvidence } from '../evidence/evidence-item.js';
import type { MetricOptions } from '../options.js';
import type { FlagIncident, FlagRow, FlagStep } from './flag-cells.js';

/** A release of a flag in one environment: the steps that brought it to more users. */
export interface FlagRelease {
  readonly flag: string;
  readonly environment: string;
  /** First step, which is its instant; epoch milliseconds, as all instants here. */
  readonly startedAt: number;
  readonly lastWidenedAt: number;
  readonly widenings: readonly FlagStep[];
  /** First narrowing after its last widening, before it is widened again. */
  readonly narrowed: FlagStep | null;
  /** Every later narrowing in the environment, in order. */
  readonly narrowings: readonly FlagStep[];
}

export type ReleaseOptions = Pick<MetricOptions, 'flagUnit' | 'rampGapS' | 'flagBackWindowS'>;

/**
 * Releases of a flag (metrics-deployment.md A): consecutive steps that widen it, none later than the gap after the one
 * before, ended by a narrowing; under the unit `change` each step that widens it.
 */
export function releasesOf({ flag, steps }: Pick<FlagRow, 'flag' | 'steps'>, options: ReleaseOptions): FlagRelease[] {
  return [...byEnvironment(steps)].flatMap(([environment, own]) => {
    const ramps: FlagStep[][] = [];
    const narrowings: FlagStep[] = [];
    let [exposure, isRising] = [0, false];
    for (const step of own) {
      const before = exposure;
      exposure = step.exposure;
      if (exposure < before) {
        narrowings.push(step);
        isRising = false;
      } else if (exposure > before) {
        const ramp = ramps.at(-1);
        const gapMs = step.at - (ramp?.at(-1)?.at ?? -Infinity);
        const goesOn = isRising && options.flagUnit === 'ramp' && gapMs <= options.rampGapS * 1000;
        if (ramp && goesOn) ramp.push(step);
        else ramps.push([step]);
        isRising = true;
      }
    }
    return ramps.map((widenings, index): FlagRelease => {
      const [first, last] = [widenings[0]!, widenings.at(-1)!];
      const next = ramps[index + 1]?.[0];
      const later = narrowings.filter((step) => own.indexOf(step) > own.indexOf(last));
      const [narrowed = null] = later;
      const isOwn = narrowed !== null && (next === undefined || own.indexOf(narrowed) < own.indexOf(next));
      return {
        flag,
        environment,
        startedAt: first.at,
        lastWidenedAt: last.at,
        widenings,
        narrowed: isOwn ? narrowed : null,
        narrowings: narrowings.filter((step) => own.indexOf(step) > own.indexOf(first)),
      };
    });
  });
}

export function byEnvironment(steps: readonly FlagStep[]): ReadonlyMap<string, readonly FlagStep[]> {
  const environments = new Map<string, FlagStep[]>();
  for (const step of steps) {
    const known = environments.get(step.environment);
    if (known) known.push(step);
    else environments.set(step.environment, [step]);
  }
  return environments;
}

/** What became of a release. */
export interface JudgedRelease extends FlagRelease {
  readonly failed: boolean;
  /** Failed because an incident nobody linked lies near it, and for nothing else. */
  readonly inferredOnly: boolean;
  readonly incidents: readonly FlagIncident[];
  /** What says that it failed, whether or not a person outranks it. */
  readonly failures: readonly FailureEvidence[];
}

/** Whether each release failed: by a person's word, else by incidents that name it, by being turned back, by inference. */
export function judgedReleases(row: FlagRow, options: ReleaseOptions): JudgedRelease[] {
  return releasesOf(row, options).map((release) => {
    const ids = new Set(release.widenings.map(({ id }) => id));
    const ofRelease = ({ flagChange }: FlagIncident): boolean => ids.has(flagChange);
    const [named, attributed] = [row.namedBy.filter(ofRelease), row.attributed.filter(ofRelease)];
    const said = release.widenings.findLast(({ verdict }) => verdict !== '')?.verdict;
    const turnedBack = isTurnedBack(release, options);
    const isKnown = named.length > 0 || turnedBack;
    const failed = said === undefined ? isKnown || attributed.length > 0 : said === 'failed';
    return {
      ...release,
      failed,
      inferredOnly: failed && said === undefined && !isKnown,
      incidents: [...named, ...attributed],
      failures: [
        ...(said === 'failed' ? [{ rule: 'person' as const, by: '' }] : []),
        ...named.map(({ id }) => ({ rule: 'incident' as const, by: id })),
        ...(turnedBack && release.narrowed !== null ? [{ rule: 'rollback' as const, by: release.narrowed.id }] : []),
        ...attributed.map(({ id }) => ({ rule: 'inferred' as const, by: id })),
      ],
    };
  });
}

const isTurnedBack = ({ narrowed, lastWidenedAt }: FlagRelease, { flagBackWindowS }: ReleaseOptions): boolean =>
  narrowed !== null && !narrowed.planned && narrowed.at - lastWidenedAt <= flagBackWindowS * 1000;
