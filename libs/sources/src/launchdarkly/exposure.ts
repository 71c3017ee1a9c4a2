import type { BodyReading, Place } from '../body-reading.js';
import type { Exposure } from '../flag-facts.js';

/** LaunchDarkly writes weights in thousandths of a percent. */
const PER_PERCENT = 1000;

/**
 * Who gets anything but the variation that is served when the flag is off. `environment` is the member of
 * `environments` of a flag's version: https://launchdarkly.com/docs/api/feature-flags
 */
export function exposureOf(reading: BodyReading, environment: Place): Exposure | undefined {
  const on = reading.truth(environment, 'on');
  if (on === undefined) return undefined;
  if (!on) return 0;
  const off = reading.integer(environment, 'offVariation');
  const fallthrough = reading.object(environment, 'fallthrough');
  if (off === undefined || fallthrough === null) return null;
  const variation = reading.integer(fallthrough, 'variation');
  if (variation !== undefined) return variation === off ? someIf(isTargeted(reading, environment)) : 100;
  return rolledOut(reading, fallthrough, off);
}

const someIf = (targeted: boolean): Exposure => (targeted ? null : 0);

/** Whether individuals or segments are served differently from everybody else. */
function isTargeted(reading: BodyReading, environment: Place): boolean {
  return ['rules', 'targets', 'contextTargets'].some((name) => reading.objects(environment, name).length > 0);
}

function rolledOut(reading: BodyReading, fallthrough: Place, off: number): Exposure {
  const rollout = reading.object(fallthrough, 'rollout');
  const parts = rollout === null ? [] : reading.objects(rollout, 'variations');
  const weights = parts.map((part) => ({
    shown: reading.integer(part, 'variation') !== off,
    weight: reading.integer(part, 'weight'),
  }));
  if (weights.length === 0 || weights.some(({ weight }) => weight === undefined)) return null;
  const sum = weights.reduce((total, { shown, weight = 0 }) => total + (shown ? weight : 0), 0);
  return sum >= 0 && sum <= 100 * PER_PERCENT ? sum / PER_PERCENT : null;
}
