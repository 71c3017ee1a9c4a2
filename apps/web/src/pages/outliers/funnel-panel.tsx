import { FunnelChart } from '../../charts/funnel-chart.js';
import { funnelMarks, standingOf } from '../../charts/funnel-marks.js';
import { useHref } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Mark, State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { NBSP } from '../../format/number.js';
import type { FunnelPlotFragment } from '../../generated/graphql.js';
import { measureById } from '../../measures/measure.js';
import { intervalText, valueText } from '../../measures/value-text.js';
import type { Compared } from './outliers-page.js';

type FunnelPoint = FunnelPlotFragment['points'][number];

const nameOf = ({ team, service }: FunnelPoint): string => team ?? service ?? '';

/** Shares against that of all together: what lies inside the funnel is what chance explains. No ranking. */
export function FunnelPanel({ funnel, by }: { readonly funnel: FunnelPlotFragment; readonly by: Compared }) {
  const href = useHref();
  const { metric, pooled, points } = funnel;
  const measure = measureById(metric);
  if (measure === undefined) return null;
  const title = `${measure.title} by ${by}`;
  const hrefOf = (name: string): string => href(by, name, { metric: measure.slug });
  const marks = funnelMarks(points.map((point) => ({ ...point, name: nameOf(point) })));
  return (
    <Panel title={title} width={6}>
      {pooled === null || marks.length === 0 ? (
        <p class="mute">No {by} has deployed anything in this window.</p>
      ) : (
        <>
          <p class="s mute">
            Each mark is a {by}. Inside the funnel is what chance explains; it is no ranking. Whether one stands out is
            told by the posterior rule, not by the limits.
          </p>
          <FunnelChart
            marks={marks}
            pooled={pooled}
            label={sentenceOf(title, by, pooled, points)}
            markLabel={`${title}: ${by} by ${by}`}
            hrefOf={hrefOf}
          />
          <FunnelKey by={by} />
          <FunnelTable title={title} by={by} points={points} hrefOf={hrefOf} />
        </>
      )}
    </Panel>
  );
}

/** What is to be seen in the plot. */
function sentenceOf(title: string, by: Compared, pooled: number, points: readonly FunnelPoint[]): string {
  const flagged = points.filter((point) => point.flagged);
  const found =
    flagged.length === 0
      ? `no ${by} stands out`
      : `${flagged.map((point) => `${nameOf(point)}, ${point.numerator} of ${point.n}`).join('; ')} ${flagged.length === 1 ? 'stands' : 'stand'} out`;
  const few = points.filter(({ judged }) => !judged).length;
  const unjudged = few === 0 ? '' : `; ${few} of ${points.length} have fewer than ten deployments and are not judged`;
  return `Funnel plot, ${title}: all together ${valueText('share', pooled)}; ${found}${unjudged}.`;
}

/** How to read the chart. */
function FunnelKey({ by }: { readonly by: Compared }) {
  return (
    <div class="key" aria-hidden="true">
      <span>
        <svg class="swatch">
          <path class="signal" d="M9 0l6 6-6 6-6-6z" />
        </svg>
        stands out
      </span>
      <span>
        <svg class="swatch">
          <circle class="dot" cx="9" cy="6" r="5" />
        </svg>
        {by}
      </span>
      <span>
        <svg class="swatch">
          <circle class="thin" cx="9" cy="6" r="4.5" />
        </svg>
        n{NBSP}&lt;{NBSP}10, not judged
      </span>
      <span>
        <svg class="swatch">
          <rect class="usual" width="18" height="12" />
        </svg>
        95{NBSP}% limits
      </span>
      <span>
        <svg class="swatch">
          <line class="limit far" x1="0" y1="6" x2="18" y2="6" />
        </svg>
        99.8{NBSP}% limits
      </span>
    </div>
  );
}

/** The same as the chart, for those who read rather than look. */
function FunnelTable({
  title,
  by,
  points,
  hrefOf,
}: {
  readonly title: string;
  readonly by: Compared;
  readonly points: readonly FunnelPoint[];
  readonly hrefOf: (name: string) => string;
}) {
  const columns: readonly Column<FunnelPoint>[] = [
    {
      title: by === 'team' ? 'Team' : 'Service',
      place: 'title',
      cell: (point) => (
        <a class="q" href={hrefOf(nameOf(point))}>
          <bdi>{nameOf(point)}</bdi>
        </a>
      ),
    },
    { title: 'Made from', isNumber: true, cell: ({ numerator, n }) => `${numerator} of ${n}` },
    { title: 'Share', isNumber: true, cell: ({ value }) => valueText('share', value) },
    {
      title: '95 % limits',
      isNumber: true,
      cell: ({ low95, high95, value }) => intervalText('share', low95, high95, value),
    },
    {
      title: '99.8 % limits',
      isNumber: true,
      cell: ({ low998, high998, value }) => intervalText('share', low998, high998, value),
    },
    { title: 'Stands', place: 'wide', cell: (point) => <Standing point={point} /> },
  ];
  return (
    <details class="tbl">
      <summary>Show as table</summary>
      <DataTable caption={title} columns={columns} rows={points} rowKey={nameOf} />
    </details>
  );
}

function Standing({ point }: { readonly point: FunnelPoint }) {
  if (point.flagged)
    return (
      <Mark shape="worse" tone="bad">
        stands out
      </Mark>
    );
  if (!point.judged) return <State tone="insufficient">{standingOf(point)}</State>;
  return <>{standingOf(point)}</>;
}
