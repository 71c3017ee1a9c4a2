import type { DeploymentKind } from '../../fold/deployment.js';
import type { Occurrence } from './occurrences.js';

/** What has been live on one target of one environment, in the order of deployments (metrics.md §2, "Live"). */
export class TargetHistory {
  private live: { readonly version: string; readonly key: string } | null = null;
  private liveConfig: string | null = null;
  private readonly firstSuccess = new Map<string, number>();

  /** Kind by comparison with what is live, and the key of what would be replaced. */
  compare(occurrence: Occurrence): { kind: ComparedKind; replaced: string } {
    const replaced = this.live?.key ?? '';
    const { configVersion } = occurrence;
    const version = comparedVersion(occurrence);
    if (version === null || this.live === null) return { kind: 'change', replaced };
    if (version === this.live.version) {
      const differs = configVersion !== null && this.liveConfig !== null && configVersion !== this.liveConfig;
      return { kind: differs ? 'config' : 'redeploy', replaced };
    }
    const first = this.firstSuccess.get(version);
    const firstOfLive = this.firstSuccess.get(this.live.version) ?? Infinity;
    return { kind: first !== undefined && first < firstOfLive ? 'rollback' : 'change', replaced };
  }

  /**
   * A succeeded, non-flag deployment becomes what is live; one without a SHA leaves the version as it was. Answers how to
   * take it back: the latest first.
   */
  succeed(occurrence: Occurrence): () => void {
    const { live, liveConfig } = this;
    const { configVersion, key } = occurrence;
    const version = comparedVersion(occurrence);
    const isFirst = version !== null && !this.firstSuccess.has(version);
    if (configVersion !== null) this.liveConfig = configVersion;
    if (version !== null) this.live = { version, key };
    if (isFirst) this.firstSuccess.set(version, this.firstSuccess.size);
    return () => {
      this.live = live;
      this.liveConfig = liveConfig;
      if (isFirst) this.firstSuccess.delete(version);
    };
  }
}

/** Its commit, with those of the other repositories it brought. */
export function comparedVersion({ sha, decisive: { others } }: Pick<Occurrence, 'sha' | 'decisive'>): string | null {
  return sha === null || others === undefined ? sha : [sha, ...others].join('+');
}

type ComparedKind = 'change' | 'rollback' | 'config' | 'redeploy';
const strongest: readonly ComparedKind[] = ['change', 'rollback', 'config', 'redeploy'];

/** Kind by what people and senders said, before anything is compared; null: they said nothing. */
export function saidKind({
  verdict,
  saidKind: said,
  rollbackOf,
  fixes,
  fixesIncident,
}: Occurrence): DeploymentKind | null {
  if (verdict === 'hotfix') return 'hotfix';
  if (said !== null) return said;
  if (rollbackOf !== null) return 'rollback';
  return fixes.length > 0 || fixesIncident ? 'hotfix' : null;
}

/** The kind of a deployment and what it replaced, given what is live on each of its targets. */
export function kindOf(
  occurrence: Occurrence,
  historyOf: (target: string) => TargetHistory,
): { kind: DeploymentKind; replaced: string } {
  const compared = occurrence.targets.map((target) => historyOf(target).compare(occurrence));
  const byComparison = strongest.find((kind) => compared.some((one) => one.kind === kind)) ?? 'change';
  return { kind: saidKind(occurrence) ?? byComparison, replaced: compared[0]?.replaced ?? '' };
}
