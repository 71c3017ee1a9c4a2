import { compareText } from '@leadline/events';
import { metricById } from '../registry.js';
import type { SqlStatement } from '../statement.js';
import type { EvidenceItem, ShownThing } from './evidence-item.js';
import { phaseRule } from '../phases/phase-evidence.js';
import type { EvidenceRule, EvidentPlace } from './evidence-rule.js';
import {
  entriesStatement,
  entryCountsStatement,
  type EvidenceRequest,
  type EvidenceRow,
  type ShownRow,
  type WholeRow,
  wholeStatement,
} from './evidence-statement.js';
import type { PointReference } from './point-reference.js';

/** How to come to the evidence of a point: run the statements, then let `read` make items of their rows. */
export type PlannedEvidence =
  /** Paged where the rows are. */
  | {
      readonly form: 'rows';
      readonly counts: SqlStatement;
      readonly page: (request: EvidenceRequest) => SqlStatement;
      readonly read: (row: EvidenceRow) => EvidenceItem;
    }
  /** Whole: entries exist only when all rows are seen together. */
  | {
      readonly form: 'whole';
      readonly statement: SqlStatement;
      readonly read: (rows: readonly WholeRow[]) => readonly EvidenceItem[];
    }
  /** Compared: what is live where is found in TypeScript, and there is no statement. */
  | { readonly form: 'compared'; readonly read: (places: readonly EvidentPlace[]) => readonly EvidenceItem[] }
  /** Nobody has said yet what this metric's evidence is. */
  | { readonly form: 'none' };

/** What says what of a point's rows counts; undefined: nobody has said so yet. */
export const evidenceRuleOf = ({
  metric,
  phase,
}: Pick<PointReference, 'metric' | 'phase'>): EvidenceRule | undefined =>
  phase === undefined ? metricById(metric).evidence : phaseRule(phase);

export function planEvidence(point: PointReference): PlannedEvidence {
  const rule = evidenceRuleOf(point);
  switch (rule?.form) {
    case undefined:
      return { form: 'none' };
    case 'rows':
      return {
        form: 'rows',
        counts: entryCountsStatement(point, rule),
        page: (request) => entriesStatement(point, rule, request),
        read: itemOf,
      };
    case 'whole':
      return {
        form: 'whole',
        statement: wholeStatement(point, rule),
        read: (rows) =>
          rule
            .assemble(
              rows.map((row) => ({
                shown: shownIn(row),
                isCounted: row.is_part === 1,
                reason: row.reason === '' ? null : row.reason,
                isNear: row.is_near === 1,
                failures: failuresIn(row),
                cell: row.cell,
              })),
              point,
            )
            .toSorted(latestFirst),
      };
    case 'compared':
      return { form: 'compared', read: (places) => places.map(rule.item).toSorted(latestFirst) };
  }
}

const latestFirst = (a: EvidenceItem, b: EvidenceItem): number => b.instant - a.instant || compareText(a.key, b.key);

function itemOf(row: EvidenceRow): EvidenceItem {
  return {
    ...shownIn(row),
    part: row.part,
    reason: row.reason === '' ? null : row.reason,
    change: row.change === '' ? null : row.change,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    value: row.value,
    numerator: row.numerator,
    denominator: row.denominator,
    failures: failuresIn(row),
    incidents: row.incidents,
    train: null,
  };
}

function shownIn(row: ShownRow): ShownThing {
  const { thing, id, key, instant, service, environment, deployment, occurrence, title, ...rest } = row;
  return {
    thing,
    id,
    key,
    instant,
    service: service || null,
    environment: environment || null,
    deployment: deployment === '' ? null : { service, environment, deployment, occurrence },
    title: title || null,
    status: rest.status,
    kind: rest.kind,
    sha: rest.sha,
    version: rest.version,
    url: rest.url,
  };
}

const failuresIn = ({ failures }: ShownRow): EvidenceItem['failures'] => failures.map(([rule, by]) => ({ rule, by }));
