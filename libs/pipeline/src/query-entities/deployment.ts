import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import {
  ALWAYS,
  type BaseElement,
  type ChangeElement,
  type CommitElement,
  FOREVER,
  type LinkElement,
  type ReasonElement,
  type TableRow,
} from '@leadline/tables';
import { deploymentId, deploymentKeyIn } from './deployment-id.js';
import { type DeploymentListRow, deploymentsStatement, instantOrNull, orNull, summaryOf } from './deployment-rows.js';
import { referencesOf } from './entity-events.js';
import { speakingReasonsStatement } from './speaking-reasons.js';
import { titlesOf } from './titles.js';
import type {
  CarriedChange,
  CarriedCommit,
  DeploymentKey,
  DeploymentLinks,
  DeploymentMoment,
  DeploymentReport,
  DeploymentStatus,
  FailureReason,
  FindDeployment,
} from './types.js';

/** Everything known of a deployment at asOf, down to the events it was made from. */
export const deployment: FindDeployment = async (analytics, id, asOf) => {
  const row = await rowOf(analytics, id, asOf);
  if (row === undefined) return null;
  const relations = await relationsOf(analytics, row, asOf);
  const state = relations.base.find(isHeld(asOf));
  if (state === undefined) return null;
  const commits = relations.commits.filter(isHeld(asOf));
  const reports = await reportsOf(analytics, state.attempts);
  const titles = await titlesOf(
    analytics,
    commits.map(({ sha }) => `commit:${sha}`),
  );
  const replaced = await replacedId(analytics, state.replaced);
  const links = relations.links.find(isHeld(asOf));
  return {
    ...summaryOf(row),
    attempts: state.attempts,
    replaced,
    reports: reports.map(reportIn),
    reasons: await reasonsOf(analytics, row, asOf),
    links: links === undefined ? null : linksIn(links),
    commits: commits.map((commit) => commitIn(commit, titles)),
    changes: relations.changes.filter(isHeld(asOf)).map(changeIn),
    history: relations.base.map(momentIn).sort((a, b) => (a.knownFrom ?? ALWAYS) - (b.knownFrom ?? ALWAYS)),
    events: await referencesOf(
      analytics,
      reports.map(({ entity }) => entity),
    ),
  };
};

interface Known {
  readonly knownFrom: number;
  readonly knownUntil: number;
}
const isHeld =
  (asOf: number) =>
  ({ knownFrom, knownUntil }: Known): boolean =>
    knownFrom <= asOf && asOf < knownUntil;

async function rowOf(analytics: Analytics, id: string, asOf: number): Promise<DeploymentListRow | undefined> {
  const key = deploymentKeyIn(id);
  const wanted = key ? { keys: [key] } : { keys: await keysOfAttempt(analytics, id), attempt: id };
  const [row] = await analytics.query<DeploymentListRow>(deploymentsStatement({ asOf, ...wanted, limit: 1 }));
  return row;
}

/** Keys of the deployments an attempt may belong to: its report names its group. */
async function keysOfAttempt(analytics: Analytics, id: string): Promise<DeploymentKey[]> {
  const bind = new Parameters();
  const attempt = bind.bind('String', id);
  const sql = `
SELECT service, environment, deployment, occurrence
FROM deployments FINAL
WHERE deployment IN (
    SELECT arrayJoin([concat('attempt:', id), concat('group:', deployment_group)])
    FROM reports FINAL
    WHERE id = ${attempt}
  ) AND arrayExists(b -> has(b.attempts, ${attempt}), base)
ORDER BY service, environment, deployment, occurrence
LIMIT 100`;
  return analytics.query<DeploymentKey>({ sql, params: bind.values });
}

interface Relations {
  readonly base: readonly BaseElement[];
  readonly links: readonly LinkElement[];
  readonly commits: readonly CommitElement[];
  readonly changes: readonly ChangeElement[];
}

async function relationsOf(analytics: Analytics, key: DeploymentKey, asOf: number): Promise<Relations> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const held = (column: string): string =>
    `arrayFilter(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, ${column}) AS held_${column}`;
  const sql = `
SELECT arrayFilter(e -> e.knownFrom <= ${at}, base) AS held_base, ${['links', 'commits', 'changes'].map(held).join(', ')}
FROM deployments FINAL
WHERE service = ${bind.bind('String', key.service)} AND environment = ${bind.bind('String', key.environment)}
  AND deployment = ${bind.bind('String', key.deployment)} AND occurrence = ${bind.bind('Int64', key.occurrence)}
LIMIT 1`;
  const [row] = await analytics.query<{ [C in keyof Relations as `held_${C}`]: Relations[C] }>({
    sql,
    params: bind.values,
  });
  return {
    base: row?.held_base ?? [],
    links: row?.held_links ?? [],
    commits: row?.held_commits ?? [],
    changes: row?.held_changes ?? [],
  };
}

async function reasonsOf(analytics: Analytics, key: DeploymentKey, asOf: number): Promise<FailureReason[]> {
  const [row] = await analytics.query<{
    held_reasons: readonly ReasonElement[];
    speaking: readonly (readonly [authority: string, by: string])[];
  }>(speakingReasonsStatement(key, asOf));
  const speaking = new Set((row?.speaking ?? []).map((one) => JSON.stringify(one)));
  return (row?.held_reasons ?? []).map((reason) => ({
    rule: reason.authority as FailureReason['rule'],
    by: reason.by,
    gapSeconds: reason.gapS,
    severity: reason.severity === 0 ? null : reason.severity,
    userFacing: reason.userFacing === 1,
    impactAt: clipped(reason.impactAt, asOf),
    detectedAt: clipped(reason.detectedAt, asOf),
    resolvedAt: clipped(reason.resolvedAt, asOf),
    counts: speaking.has(JSON.stringify([reason.authority, reason.by])),
  }));
}

const clipped = (at: number | null, asOf: number): number | null => (at !== null && at <= asOf ? at : null);

type ReportRow = Pick<
  TableRow<'reports'>,
  'entity' | 'id' | 'source' | 'status' | 'started_at' | 'finished_at' | 'sha'
>;

async function reportsOf(analytics: Analytics, attempts: readonly string[]): Promise<ReportRow[]> {
  if (attempts.length === 0) return [];
  const bind = new Parameters();
  const sql = `
SELECT entity, id, source, status, started_at, finished_at, sha
FROM reports FINAL
WHERE id IN ${bind.bind('Array(String)', attempts)}
ORDER BY started_at, entity
LIMIT 1000`;
  return analytics.query<ReportRow>({ sql, params: bind.values });
}

const reportIn = ({ entity, id, source, status, started_at, finished_at, sha }: ReportRow): DeploymentReport => ({
  entity,
  id,
  source,
  status,
  startedAt: started_at,
  finishedAt: finished_at,
  sha: orNull(sha),
});

/** `replaced` holds a row's key as derive writes it: [environment, deployment, occurrence, service]. */
async function replacedId(analytics: Analytics, replaced: string): Promise<string | null> {
  if (replaced === '') return null;
  const [environment, name, occurrence, service] = JSON.parse(replaced) as [string, string, number, string];
  const bind = new Parameters();
  const sql = `
SELECT service, environment, deployment, occurrence
FROM deployments FINAL
WHERE service = ${bind.bind('String', service)} AND environment = ${bind.bind('String', environment)}
  AND deployment = ${bind.bind('String', name)} AND occurrence = ${bind.bind('Int64', occurrence)} AND notEmpty(base)
LIMIT 1`;
  const [row] = await analytics.query<DeploymentKey>({ sql, params: bind.values });
  return row === undefined ? null : deploymentId(row);
}

const linksIn = ({ basis, noBaseline, truncated, waiting }: LinkElement): DeploymentLinks => ({
  basis: basis as DeploymentLinks['basis'],
  noBaseline: noBaseline === 1,
  truncated: truncated === 1,
  waiting,
});

function commitIn(commit: CommitElement, titles: ReadonlyMap<string, string>): CarriedCommit {
  const { sha, committedAt, repairedAt, bot, merge, head, change } = commit;
  return {
    sha,
    title: titles.get(`commit:${sha}`) ?? null,
    committedAt,
    repairedAt,
    bot: bot === 1,
    merge: merge === 1,
    head: head === 1,
    change: orNull(change),
  };
}

const changeIn = (element: ChangeElement): CarriedChange => ({
  change: element.change,
  title: element.title,
  url: orNull(element.url),
  firstCommitAt: element.firstCommitAt,
  openedAt: element.openedAt,
  mergedAt: element.mergedAt,
  bot: element.bot === 1,
  head: element.head === 1,
});

const momentIn = (element: BaseElement): DeploymentMoment => ({
  knownFrom: element.knownFrom === ALWAYS ? null : element.knownFrom,
  knownUntil: element.knownUntil === FOREVER ? null : element.knownUntil,
  status: element.status as DeploymentStatus,
  kind: element.kind,
  verdict: orNull(element.verdict),
  startedAt: instantOrNull(element.startedAt),
  finishedAt: instantOrNull(element.finishedAt),
  sha: orNull(element.sha),
});
