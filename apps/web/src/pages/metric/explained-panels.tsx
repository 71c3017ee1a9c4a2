import { useState } from 'preact/hooks';
import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { ChangeLink } from '../../components/change-link.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { entryHref } from '../../entities/evidence-link.js';
import { MaybeLink } from '../../components/maybe-link.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import type { EvidenceKind, ExplainedMetricQuery, ExplainedRowFragment } from '../../generated/graphql.js';
import { type AmountUnit, amountText } from './amount-text.js';

type Explanation = ExplainedMetricQuery['explain'];

/** The rule, the options that differ, and the sum written out. */
export function RulePanel({
  explanation,
  pointId,
  unit,
}: {
  readonly explanation: Explanation;
  readonly pointId: string;
  readonly unit: AmountUnit;
}) {
  const { rule, source, arithmetic, options, counts } = explanation;
  const changed = options.filter(({ isDefault }) => !isDefault);
  const counted = counts.numerator + counts.denominator + counts.sample;
  return (
    <Panel title="How it is made" note={`${counted} counted, ${counts.leftOut} left out`}>
      <p>{rule}</p>
      {arithmetic !== null && <p class="mono">{arithmetic}</p>}
      {arithmetic !== null && unit === 'SECONDS' && <p class="s mute">All of it in seconds.</p>}
      <p class="s mute">
        {changed.length === 0
          ? 'Every option has its default.'
          : changed.map(({ name, value }) => `${name}: ${value}`).join(', ')}{' '}
        <a href={source}>Definition</a> <a href={`/graphql?point=${encodeURIComponent(pointId)}`}>GraphQL</a>
      </p>
    </Panel>
  );
}

/** Rows before somebody asks for more, and at most. */
const [FIRST, MOST] = [20, 100];

type Omitted = 'train' | 'adds' | 'remark';

/** Rows with what each adds. */
export function ExplainedRows({
  title,
  unit,
  rows,
  omits = [],
}: {
  readonly title: string;
  readonly unit: AmountUnit;
  readonly rows: readonly ExplainedRowFragment[];
  /** What the title says of all of them. */
  readonly omits?: readonly Omitted[];
}) {
  const columns = useColumns(unit, rows, omits);
  const [isWhole, setWhole] = useState(false);
  const shown = rows.slice(0, isWhole ? MOST : FIRST);
  const rest = Math.min(MOST, rows.length) - shown.length;
  return (
    <Panel
      title={title}
      note={rows.length > shown.length ? `the latest ${shown.length} of ${rows.length}` : 'latest first'}
    >
      {rows.length === 0 ? (
        <p class="mute">None.</p>
      ) : (
        <DataTable caption={title} columns={columns} rows={shown} rowKey={keyOf} />
      )}
      {rest > 0 && (
        <div class="row">
          <button type="button" class="btn" onClick={() => setWhole(true)}>
            Show {rest} more
          </button>
        </div>
      )}
    </Panel>
  );
}

/** What was left out, by reason. */
export function LeftOutPanel({
  unit,
  rows,
  isCut,
}: {
  readonly unit: AmountUnit;
  readonly rows: readonly ExplainedRowFragment[];
  readonly isCut: boolean;
}) {
  const groups = new Map<string, ExplainedRowFragment[]>();
  for (const row of rows) {
    const reason = row.reason ?? 'For another reason.';
    groups.set(reason, [...(groups.get(reason) ?? []), row]);
  }
  return (
    <>
      {[...groups].map(([reason, own]) => (
        <ExplainedRows
          key={reason}
          title={`${own.length} left out${isCut ? ' of the latest 500' : ''}: ${reason}`}
          unit={unit}
          rows={own}
          omits={['remark']}
        />
      ))}
    </>
  );
}

const keyOf = ({ kind, id, at, service, environment, train, deploymentId }: ExplainedRowFragment): string =>
  [kind, id, at, service, environment, train, deploymentId].join(' ');

/** What waits is in no deployment yet, and has a page of its own. */
const isChange = (id: string): boolean => /^(change|commit):/.test(id);

const kindWords: Readonly<Record<EvidenceKind, string>> = {
  DEPLOYMENT: 'deployment',
  CHANGE: 'change',
  COMMIT: 'commit',
  ATTEMPT: 'attempt',
  GATE: 'gate',
  ROLLBACK: 'rollback',
  INCIDENT: 'incident',
  FLAG: 'flag',
  FLAG_RELEASE: 'flag release',
  OBSERVATION: 'observation',
  RUN: 'pipeline run',
  TRAIN: 'release train',
  PLACE: 'place',
};

function useColumns(
  unit: AmountUnit,
  rows: readonly ExplainedRowFragment[],
  omits: readonly Omitted[],
): readonly Column<ExplainedRowFragment>[] {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const has = (name: 'service' | 'environment' | 'train' | 'value' | 'numerator'): boolean =>
    rows.some((row) => row[name] !== null);
  const columns: (Column<ExplainedRowFragment> | null)[] = [
    {
      title: 'What',
      place: 'title',
      cell: ({ title, sha, id, kind, deploymentId }) =>
        deploymentId === null && isChange(id) ? (
          <ChangeLink change={id} title={title} />
        ) : (
          <MaybeLink href={entryHref({ kind, id, deploymentId }, href)}>{title ?? sha?.slice(0, 7) ?? id}</MaybeLink>
        ),
    },
    { title: 'Kind', cell: ({ kind }) => kindWords[kind] },
    has('service') ? { title: 'Service', cell: ({ service }) => <bdi>{service ?? ''}</bdi> } : null,
    has('environment') ? { title: 'Environment', cell: ({ environment }) => <bdi>{environment ?? ''}</bdi> } : null,
    has('train') && !omits.includes('train') ? { title: 'Train', cell: ({ train }) => <bdi>{train ?? ''}</bdi> } : null,
    { title: 'At', cell: ({ at }) => <span class="nw">{momentText(at, timeZone, now)}</span> },
    has('value')
      ? {
          title: 'Adds',
          isNumber: true,
          cell: ({ value, opensAt, closesAt }) =>
            value === null ? '' : `${amountText(unit, value)}${opensAt !== null && closesAt === null ? ', open' : ''}`,
        }
      : null,
    has('numerator') && !omits.includes('adds')
      ? {
          title: 'Adds',
          isNumber: true,
          cell: ({ numerator, denominator }) => (numerator === null ? '' : `${numerator} of ${denominator ?? 0}`),
        }
      : null,
    !omits.includes('remark') && rows.some(({ reason }) => reason !== null)
      ? { title: 'Remark', place: 'wide', cell: ({ reason }) => reason ?? '' }
      : null,
  ];
  return columns.filter((column) => column !== null);
}
