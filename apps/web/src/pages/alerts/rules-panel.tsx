import { useHrefHere } from '../../address/navigation.js';
import { type Column, DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { count } from '../../format/number.js';
import type { AlertRule } from '../../generated/graphql.js';
import { type RaisedAlert, ruleName, rules, ruleTexts } from './alert-words.js';

/** Every rule, when it opens an alert, and how often it did: that nothing is open is told by this alone. */
export function RulesPanel({ alerts }: { readonly alerts: readonly RaisedAlert[] }) {
  const hrefHere = useHrefHere();
  const many = (rule: AlertRule, state: RaisedAlert['state']): number =>
    alerts.filter((alert) => alert.rule === rule && alert.state === state).length;
  const columns: readonly Column<AlertRule>[] = [
    {
      title: 'Rule',
      place: 'title',
      cell: (rule) =>
        many(rule, 'OPEN') + many(rule, 'RESOLVED') === 0 ? (
          ruleName(rule)
        ) : (
          <a class="q" href={hrefHere({ only: rule })}>
            {ruleName(rule)}
          </a>
        ),
    },
    { title: 'Opens when', place: 'wide', cell: (rule) => ruleTexts[rule] },
    { title: 'Open', isNumber: true, cell: (rule) => <Many of={many(rule, 'OPEN')} /> },
    { title: 'Over', isNumber: true, cell: (rule) => <Many of={many(rule, 'RESOLVED')} /> },
  ];
  return (
    <Panel title="Rules" note="thresholds in leadline.yaml may say other limits">
      <DataTable caption="Rules of alerts" columns={columns} rows={rules} rowKey={(rule) => rule} />
    </Panel>
  );
}

const Many = ({ of }: { readonly of: number }) => (of === 0 ? <span class="mute">0</span> : <b>{count(of)}</b>);
