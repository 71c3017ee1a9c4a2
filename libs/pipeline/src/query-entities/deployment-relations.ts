import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type {
  BaseElement,
  ChangeElement,
  CommitElement,
  LinkElement,
  ReasonElement,
  TableRow,
  VersionFound,
} from '@leadline/tables';
import { deploymentId } from './deployment-id.js';
import { isOneOfKeys, keyText, reportEntitiesOf } from './deployment-keys.js';
import { speakingReasonsStatement } from './speaking-reasons.js';
import type { DeploymentKey } from './types.js';

/** What derive relates to a deployment, as it was known at an instant. */
export interface Relations {
  readonly base: readonly BaseElement[];
  /** The element of `base` that holds. */
  readonly state: BaseElement | undefined;
  readonly links: LinkElement | undefined;
  readonly found: VersionFound | undefined;
  readonly commits: readonly CommitElement[];
  readonly changes: readonly ChangeElement[];
}

interface RelationRow extends DeploymentKey {
  readonly held_base: readonly BaseElement[];
  readonly held_links: readonly LinkElement[];
  readonly held_found_versions: readonly VersionFound[];
  readonly held_commits: readonly CommitElement[];
  readonly held_changes: readonly ChangeElement[];
}

export async function relationsOf(
  analytics: Analytics,
  keys: readonly DeploymentKey[],
  asOf: number,
): Promise<ReadonlyMap<string, Relations>> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const held = (column: string): string =>
    `arrayFilter(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, ${column}) AS held_${column}`;
  const sql = `
SELECT service, environment, deployment, occurrence,
  arrayFilter(e -> e.knownFrom <= ${at}, base) AS held_base, ${['links', 'found_versions', 'commits', 'changes'].map(held).join(', ')}
FROM deployments FINAL
WHERE ${isOneOfKeys(keys, bind)}
LIMIT ${bind.bind('Int64', keys.length)}`;
  const rows = await analytics.query<RelationRow>({ sql, params: bind.values });
  return new Map(
    rows.map((row) => [
      keyText(row),
      {
        base: row.held_base,
        state: row.held_base.find(({ knownUntil }) => asOf < knownUntil),
        links: row.held_links[0],
        found: row.held_found_versions[0],
        commits: row.held_commits,
        changes: row.held_changes,
      },
    ]),
  );
}

export async function reasonsOf(
  analytics: Analytics,
  keys: readonly DeploymentKey[],
  asOf: number,
): Promise<ReadonlyMap<string, ReasonRow>> {
  const rows = await analytics.query<DeploymentKey & ReasonRow>(speakingReasonsStatement(keys, asOf));
  return new Map(rows.map((row) => [keyText(row), row]));
}

export interface ReasonRow {
  readonly held_reasons: readonly ReasonElement[];
  readonly speaking: readonly (readonly [authority: string, by: string])[];
}

export type ReportRow = Pick<
  TableRow<'reports'>,
  'entity' | 'id' | 'source' | 'status' | 'started_at' | 'finished_at' | 'sha'
>;

/** Most reports that are read for the deployments of one answer. */
const MOST_REPORTS = 100_000;

export async function reportsOf(analytics: Analytics, attempts: readonly string[]): Promise<ReportRow[]> {
  if (attempts.length === 0) return [];
  const bind = new Parameters();
  const sql = `
SELECT entity, id, source, status, started_at, finished_at, sha
FROM reports FINAL
WHERE entity IN ${bind.bind('Array(String)', reportEntitiesOf(attempts))}
ORDER BY started_at, entity
LIMIT ${MOST_REPORTS}`;
  return analytics.query<ReportRow>({ sql, params: bind.values });
}

/** `replaced` holds a row's key as derive writes it, [environment, deployment, occurrence, service]; ids by that text. */
export async function replacedIds(
  analytics: Analytics,
  replaced: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map(
    replaced
      .filter((text) => text !== '')
      .map((text): [string, DeploymentKey] => {
        const [environment, name, occurrence, service] = JSON.parse(text) as [string, string, number, string];
        return [text, { service, environment, deployment: name, occurrence }];
      }),
  );
  if (keys.size === 0) return new Map();
  const bind = new Parameters();
  const sql = `
SELECT service, environment, deployment, occurrence
FROM deployments FINAL
WHERE ${isOneOfKeys([...keys.values()], bind)} AND notEmpty(base)
LIMIT ${bind.bind('Int64', keys.size)}`;
  const rows = await analytics.query<DeploymentKey>({ sql, params: bind.values });
  const known = new Set(rows.map(keyText));
  return new Map(
    [...keys].filter(([, key]) => known.has(keyText(key))).map(([text, key]) => [text, deploymentId(key)]),
  );
}
