import type { ChangedBeforeQuery, NearDeploymentFragment } from '../../generated/graphql.js';

type FlagChange = ChangedBeforeQuery['flagChanges']['nodes'][number];

/** Something that changed in production before an instant. `gapMs`: how long before; 0: it was under way. */
export type Candidate =
  | {
      readonly of: 'deployment';
      readonly gapMs: number;
      readonly at: number;
      readonly deployment: NearDeploymentFragment;
    }
  | { readonly of: 'flag'; readonly gapMs: number; readonly at: number; readonly change: FlagChange };

const MINUTE = 60_000;
export const LOOK_BACK_MS = 120 * MINUTE;
/** A rollout that was under way may have ended later. */
export const LOOK_AHEAD_MS = 60 * MINUTE;

/** What changed in production in the two hours before an instant, nearest first: near is not proof. */
export function changedBefore({ deployments, flagChanges }: ChangedBeforeQuery, instant: number): Candidate[] {
  const deployed = deployments.nodes.flatMap((deployment): Candidate[] => {
    const finished = deployment.finishedAt === null ? null : Date.parse(deployment.finishedAt);
    const started = deployment.startedAt === null ? finished : Date.parse(deployment.startedAt);
    if (deployment.tier !== 'production' || started === null || started > instant) return [];
    const at = finished === null ? started : Math.min(finished, instant);
    if (instant - at > LOOK_BACK_MS && finished !== null) return [];
    return [{ of: 'deployment', deployment, at, gapMs: finished === null ? instant - started : instant - at }];
  });
  const switched = flagChanges.nodes.flatMap((change): Candidate[] => {
    const at = Date.parse(change.at);
    if (change.tier !== 'production' || at > instant) return [];
    return [{ of: 'flag', change, at, gapMs: instant - at }];
  });
  return [...deployed, ...switched].sort((a, b) => a.gapMs - b.gapMs);
}
