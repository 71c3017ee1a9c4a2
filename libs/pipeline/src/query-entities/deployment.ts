import {
  ALWAYS,
  type BaseElement,
  type ChangeElement,
  type CommitElement,
  FOREVER,
  type LinkElement,
  type VersionFound,
} from '@leadline/tables';
import { keyText } from './deployment-keys.js';
import {
  reasonsOf,
  type ReasonRow,
  type Relations,
  relationsOf,
  replacedIds,
  type ReportRow,
  reportsOf,
} from './deployment-relations.js';
import { type DeploymentListRow, instantOrNull, orNull, summaryOf } from './deployment-rows.js';
import { rowsByIds } from './deployment-summaries.js';
import { referencesOf } from './entity-events.js';
import { reachOf } from './reach.js';
import { titlesOf } from './titles.js';
import type {
  CarriedChange,
  CarriedCommit,
  DeploymentDetail,
  DeploymentLinks,
  DeploymentMoment,
  DeploymentReport,
  DeploymentStatus,
  EventReference,
  FailureReason,
  FindDeployment,
  FindDeployments,
  FoundVersion,
} from './types.js';

/** Everything known of a deployment at asOf, down to the events it was made from. */
export const deployment: FindDeployment = async (analytics, id, asOf) =>
  (await deploymentsByIds(analytics, [id], asOf)).get(id) ?? null;

/** The same of several: one statement for each relation, however many deployments. */
export const deploymentsByIds: FindDeployments = async (analytics, ids, asOf) => {
  const rows = await rowsByIds(analytics, ids, asOf);
  const keys = [...new Map([...rows.values()].map((row) => [keyText(row), row])).values()];
  if (keys.length === 0) return new Map();
  const relations = await relationsOf(analytics, keys, asOf);
  const states = [...relations.values()].flatMap(({ state }) => (state === undefined ? [] : [state]));
  const reports = await reportsOf(analytics, [...new Set(states.flatMap(({ attempts }) => attempts))]);
  const shas = [...relations.values()].flatMap(({ commits }) => commits.map(({ sha }) => `commit:${sha}`));
  const beside: Beside = {
    asOf,
    reports,
    titles: await titlesOf(analytics, shas),
    reasons: await reasonsOf(analytics, keys, asOf),
    replaced: await replacedIds(
      analytics,
      states.map(({ replaced }) => replaced),
    ),
    events: await referencesOf(analytics, [...new Set(reports.map(({ entity }) => entity))]),
  };
  return new Map(
    [...rows].flatMap(([id, row]) => {
      const found = detailOf(row, relations.get(keyText(row)), beside);
      return found === undefined ? [] : [[id, found] as const];
    }),
  );
};

/** What is read beside the rows, for all of them at once. */
interface Beside {
  readonly asOf: number;
  readonly reports: readonly ReportRow[];
  readonly titles: ReadonlyMap<string, string>;
  readonly reasons: ReadonlyMap<string, ReasonRow>;
  readonly replaced: ReadonlyMap<string, string>;
  readonly events: readonly EventReference[];
}

function detailOf(
  row: DeploymentListRow,
  relations: Relations | undefined,
  { asOf, reports, titles, reasons, replaced, events }: Beside,
): DeploymentDetail | undefined {
  if (relations?.state === undefined) return undefined;
  const { state, base, links, found, commits, changes } = relations;
  const own = reports.filter(({ id }) => state.attempts.includes(id));
  const entities = new Set(own.map(({ entity }) => entity));
  return {
    ...summaryOf(row),
    replaced: replaced.get(state.replaced) ?? null,
    reports: own.map(reportIn),
    reasons: reasonsIn(reasons.get(keyText(row)), asOf),
    links: links === undefined ? null : linksIn(links),
    found: found === undefined ? null : foundIn(found),
    configVersion: orNull(state.configVersion),
    reach: reachOf(state),
    commits: commits.map((commit) => commitIn(commit, titles)),
    changes: changes.map(changeIn),
    history: base.map(momentIn).sort((a, b) => (a.knownFrom ?? ALWAYS) - (b.knownFrom ?? ALWAYS)),
    events: events.filter(({ entity }) => entities.has(entity)),
  };
}

function reasonsIn(row: ReasonRow | undefined, asOf: number): FailureReason[] {
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

const reportIn = ({ entity, id, source, status, started_at, finished_at, sha }: ReportRow): DeploymentReport => ({
  entity,
  id,
  source,
  status,
  startedAt: started_at,
  finishedAt: finished_at,
  sha: orNull(sha),
});

const linksIn = ({ basis, noBaseline, truncated, waiting }: LinkElement): DeploymentLinks => ({
  basis: basis as DeploymentLinks['basis'],
  noBaseline: noBaseline === 1,
  truncated: truncated === 1,
  waiting,
});

const foundIn = ({ basis, by, candidates }: VersionFound): FoundVersion => ({
  basis: basis as FoundVersion['basis'],
  by,
  candidates,
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
