import { canonicalJson, type CatalogueService } from '@leadline/events';
import { ALWAYS, carrierClasses, type DeploymentRow, FOREVER } from '@leadline/tables';
import { contentOf } from '../fold/rows.js';
import type { ChainVersion, CarrierClass } from './links/facts.js';
import type { VerdictRow, Verdicts } from './verdicts/sweep.js';
import type { Judged } from './verdicts/judged.js';

/** What the row says beside what the walk found. */
export type VerdictContent = Omit<
  DeploymentRow,
  'version' | 'links' | 'commits' | 'changes' | 'passed' | 'chain_hash' | 'links_hash'
>;

/** The part of each deployment's row that needs no commits. */
export function verdictRows(
  service: string,
  verdicts: Verdicts,
  declared: CatalogueService | undefined,
): VerdictContent[] {
  return verdicts.rows.map((row) => {
    const instants = row.base.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt]).filter((at) => at !== 0);
    const content = {
      service,
      environment: row.environment,
      tier: row.tier,
      deployment: row.deployment,
      occurrence: row.ordinal,
      repository: row.repository,
      owners: ownersOf(declared),
      tags: declared?.tags ?? {},
      flags: flagsOf(row),
      exposureSources: [...verdicts.exposureSources],
      base: [...row.base],
      reasons: [...row.reasons],
      first_instant: instants.length === 0 ? 0 : Math.min(...instants),
      last_instant: instants.length === 0 ? 0 : Math.max(...instants),
    };
    return { ...content, verdict_hash: contentOf(canonicalJson(content)) };
  });
}

/** A row that is no longer derived: it stays, and says nothing. */
export function emptied(
  row: Pick<DeploymentRow, 'service' | 'environment' | 'deployment' | 'occurrence'>,
): VerdictContent {
  const { service, environment, deployment, occurrence } = row;
  const content = {
    service,
    environment,
    deployment,
    occurrence,
    tier: '',
    repository: '',
    owners: [],
    tags: {},
    flags: [],
    exposureSources: [],
    base: [],
    reasons: [],
    first_instant: 0,
    last_instant: 0,
  };
  return { ...content, verdict_hash: 'emptied' };
}

function ownersOf(declared: CatalogueService | undefined): DeploymentRow['owners'] {
  return (declared?.teams ?? []).map(({ team, from, until }) => ({
    team,
    from: from ? Date.parse(from) : ALWAYS,
    until: until ? Date.parse(until) : FOREVER,
  }));
}

function flagsOf({ looks }: VerdictRow): string[] {
  const attempts = looks.at(-1)?.judged?.occurrence.attempts ?? [];
  return [...new Set(attempts.flatMap(({ flags }) => flags))].sort();
}

/** The intervals in which each row was a succeeded, non-flag production deployment: the chain that carries commits. */
export function chainOf({ rows }: Verdicts): ChainVersion[] {
  return rows.flatMap(({ key, looks }) => {
    const versions: ChainVersion[] = [];
    looks.forEach(({ at, judged }, index) => {
      const knownUntil = looks[index + 1]?.at ?? FOREVER;
      const version = judged && inChain(judged) ? versionOf(key, judged, at, knownUntil) : null;
      const last = versions.at(-1);
      if (version === null || at === knownUntil) return;
      if (last && last.knownUntil === at && sameVersion(last, version))
        versions.push({ ...versions.pop()!, knownUntil });
      else versions.push(version);
    });
    return versions;
  });
}

const inChain = ({ kind, occurrence }: Judged): boolean =>
  occurrence.status === 'succeeded' && kind !== 'flag' && occurrence.tier === 'production';

function versionOf(row: string, { occurrence, kind }: Judged, knownFrom: number, knownUntil: number): ChainVersion {
  return {
    row,
    environment: occurrence.environment,
    id: occurrence.id,
    sha: occurrence.sha,
    finishedAt: occurrence.finishedAt ?? 0,
    knownFrom,
    knownUntil,
    kindClass: occurrence.verdict === 'excluded' ? 'excluded' : classOf(kind),
    listed: occurrence.decisive.commits,
  };
}

function classOf(kind: Judged['kind']): CarrierClass {
  const found = carrierClasses.find((candidate) => candidate === kind);
  if (!found) throw new Error(`A ${kind} deployment carries no commits`);
  return found;
}

const sameVersion = (a: ChainVersion, b: ChainVersion): boolean =>
  canonicalJson({ ...a, knownFrom: 0, knownUntil: 0 }) === canonicalJson({ ...b, knownFrom: 0, knownUntil: 0 });
