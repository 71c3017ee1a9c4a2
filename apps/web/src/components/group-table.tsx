import type { ComponentChildren } from 'preact';
import type { ValueFragment } from '../generated/graphql.js';
import { compare, type Judged } from '../measures/comparison.js';
import { type Measure, measures } from '../measures/measure.js';
import { commonRate, valueText } from '../measures/value-text.js';
import { type Column, DataTable } from './data-table.js';
import { Icon } from './marks.js';

/** A team or a service, with its five values now and before. In order of name, never of score. */
export interface Group {
  readonly name: string;
  readonly now: readonly (ValueFragment & Judged)[];
  readonly before: readonly ValueFragment[];
}

const FREQUENCY: Measure['id'] = 'DEPLOYMENT_FREQUENCY';
const titles: Readonly<Record<Measure['id'], string>> = {
  CHANGE_LEAD_TIME: 'Lead time',
  DEPLOYMENT_FREQUENCY: 'Deployments',
  FAILED_DEPLOYMENT_RECOVERY_TIME: 'Recovery',
  CHANGE_FAIL_RATE: 'Fail rate',
  DEPLOYMENT_REWORK_RATE: 'Rework',
};

/** Groups side by side, each against its own past. */
export function GroupTable({
  caption,
  groups,
  first,
  title,
}: {
  readonly caption: string;
  readonly groups: readonly Group[];
  readonly title: string;
  readonly first: (group: Group) => ComponentChildren;
}) {
  const rate = commonRate(
    groups.flatMap(({ now }) =>
      now.flatMap(({ metric, value }) => (metric === FREQUENCY && value !== null ? [value] : [])),
    ),
  );
  const columns: readonly Column<Group>[] = [
    { title, place: 'title', cell: first },
    ...measures.map((measure): Column<Group> => ({
      title: titles[measure.id],
      isNumber: true,
      cell: (group) => <Cell measure={measure} group={group} rate={rate} />,
    })),
  ];
  return <DataTable caption={caption} columns={columns} rows={groups} rowKey={({ name }) => name} />;
}

function Cell({
  measure,
  group,
  rate,
}: {
  readonly measure: Measure;
  readonly group: Group;
  /** A rate in whose unit those of the column are. */
  readonly rate: number;
}) {
  const now = group.now.find(({ metric }) => metric === measure.id);
  const before = group.before.find(({ metric }) => metric === measure.id);
  if (now === undefined || now.value === null) return <span class="mute">–</span>;
  const comparison = compare(measure, now, before);
  return (
    <span class="cell">
      {measure.kind === 'rate' ? valueText('rate', now.value, rate) : valueText(measure.kind, now.value)}
      {comparison.verdict === 'none' ? (
        <span class="delta" title={comparison.reason}>
          <Icon shape="few" />
          <span class="sr">{comparison.reason}</span>
        </span>
      ) : (
        <span class={`delta ${comparison.verdict}`} title={`${comparison.text} ${comparison.word}`}>
          <Icon shape={comparison.verdict} />
          <span class="sr">
            {comparison.text} {comparison.word}
          </span>
        </span>
      )}
    </span>
  );
}

/** What the marks beside the numbers mean. */
export function GroupKey({ against }: { readonly against: string }) {
  return (
    <div class="key" aria-hidden="true">
      <span class="delta better">
        <Icon shape="better" /> better
      </span>
      <span class="delta worse">
        <Icon shape="worse" /> worse
      </span>
      <span class="delta usual">
        <Icon shape="usual" /> usual variation
      </span>
      <span class="delta">
        <Icon shape="few" /> too few to compare
      </span>
      <span>each against {against}</span>
    </div>
  );
}
