import type { AlertedDeployment, TrafficStep } from './alert-facts.js';
import { earlier, type Span } from './spans.js';

/** Promoted: everybody has it; aborted: nobody. */
function weightOf({ action, weight }: TrafficStep): number | null {
  if (weight !== null) return weight;
  if (action === 'promoted') return 100;
  return action === 'aborted' ? 0 : null;
}

/** Share of traffic at an instant, 0 to 100; null: not told. */
export function weightAt({ steps }: AlertedDeployment, at: number): number | null {
  const told = steps.findLast((step) => step.at <= at && weightOf(step) !== null);
  return told === undefined ? null : weightOf(told);
}

/** When nobody had it any more, from an instant on: at weight 0, or when another version took its place; null: not yet. */
export function withoutTraffic(deployment: AlertedDeployment, from: number): number | null {
  if (weightAt(deployment, from) === 0) return from;
  const zero = deployment.steps.find((step) => step.at > from && weightOf(step) === 0)?.at ?? null;
  return earlier(zero, deployment.replacedAt === null ? null : Math.max(from, deployment.replacedAt));
}

/** While a part of the traffic had it; none: no step says so. */
export function canaryWindow({ steps, finishedAt }: AlertedDeployment): readonly Span[] {
  const isPartial = (step: TrafficStep): boolean => (weightOf(step) ?? 0) > 0 && (weightOf(step) ?? 100) < 100;
  const first = steps.find(isPartial);
  if (first === undefined) return [];
  const whole = steps.find((step) => step.at > first.at && weightOf(step) !== null && !isPartial(step))?.at ?? null;
  return [{ since: first.at, until: earlier(whole, finishedAt) }];
}
