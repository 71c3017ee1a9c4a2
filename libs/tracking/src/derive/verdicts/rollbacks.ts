import type { ExposureVariants } from './exposure.js';
import { byFinish, type Occurrence } from './occurrences.js';
import { type Blame, saidByDeployment, secondsBetween } from './reasons.js';
import type { Judged } from './judged.js';
import type { World } from './world.js';

const canBeTakenBack: readonly string[] = ['change', 'hotfix', 'config'];

export const isProduction = ({ occurrence }: Judged): boolean => occurrence.tier === 'production';

export const isRollback = ({ kind, occurrence }: Judged): boolean =>
  kind === 'rollback' && occurrence.status === 'succeeded' && occurrence.tier === 'production';

/** Rule 3 of metrics.md 3.3: what each rollback took back, in the order of the rollbacks. */
export function rollbackBlames(world: World, service: string, variants: ExposureVariants): Blame[] {
  // Another service's rollback takes back here only what it names.
  const naming = [...world.foreign].filter((one) => isRollback(one) && one.occurrence.rollbackOf !== null);
  const rollbacks = [...world.finished.filter(isRollback), ...naming].sort((a, b) =>
    byFinish(a.occurrence, b.occurrence),
  );
  if (rollbacks.length === 0) return [];
  const blames = new Map<string, Blame>();
  for (let variant = 0; variant < variants.count; variant++) {
    for (const { key, gapS, by } of takenBack(world, service, rollbacks, variants, 1 << variant)) {
      const id = JSON.stringify([key, by.key, gapS]);
      const mask = (blames.get(id)?.reason.variants ?? 0) | (1 << variant);
      blames.set(id, { key, reason: saidByDeployment('rollback', by, gapS, mask) });
    }
  }
  return [...blames.values()];
}

interface TakenBack {
  readonly key: string;
  readonly gapS: number;
  readonly by: Occurrence;
}

function* takenBack(
  world: World,
  service: string,
  rollbacks: readonly Judged[],
  variants: ExposureVariants,
  variant: number,
): Iterable<TakenBack> {
  const candidates = candidatesByTarget(world, variants, variant);
  const taken = new Set<string>();
  for (const { occurrence: rollback } of rollbacks) {
    const marksNothing = rollback.planned || rollback.verdict === 'excluded';
    const hit = new Map<string, Occurrence>();
    if (rollback.rollbackOf !== null) {
      const named = world.ofAttempt(rollback.rollbackOf)?.occurrence;
      if (named?.service !== service || named.key === rollback.key) continue;
      const shared = named.environment === rollback.environment && named.service === rollback.service;
      const targets = shared ? named.targets.filter((target) => rollback.targets.includes(target)) : [];
      for (const target of targets.length > 0 ? targets : named.targets) taken.add(takenKey(named, target));
      if (!marksNothing && named.finishedAt !== null) yield { key: named.key, gapS: 0, by: rollback };
      continue;
    }
    for (const target of rollback.targets) {
      const place = JSON.stringify([rollback.environment, target]);
      const candidate = latestStartedBefore(candidates.get(place) ?? [], rollback, (one) =>
        taken.has(takenKey(one, target)),
      );
      if (!candidate) continue;
      taken.add(takenKey(candidate, target));
      hit.set(candidate.key, candidate);
    }
    if (marksNothing) continue;
    for (const { key, finishedAt } of hit.values()) {
      if (finishedAt !== null) yield { key, gapS: gapOf(finishedAt, rollback), by: rollback };
    }
  }
}

const takenKey = ({ key }: Occurrence, target: string): string => `${key}\n${target}`;

/** No limit if it had not finished when the rollback started, else from finish to finish. */
function gapOf(finishedAt: number, rollback: Occurrence): number {
  return finishedAt > (rollback.startedAt ?? Infinity) ? 0 : secondsBetween(finishedAt, rollback.finishedAt ?? 0);
}

/** Deployments that can be taken back, by target, ascending by (start, order of P); those still running come last. */
function candidatesByTarget(world: World, variants: ExposureVariants, variant: number): Map<string, Occurrence[]> {
  const candidates = new Map<string, Occurrence[]>();
  const members = world.finished.filter(({ occurrence }) => variants.membership(occurrence) & variant);
  for (const judged of [...members, ...world.running.values()]) {
    if (!isProduction(judged) || !canBeTakenBack.includes(judged.kind)) continue;
    if (judged.occurrence.startedAt === null) continue;
    for (const target of judged.occurrence.targets) {
      const place = JSON.stringify([judged.occurrence.environment, target]);
      const known = candidates.get(place);
      if (known) known.push(judged.occurrence);
      else candidates.set(place, [judged.occurrence]);
    }
  }
  for (const list of candidates.values()) {
    list.sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || byFinish(a, b));
  }
  return candidates;
}

function latestStartedBefore(
  candidates: readonly Occurrence[],
  rollback: Occurrence,
  isTaken: (candidate: Occurrence) => boolean,
): Occurrence | undefined {
  const start = rollback.startedAt ?? rollback.finishedAt ?? 0;
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((candidates[middle]!.startedAt ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0; index--) {
    const candidate = candidates[index]!;
    if (candidate.key !== rollback.key && !isTaken(candidate)) return candidate;
  }
  return undefined;
}
