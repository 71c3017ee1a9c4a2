import { evidenceOfWhole, leftOut, shareItem } from './evidence/evidence-rule.js';
import { type Cells, type MetricDefinition, noValue } from './metric.js';
import { asksOwnersOfBuckets, isOwnedAt } from './owners-of-spans.js';

const told =
  'service, state.at, entity, state.instrumented, state.total, state.criticalInstrumented, state.criticalTotal';

/** metrics-deployment.md C, M7: the latest observation of each service. A state: at the end of the window. */
export const observabilityCoverage: MetricDefinition<'OBSERVABILITY_COVERAGE'> = {
  id: 'OBSERVABILITY_COVERAGE',
  title: 'Observability coverage',
  summary: 'Share of the endpoints of services that are instrumented, by the latest report of each service.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://dora.dev/capabilities/monitoring-and-observability/',
  target: { is: 'AT_LEAST', value: 1, of: 'criticalRate' },
  relation: 'observations',
  looksAhead: true,
  row: () => ({
    is_coverage: `state.measure = 'coverage' AND isNotNull(state.at) AND isNotNull(state.instrumented) AND isNotNull(state.total)`,
  }),
  aggregates: (query) => ({
    reports: `groupArrayIf((${told}${asksOwnersOfBuckets(query) ? ', owned_at' : ''}), is_coverage)`,
  }),
  evidence: evidenceOfWhole<ReportCells>({
    made: 'share',
    of: () => ({
      among: `state.measure = 'coverage'`,
      counted: 'is_coverage',
      reasons: [['not_reported', 'NOT is_coverage']],
      cell: `(${told})`,
    }),
    assemble: (rows, point) => {
      const known = rows.filter(({ isCounted, cell }) => isCounted && reportIn(cell).at < point.window.to);
      const latest = new Set(latestOf(known.map(({ cell }) => reportIn(cell))).map(({ id }) => id));
      return rows.flatMap((row) => {
        if (!row.isCounted) return row.reason === null ? [] : [leftOut(row, row.reason)];
        const { id, at, instrumented, total } = reportIn(row.cell);
        if (latest.has(id)) return [shareItem(row, instrumented, total)];
        // Older ones of the window alone: the whole history is no answer.
        if (at < point.window.from) return [];
        return [leftOut(row, at < point.window.to ? 'superseded' : 'outside_window')];
      });
    },
  }),
  finish: (cells, { to }, query) => {
    const reports = cells.flatMap(reportsIn).filter(({ ownedAt }) => isOwnedAt(ownedAt, to, query));
    const latest = latestOf(reports.filter(({ at }) => at < to));
    const [instrumented, total] = [pooled(latest, 'instrumented'), pooled(latest, 'total')];
    const critical = latest.filter((report) => report.criticalInstrumented !== null && report.criticalTotal !== null);
    const criticalTotal = pooled(critical, 'criticalTotal');
    // Endpoints of one service are not independent: a share of them has no interval.
    return {
      ...noValue,
      value: total === 0 ? null : instrumented / total,
      n: latest.length,
      numerator: instrumented,
      denominator: total,
      details: { criticalRate: criticalTotal === 0 ? null : pooled(critical, 'criticalInstrumented') / criticalTotal },
    };
  },
};

interface CoverageReport {
  readonly service: string;
  readonly at: number;
  readonly id: string;
  readonly instrumented: number;
  readonly total: number;
  readonly criticalInstrumented: number | null;
  readonly criticalTotal: number | null;
  /** Ends of buckets at which the team asked for owned the service. */
  readonly ownedAt: readonly number[] | undefined;
}

type ReportCells = [string, number, string, number, number, number | null, number | null, ownedAt?: readonly number[]];

const reportsIn = (cells: Cells): CoverageReport[] => (cells['reports'] as ReportCells[]).map(reportIn);

function reportIn([
  service,
  at,
  id,
  instrumented,
  total,
  criticalInstrumented,
  criticalTotal,
  ownedAt,
]: ReportCells): CoverageReport {
  return { service, at, id, instrumented, total, criticalInstrumented, criticalTotal, ownedAt };
}

/** Of each service; of two at one instant that with the greater id. */
function latestOf(reports: readonly CoverageReport[]): CoverageReport[] {
  const latest = new Map<string, CoverageReport>();
  for (const report of reports) {
    const known = latest.get(report.service);
    const isLater = known === undefined || report.at > known.at || (report.at === known.at && report.id > known.id);
    if (isLater) latest.set(report.service, report);
  }
  return [...latest.values()];
}

const pooled = (
  reports: readonly CoverageReport[],
  name: 'instrumented' | 'total' | 'criticalInstrumented' | 'criticalTotal',
): number => reports.reduce((sum, report) => sum + (report[name] ?? 0), 0);
