import type { Moment, Span, TimelineRow } from '../../charts/timeline-chart.js';
import { exactDuration } from '../../format/duration.js';
import type { DeploymentPageQuery } from '../../generated/graphql.js';
import { capital } from '../../format/text.js';

export type Deployment = NonNullable<DeploymentPageQuery['deployment']>;

const HOUR = 3_600_000;
/** Longer waits before a deployment would leave no room for the deployment. */
const LONGEST_WAIT = 12 * HOUR;

/** The rows of a deployment's timeline: what it waited for, its rollout as each source saw it, what came after. */
export function timelineOf(deployment: Deployment): readonly TimelineRow[] {
  const started = instant(deployment.startedAt) ?? instant(deployment.finishedAt);
  if (started === null) return [];
  return [...waitRow(deployment, started), ...rolloutRows(deployment, started), ...failureRows(deployment)].filter(
    ({ spans = [], moments = [] }) => spans.length + moments.length > 0,
  );
}

const instant = (at: string | null): number | null => (at === null ? null : Date.parse(at));
const length = (from: number, to: number): string => exactDuration((to - from) / 1000);

function waitRow({ changes }: Deployment, started: number): TimelineRow[] {
  const merged = changes.map(({ mergedAt }) => Date.parse(mergedAt)).filter((at) => at <= started);
  const last = Math.max(...merged);
  if (merged.length === 0 || started - last > LONGEST_WAIT) return [];
  const wait: Span = {
    from: last,
    to: started,
    kind: 'wait',
    text: `waited ${length(last, started)} after the last merge`,
  };
  return [{ label: 'Merged', spans: [wait] }];
}

function rolloutRows({ environment, status, reports, finishedAt }: Deployment, started: number): TimelineRow[] {
  const finished = instant(finishedAt);
  const isFailed = status === 'FAILED';
  const span: Span = {
    from: started,
    to: finished,
    kind: isFailed ? 'bad' : 'work',
    text:
      finished === null ? 'in progress' : `${isFailed ? 'failed after' : 'rolled out in'} ${length(started, finished)}`,
  };
  const rollout: TimelineRow = { label: capital(environment), spans: [span] };
  if (reports.length < 2) return [rollout];
  const witnesses = reports.map((report): TimelineRow => {
    const from = instant(report.startedAt) ?? started;
    const to = instant(report.finishedAt);
    return {
      label: witnessLabel(report, reports),
      spans: [{ from, to, kind: report.status === 'failed' ? 'bad' : 'work', text: report.status }],
    };
  });
  return [rollout, ...witnesses];
}

/** Attempts of one source differ by the end of their ids: targets, runs. */
function witnessLabel({ source, id }: Deployment['reports'][number], reports: Deployment['reports']): string {
  const isAlone = reports.filter((other) => other.source === source).length === 1;
  return isAlone ? `as ${source} saw it` : `${source} ${id.split('/').at(-1) ?? id}`;
}

/** What users met afterwards. */
function failureRows({ reasons, finishedAt, failed }: Deployment): TimelineRow[] {
  const finished = instant(finishedAt);
  const counting = reasons.filter(({ counts }) => counts);
  const impacts = counting.flatMap(({ impactAt }) => (impactAt === null ? [] : [Date.parse(impactAt)]));
  const ends = counting.flatMap(({ resolvedAt }) => (resolvedAt === null ? [] : [Date.parse(resolvedAt)]));
  const [since, until] = [Math.min(...impacts), ends.length === 0 ? null : Math.max(...ends)];
  const failing: TimelineRow[] =
    failed && impacts.length > 0
      ? [
          {
            label: 'Users',
            spans: [
              {
                from: since,
                to: until,
                kind: 'bad',
                text: until === null ? 'failing' : `failing ${length(since, until)}`,
              },
            ],
          },
        ]
      : [];
  const incidents = reasons.flatMap(({ rule, by, impactAt, resolvedAt }): Span[] => {
    if ((rule !== 'INCIDENT' && rule !== 'INFERRED') || impactAt === null) return [];
    return [{ from: Date.parse(impactAt), to: instant(resolvedAt), kind: 'incident', text: by }];
  });
  const rollbacks = reasons.flatMap(({ rule, gapSeconds }): Moment[] =>
    rule === 'ROLLBACK' && finished !== null
      ? [{ at: finished + gapSeconds * 1000, kind: 'rollback', text: `${exactDuration(gapSeconds)} after it finished` }]
      : [],
  );
  return [...failing, { label: 'Incident', spans: incidents }, { label: 'Rolled back', moments: rollbacks }];
}

/** The same as a sentence. */
export function timelineText(rows: readonly TimelineRow[]): string {
  const parts = rows.map(
    ({ label, spans = [], moments = [] }) => `${label}: ${[...spans, ...moments].map(({ text }) => text).join(', ')}`,
  );
  return `Timeline. ${parts.join('. ')}`;
}
