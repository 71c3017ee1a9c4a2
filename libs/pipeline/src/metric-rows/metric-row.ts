import {
  detailsOf,
  type Dimension,
  metricById,
  type MetricDetail,
  type MetricId,
  type MetricQuery,
  type Point,
  type PointStatus,
  type Unit,
} from '@leadline/metrics';
import type { ChangeVerdict } from '../query-metrics/change-verdicts.js';
import { pointIds } from '../query-entities/point-id.js';
import { changeFrom } from './change-from.js';
import { type LevelName, levelsOf } from './level.js';
import { statusOf } from './point-status.js';

/** What every row of an answer has in common. */
export interface Provenance {
  readonly computedAt: number;
  readonly configVersion: string;
}

/** The groups a row is of; null where it was not grouped so, or the deployments have none. */
interface GroupColumns {
  readonly team: string | null;
  readonly service: string | null;
  readonly repository: string | null;
  readonly environment: string | null;
  readonly flag: string | null;
  readonly target: string | null;
  readonly tagKey: string | null;
  readonly tag: string | null;
}

interface Shared extends Provenance {
  readonly query: MetricQuery;
  readonly idOf: (point: Point) => string;
  readonly overlapping: boolean;
}

/** Dimensions in which one deployment may be in several groups. */
const areOverlapping: ReadonlySet<Dimension> = new Set<Dimension>(['TEAM', 'REPOSITORY', 'FLAG', 'TARGET']);

export const sharedBy = (query: MetricQuery, { computedAt, configVersion }: Provenance): Shared => ({
  query,
  computedAt,
  configVersion,
  idOf: pointIds(query),
  overlapping: query.by.some(({ dimension }) => areOverlapping.has(dimension)),
});

/**
 * A number as people and programs get it, flat; instants in epoch milliseconds. Members are found when they are read: an
 * answer has thousands of rows, and few ask for all of a row.
 */
export class MetricRow implements GroupColumns, Provenance {
  private readonly shared: Shared;
  private readonly point: Point;
  /** Value of the same bucket of the window compared with. */
  readonly previous: number | null;
  /** Whether it changed against that; null: nobody asked, or it is none of DORA's five. */
  readonly verdict: ChangeVerdict | null;

  constructor(shared: Shared, point: Point, previous: number | null, verdict: ChangeVerdict | null) {
    this.shared = shared;
    this.point = point;
    this.previous = previous;
    this.verdict = verdict;
  }

  /** Opaque: everything the number was made by. */
  get id(): string {
    return this.shared.idOf(this.point);
  }

  get metric(): MetricId {
    return this.point.metric;
  }

  get team(): string | null {
    return groupIn(this.shared.query, this.point.group, 'TEAM');
  }

  get service(): string | null {
    return groupIn(this.shared.query, this.point.group, 'SERVICE');
  }

  get repository(): string | null {
    return groupIn(this.shared.query, this.point.group, 'REPOSITORY');
  }

  get environment(): string | null {
    return groupIn(this.shared.query, this.point.group, 'ENVIRONMENT');
  }

  get flag(): string | null {
    return groupIn(this.shared.query, this.point.group, 'FLAG');
  }

  get target(): string | null {
    return groupIn(this.shared.query, this.point.group, 'TARGET');
  }

  get tagKey(): string | null {
    return tagKeyOf(this.shared.query);
  }

  get tag(): string | null {
    return groupIn(this.shared.query, this.point.group, 'TAG');
  }

  get bucketStart(): number {
    return this.point.bucketStart;
  }

  get bucketEnd(): number {
    return this.point.bucketEnd;
  }

  get partial(): boolean {
    return this.point.partial;
  }

  get value(): number | null {
    return this.point.value;
  }

  get unit(): Unit {
    return metricById(this.point.metric).unit;
  }

  get status(): PointStatus {
    const { window, asOf } = this.shared.query;
    return statusOf(this.point, Math.min(this.point.bucketEnd, window.to), asOf);
  }

  get n(): number {
    return this.point.n;
  }

  get numerator(): number | null {
    return this.point.numerator;
  }

  get denominator(): number | null {
    return this.point.denominator;
  }

  get p75(): number | null {
    return this.point.p75;
  }

  get p90(): number | null {
    return this.point.p90;
  }

  get open(): number | null {
    return this.point.open;
  }

  get inferred(): number | null {
    return this.point.inferred;
  }

  get lowerBound(): number | null {
    return this.point.lowerBound;
  }

  get low(): number | null {
    return this.point.low;
  }

  get high(): number | null {
    return this.point.high;
  }

  get level(): LevelName | null {
    return levelsOf(this.point.metric, this.point).level;
  }

  get levelLow(): LevelName | null {
    return levelsOf(this.point.metric, this.point).levelLow;
  }

  get levelHigh(): LevelName | null {
    return levelsOf(this.point.metric, this.point).levelHigh;
  }

  /** How the value differs from `previous`. */
  get change(): number | null {
    return changeFrom(this.previous, this.point.value, this.unit);
  }

  get overlapping(): boolean {
    return this.shared.overlapping;
  }

  /** Its services are judged by rules that differ, each by its own. */
  get rulesDiffer(): boolean {
    return this.point.rulesDiffer;
  }

  /** Numbers that explain the value. */
  get details(): readonly MetricDetail[] {
    return detailsOf(this.point, this.unit);
  }

  /** ISO 4217, of the amounts among them. */
  get currency(): string | null {
    return this.point.currency;
  }

  get computedAt(): number {
    return this.shared.computedAt;
  }

  get configVersion(): string {
    return this.shared.configVersion;
  }
}

/** The groups of a row under the names of their dimensions. */
export const groupColumns = (query: Pick<MetricQuery, 'by'>, group: Point['group']): GroupColumns => ({
  team: groupIn(query, group, 'TEAM'),
  service: groupIn(query, group, 'SERVICE'),
  repository: groupIn(query, group, 'REPOSITORY'),
  environment: groupIn(query, group, 'ENVIRONMENT'),
  flag: groupIn(query, group, 'FLAG'),
  target: groupIn(query, group, 'TARGET'),
  tagKey: tagKeyOf(query),
  tag: groupIn(query, group, 'TAG'),
});

function groupIn({ by }: Pick<MetricQuery, 'by'>, group: Point['group'], dimension: Dimension): string | null {
  for (let index = 0; index < by.length; index += 1) {
    if (by[index]!.dimension === dimension) return group[index] ?? null;
  }
  return null;
}

const tagKeyOf = ({ by }: Pick<MetricQuery, 'by'>): string | null =>
  by.find(({ dimension }) => dimension === 'TAG')?.tagKey ?? null;
