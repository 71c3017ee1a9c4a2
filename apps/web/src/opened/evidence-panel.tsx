import { useEffect, useRef, useState } from 'preact/hooks';
import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../address/navigation.js';
import { CommitLink } from '../components/change-link.js';
import { MaybeLink } from '../components/maybe-link.js';
import { type Column, DataTable } from '../components/data-table.js';
import { entryHref } from '../entities/evidence-link.js';
import { exactDuration } from '../format/duration.js';
import { momentText } from '../format/date.js';
import { count } from '../format/number.js';
import { capital } from '../format/text.js';
import type { EvidenceRowFragment } from '../generated/graphql.js';
import type { Measure } from '../measures/measure.js';
import type { Measured } from '../measures/measured.js';
import type { Evidence } from './evidence.js';

const PAGE = 25;

/** The items behind one line of the explanation: those counted, those above the line, or those left out for a reason. */
export function EvidencePanel({
  measured,
  evidence,
  panel,
}: {
  readonly measured: Measured;
  readonly evidence: Evidence;
  readonly panel: string;
}) {
  const hrefHere = useHrefHere();
  const head = useRef<HTMLHeadingElement>(null);
  const [shown, setShown] = useState(PAGE);
  const { title, rows, total } = listOf(measured.measure, evidence, panel);
  const columns = useColumns(measured.measure, rows);
  useEffect(() => {
    setShown(PAGE);
    head.current?.focus();
  }, [panel]);
  return (
    <section class="panel listed">
      <header>
        <h2 ref={head} tabIndex={-1}>
          {title}
        </h2>
        <a class="s" href={hrefHere({ panel: null })}>
          Close <kbd>Esc</kbd>
        </a>
      </header>
      {rows.length === 0 ? (
        <p class="mute">Nothing is listed here.</p>
      ) : (
        <DataTable
          caption={title}
          columns={columns}
          rows={rows.slice(0, shown)}
          rowKey={({ id, deploymentId }) => `${id} ${deploymentId}`}
        />
      )}
      {rows.length > shown && (
        <button type="button" class="btn more" onClick={() => setShown((count) => count + PAGE * 4)}>
          Show more of {total > rows.length ? `the latest ${rows.length}` : count(rows.length)}
        </button>
      )}
    </section>
  );
}

function listOf(
  measure: Measure,
  evidence: Evidence,
  panel: string,
): {
  readonly title: string;
  readonly rows: readonly EvidenceRowFragment[];
  /** There may be more than are listed. */
  readonly total: number;
} {
  const [, many] = measure.samples;
  if (panel === 'counted')
    return {
      title: `${count(evidence.countedTotal)} ${many} counted`,
      rows: evidence.counted,
      total: evidence.countedTotal,
    };
  if (panel === 'above') {
    const what = measure.id === 'CHANGE_FAIL_RATE' ? 'deployments failed' : 'deployments were unplanned repairs';
    return { title: `${evidence.above.length} ${what}`, rows: evidence.above, total: evidence.above.length };
  }
  const group = evidence.leftOut.find(({ code }) => `left-out.${code}` === panel);
  if (group === undefined) return { title: 'Nothing was left out for this reason', rows: [], total: 0 };
  return { title: `${group.rows.length} left out: ${group.reason}`, rows: group.rows, total: group.rows.length };
}

function useColumns(measure: Measure, rows: readonly EvidenceRowFragment[]): readonly Column<EvidenceRowFragment>[] {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const isOfCommits = measure.id === 'CHANGE_LEAD_TIME';
  const columns: (Column<EvidenceRowFragment> | null)[] = [
    {
      title: 'What',
      place: 'title',
      cell: ({ title, sha, id, service, kind, deploymentId }) => (
        <MaybeLink href={entryHref({ kind, id, deploymentId }, href)}>
          {kind === 'DEPLOYMENT'
            ? `${service ?? ''} ${sha?.slice(0, 7) ?? title ?? ''}`
            : (title ?? sha?.slice(0, 7) ?? id)}
        </MaybeLink>
      ),
    },
    isOfCommits ? { title: 'Commit', cell: ({ sha }) => sha !== null && <CommitLink sha={sha} /> } : null,
    isOfCommits ? { title: 'Service', cell: ({ service }) => <bdi class="nw">{service}</bdi> } : null,
    // Of commits in one environment the title says more, and there is no room for both.
    isOfCommits && new Set(rows.map(({ environment }) => environment)).size < 2
      ? null
      : { title: 'Environment', cell: ({ environment }) => <bdi>{environment}</bdi> },
    { title: 'Finished', cell: ({ at }) => <span class="nw">{momentText(at, timeZone, now)}</span> },
    measure.kind === 'duration'
      ? {
          title: capital(measure.name),
          isNumber: true,
          cell: ({ value }) => (value === null ? '' : <span class="nw">{exactDuration(value)}</span>),
        }
      : null,
  ];
  return columns.filter((column) => column !== null);
}
