import { type Evidence, measures, type Outlier, outlierKey, type OutlierSubject } from '@leadline/insights';
import { type ComparableGroup, type MetricId, sampledByDeployment, type Unit } from '@leadline/metrics';
import { changeFrom } from '../metric-rows/change-from.js';
import { deploymentId } from '../query-entities/deployment-id.js';
import { referenceTo } from '../query-entities/page.js';
import { pointId } from '../query-entities/point-id.js';
import type { OutlierQuery } from './scan-question.js';

/** The group an outlier is of, flat; null where it is not of one, or they were not compared so. */
export interface OutlierGroup {
  readonly team: string | null;
  readonly service: string | null;
  readonly repository: string | null;
  readonly environment: string | null;
  readonly tagKey: string | null;
  readonly tag: string | null;
}

/** An outlier as people and programs get it, flat; instants in epoch milliseconds. */
export interface OutlierRow extends OutlierGroup {
  /** The same for the same outlier of the same question. */
  readonly id: string;
  readonly rule: Outlier['rule'];
  readonly measure: Outlier['measure'];
  readonly metric: MetricId;
  readonly unit: Unit;
  readonly value: number;
  readonly n: number;
  readonly numerator: number | null;
  readonly direction: Outlier['direction'];
  /** Ratio of value and center for durations and frequency, difference for shares; null: the center is 0. */
  readonly change: number | null;
  readonly comparedWith: ComparisonRow;
  readonly posterior: number | null;
  readonly isStrong: boolean | null;
  readonly p: number | null;
  readonly q: number | null;
  readonly score: number | null;
  readonly threshold: number | null;
  readonly since: number;
  readonly provisional: boolean;
  /** Id of a metric's point. */
  readonly point: string | null;
  /** Opens the deployment. */
  readonly deployment: string | null;
  readonly incident: string | null;
  /** It has not ended. */
  readonly open: boolean;
}

export interface ComparisonRow {
  readonly of: Outlier['comparedWith']['of'];
  readonly members: number;
  readonly n: number;
  readonly center: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly point: string | null;
}

export function outlierRow(query: OutlierQuery, outlier: Outlier): OutlierRow {
  const { rule, measure, subject, value, n, numerator, comparedWith, certainty, direction, since } = outlier;
  const { metric, unit } = measures[measure];
  const point = (evidence: Evidence | null): string | null => evidence && evidenceId(query, evidence);
  return {
    id: referenceTo([outlierKey(outlier), query.by]),
    rule,
    measure,
    metric,
    unit,
    ...groupOf(query, subject),
    value,
    n,
    numerator,
    direction,
    change: changeFrom(comparedWith.center, value, unit),
    comparedWith: { ...comparedWith, point: point(comparedWith.evidence) },
    posterior: certainty.kind === 'posterior' ? certainty.probability : null,
    isStrong: certainty.kind === 'posterior' ? certainty.isStrong : null,
    p: certainty.kind === 'test' ? certainty.p : null,
    q: certainty.kind === 'test' ? certainty.q : null,
    score: certainty.kind === 'score' ? certainty.score : null,
    threshold: certainty.kind === 'score' ? certainty.threshold : null,
    since,
    provisional: outlier.isProvisional,
    point: point(outlier.evidence),
    deployment: subject.kind === 'deployment' ? deploymentId({ service: subject.service, ...subject.record }) : null,
    incident: subject.kind === 'incident' ? subject.record.id : null,
    open: subject.kind === 'incident' && subject.record.isOpen,
  };
}

/** The point of a metric that an outlier's number is: lead time by deployment, as the tests look at it. */
export function evidenceId({ by, scope, asOf, window, options }: OutlierQuery, evidence: Evidence): string {
  const { metric, from, to, group } = evidence;
  return pointId({
    metric,
    window: { from, to, timeZone: window.timeZone },
    by: group === null ? [] : [by],
    group: group === null ? [] : [group],
    scope,
    asOf,
    options: metric === 'CHANGE_LEAD_TIME' ? sampledByDeployment(options) : options,
  });
}

function groupOf(query: OutlierQuery, subject: OutlierSubject): OutlierGroup {
  switch (subject.kind) {
    case 'everything':
      return noGroup;
    case 'group':
      return groupNamed(query, subject.group);
    case 'deployment':
    case 'incident':
      return { ...noGroup, service: subject.service };
  }
}

const noGroup: OutlierGroup = {
  team: null,
  service: null,
  repository: null,
  environment: null,
  tagKey: null,
  tag: null,
};

const columns: Readonly<Record<ComparableGroup['dimension'], keyof OutlierGroup>> = {
  TEAM: 'team',
  SERVICE: 'service',
  REPOSITORY: 'repository',
  ENVIRONMENT: 'environment',
  TAG: 'tag',
};

/** The columns that name a group of the question. */
export function groupNamed({ by: { dimension, tagKey } }: Pick<OutlierQuery, 'by'>, name: string): OutlierGroup {
  return { ...noGroup, tagKey: tagKey ?? null, [columns[dimension]]: name };
}
