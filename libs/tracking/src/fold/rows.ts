import { hash } from 'node:crypto';
import { canonicalJson, type Catalogue } from '@leadline/events';
import { ALWAYS, FOREVER, type TableRow } from '@leadline/tables';
import type { CommitState } from './commit.js';
import { stepText } from './commit-step.js';
import type { AttemptState } from './deployment.js';
import type { Folded, FoldedRow } from './entity.js';
import { type IncidentState, isOutsideProduction } from './incident.js';
import { ownersOf } from './owners.js';
import { prefixOf } from './short-sha.js';
import { wantedBy } from './wanted-versions.js';
import { inOrderOfRevision, type Patch } from './patches.js';
import type { PullRequestState } from './pull-request.js';
import type { Moment, Timeline } from './timeline.js';

/** A timeline as text: [{from, state}], from null for "always known". */
export function timelineText(timeline: Timeline<unknown>): string {
  return canonicalJson(timeline.map(({ from, state }) => ({ from: from === ALWAYS ? null : from, state })));
}

/** Reads back what {@link timelineText} wrote. */
export function timelineIn<S>(text: string): Timeline<S> {
  const moments = JSON.parse(text) as { from: number | null; state: S }[];
  return moments.map(({ from, state }): Moment<S> => ({ from: from ?? ALWAYS, state }));
}

export const contentOf = (text: string): string => hash('sha256', text).slice(0, 32);

export const nothing: Folded = { rows: [], mentions: [], services: [], through: [] };
const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter((value): value is string => value !== null && value !== ''))].sort();

export function commitRow(timeline: Timeline<CommitState>): Folded {
  const last = timeline.at(-1)?.state;
  if (!last) return nothing;
  const { sha, repository, committedAt, title } = last;
  const history = timelineText(timeline);
  const byTime: FoldedRow[] =
    committedAt === null
      ? []
      : [
          {
            table: 'commits_by_time',
            row: { repository, committed_at: committedAt, sha, step: stepText(timeline) },
          },
        ];
  return {
    rows: [
      {
        table: 'commits',
        row: {
          sha,
          prefix: prefixOf(sha),
          repository,
          committed_at: committedAt,
          title,
          history,
          content_hash: contentOf(history),
        },
      },
      ...byTime,
    ],
    mentions: distinct(timeline.map(({ state }) => state.patchId)).map((patch) => `patch:${patch}`),
    services: [],
    through: [`sha:${sha}`, ...distinct(timeline.map(({ state }) => state.patchId)).map((patch) => `patch:${patch}`)],
  };
}

export function pullRequestRow(entity: string, timeline: Timeline<PullRequestState>, shas: readonly string[]): Folded {
  const last = timeline.at(-1)?.state;
  if (!last) return nothing;
  const history = timelineText(timeline);
  const row: Omit<TableRow<'changes'>, 'version'> = {
    entity,
    repository: last.repository,
    number: last.number,
    title: last.title,
    url: last.url,
    opened_at: last.openedAt,
    merged_at: last.mergedAt,
    merge_sha: last.mergeSha ?? '',
    shas: [...shas],
    history,
    content_hash: contentOf(history),
  };
  const mentions = shas.map((sha) => `sha:${sha}`);
  return { rows: [{ table: 'changes', row }], mentions, services: [], through: mentions };
}

export function reportRow(
  entity: string,
  timeline: Timeline<AttemptState>,
  services: readonly string[],
  links: readonly string[],
): Folded {
  const last = timeline.at(-1)?.state;
  if (!last || (services.length === 0 && timeline.every(({ state }) => state.marks.length === 0))) return nothing;
  const history = timelineText(timeline);
  const row: Omit<TableRow<'reports'>, 'version'> = {
    entity,
    id: last.id,
    services: [...services],
    service: last.service ?? '',
    environment: last.environment ?? '',
    tier: last.tier ?? '',
    deployment_group: last.group ?? '',
    source: last.source,
    status: last.status ?? '',
    started_at: last.startedAt,
    finished_at: last.finishedAt,
    sha: last.sha ?? '',
    repository: last.repository ?? '',
    links: [...links],
    history,
    content_hash: contentOf(history),
  };
  const named = links.map((id) => `deployment:${id}`);
  const wanted = { artifacts: new Set<string>(), prefixes: new Set<string>() };
  wantedBy(timeline, wanted);
  const groups = distinct(timeline.map(({ state }) => groupKey(state)));
  return {
    rows: [
      { table: 'reports', row },
      ...[...wanted.prefixes].flatMap((prefix) => services.map((service) => waitsFor(prefix, service))),
    ],
    mentions: named,
    services,
    through: [...named, ...groups],
    groups,
    artifacts: [...wanted.artifacts],
  };
}

const groupKey = ({ service, group }: AttemptState): string | null =>
  service === null || group === null ? null : `group:${canonicalJson([service, group])}`;

/** That a service waits for whichever commit begins so: of a commit that is folded later it hears. */
const waitsFor = (prefix: string, service: string): FoldedRow => ({
  table: 'link_index',
  row: { sha: prefix, service, row: '', known_from: 0, known_until: 0, earlier: [] },
});

export function incidentRow(
  entity: string,
  timeline: Timeline<IncidentState | null>,
  services: readonly string[],
  links: readonly string[],
  catalogue: Catalogue,
): Folded {
  const known = timeline.map(({ state }) => state).filter((state) => state !== null);
  const last = known.at(-1);
  if (!last) return nothing;
  const history = timelineText(timeline);
  const row: Omit<TableRow<'incidents'>, 'version'> = {
    entity,
    id: last.id,
    services: [...services],
    service: last.service ?? '',
    severity: last.severity,
    status: last.status,
    title: last.title,
    url: last.url,
    source: last.source,
    started_at: last.startedAt,
    detected_at: last.detectedAt,
    resolved_at: last.resolvedAt,
    user_facing: last.userFacing ? 1 : 0,
    links: [...links],
    owners: ownersOf(
      catalogue,
      known.map(({ service }) => service),
    ),
    tags: catalogue.services.find(({ name }) => name === last.service)?.tags ?? {},
    states: incidentStates(timeline),
    elsewhere: timesElsewhere(timeline),
    history,
    content_hash: contentOf(history),
  };
  const named = links.map((id) => `deployment:${id}`);
  return { rows: [{ table: 'incidents', row }], mentions: named, services, through: named };
}

function incidentStates(timeline: Timeline<IncidentState | null>): TableRow<'incidents'>['states'] {
  return timeline.flatMap(({ from, state }, index) => {
    if (state === null || state.service === null || (state.startedAt ?? state.detectedAt) === null) return [];
    const valid = state.status !== 'false_positive' && state.status !== 'duplicate';
    return [
      {
        knownFrom: from,
        knownUntil: timeline[index + 1]?.from ?? FOREVER,
        service: state.service,
        severity: Number(/^sev(\d+)$/i.exec(state.severity)?.[1] ?? 0),
        counts: valid && !state.notCausedByChange ? (1 as const) : (0 as const),
        valid: valid ? (1 as const) : (0 as const),
        userFacing: state.userFacing ? (1 as const) : (0 as const),
        linked: state.causedBy.length > 0 ? (1 as const) : (0 as const),
        startedAt: state.startedAt,
        detectedAt: state.detectedAt,
        acknowledgedAt: state.acknowledgedAt,
        resolvedAt: state.resolvedAt,
        flagChanges: [...state.causedByFlagChange],
      },
    ];
  });
}

/** While it was known to be of an environment that is not production. */
function timesElsewhere(timeline: Timeline<IncidentState | null>): TableRow<'incidents'>['elsewhere'] {
  return timeline.flatMap(({ from, state }, index) => {
    if (state?.place === undefined || !isOutsideProduction(state)) return [];
    const { environment, tier } = state.place;
    return [{ knownFrom: from, knownUntil: timeline[index + 1]?.from ?? FOREVER, environment, tier: tier ?? '' }];
  });
}

/** What is kept for its history alone: the events' attributes in force. */
export function otherRow(entity: string, kind: string, patches: readonly Patch[]): Folded {
  // A message that is kept to be told again ("cdEvent") says nothing more of the entity.
  const history = canonicalJson(
    inOrderOfRevision(patches).map(({ kind: said, data }) => ({ kind: said, data: { ...data, cdEvent: undefined } })),
  );
  return {
    rows: [{ table: 'other_entities', row: { entity, kind, services: [], history, content_hash: contentOf(history) } }],
    mentions: [],
    services: [],
    through: [],
  };
}
