import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { measureWords, ruleWords } from '../../entities/outlier-words.js';
import { count } from '../../format/number.js';
import type { OutlierScanQuery } from '../../generated/graphql.js';
import type { Compared } from './outliers-page.js';

type LookedAt = OutlierScanQuery['outlierScan']['lookedAt'][number];
type NotJudged = LookedAt['notJudged'][number];

/** What each rule looked at: how much it could judge, and why not the rest. That nothing was found is told by this alone. */
export function LookedAtPanel({ lookedAt, by }: { readonly lookedAt: readonly LookedAt[]; readonly by: Compared }) {
  const columns: readonly Column<LookedAt>[] = [
    { title: 'Rule', place: 'title', cell: ({ rule, measure }) => `${measureWords[measure]}, ${ruleWords[rule]}` },
    { title: 'Looked at', isNumber: true, cell: (row) => lookedText(row, by) },
    { title: 'Judged', isNumber: true, cell: ({ judged }) => count(judged) },
    {
      title: 'Stand out',
      isNumber: true,
      cell: ({ flagged }) => (flagged === 0 ? <span class="mute">0</span> : <b>{count(flagged)}</b>),
    },
    { title: 'Not flagged', isNumber: true, cell: ({ judged, flagged }) => count(judged - flagged) },
    { title: 'Not judged', place: 'wide', cell: ({ notJudged }) => notJudged.map(reasonText).join('; ') },
  ];
  return (
    <Panel title="Looked at and not flagged" note="every rule, whether it found something or not">
      <DataTable
        caption="What each rule looked at"
        columns={columns}
        rows={lookedAt}
        rowKey={({ rule, measure }) => `${rule} ${measure}`}
      />
    </Panel>
  );
}

function lookedText({ rule, measure, looked }: LookedAt, by: Compared): string {
  const [one, many] = unitOf(rule, measure, by);
  return `${count(looked)} ${looked === 1 ? one : many}`;
}

function unitOf(
  rule: LookedAt['rule'],
  measure: LookedAt['measure'],
  by: Compared,
): readonly [one: string, many: string] {
  if (rule === 'UNUSUAL_DAY') return ['day', 'days'];
  if (rule === 'SINGLE_RECORD')
    return measure === 'INCIDENT' ? ['incident', 'incidents'] : ['deployment', 'deployments'];
  return by === 'team' ? ['team', 'teams'] : ['service', 'services'];
}

const reasonText = ({ reason, count: many }: NotJudged): string => `${count(many)} ${reasons[reason]}`;

const reasons: Readonly<Record<NotJudged['reason'], string>> = {
  TOO_FEW: 'with too few',
  TOO_FEW_BEFORE: 'with too few before',
  TOO_FEW_PEERS: 'with too few others to compare with',
  STILL_OPEN: 'with a recovery that is not over',
  NO_VARIATION: 'where nothing varies or nothing failed',
  CONTAINS_OTHERS: 'above others that are compared',
};
