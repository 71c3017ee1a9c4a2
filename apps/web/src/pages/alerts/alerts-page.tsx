import { useState } from 'preact/hooks';
import { scopeOf, useHref, useHrefHere, useNavigation } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { counted } from '../../format/number.js';
import { alertsRaisedQuery } from '../../generated/graphql.js';
import { AlertTable } from './alert-table.js';
import { type RaisedAlert, ruleName, rules, titleOf } from './alert-words.js';
import { RulesPanel } from './rules-panel.js';

/** Of those that are over, before somebody asks for more. */
const FIRST = 20;

/** What somebody should look at, what was, and the rules that say so. */
export function AlertsPage() {
  const { view } = useNavigation().address;
  const href = useHref();
  const scope = scopeOf({ ...view, flag: null });
  const question = useQuestion(alertsRaisedQuery, { scope, asOf: view.asOf });
  return (
    <Answered question={question} subject="The alerts" skeleton={<SkeletonPanel lines={14} />}>
      {({ alerts: { nodes, totalCount } }) => (
        <>
          <PageHead
            title={titleOf(nodes)}
            text="By deployments and release trains of the last 90 days, silence of 28, drift and budgets of 14. What is told later may change what was."
            aside={
              <a class="btn" href={href('notices')}>
                What channels were told
              </a>
            }
          />
          <Raised alerts={nodes} isCut={(totalCount ?? 0) > nodes.length} />
          <RulesPanel alerts={nodes} />
        </>
      )}
    </Answered>
  );
}

function Raised({ alerts, isCut }: { readonly alerts: readonly RaisedAlert[]; readonly isCut: boolean }) {
  const { only } = useNavigation().address.view;
  const hrefHere = useHrefHere();
  const [isWhole, setWhole] = useState(false);
  const rule = rules.find((one) => one === only);
  const shown = rule === undefined ? alerts : alerts.filter((alert) => alert.rule === rule);
  const open = shown.filter(({ state }) => state === 'OPEN');
  const over = shown.filter(({ state }) => state === 'RESOLVED');
  const of = rule === undefined ? '' : `: ${ruleName(rule)}`;
  return (
    <>
      <Panel
        title={`Open${of}`}
        note={rule === undefined ? 'latest first' : <a href={hrefHere({ only: null })}>Of every rule</a>}
      >
        {open.length === 0 ? (
          <p class="mute">None, as far as the sources have told.</p>
        ) : (
          <AlertTable caption="Alerts that are open" alerts={open} />
        )}
      </Panel>
      <Panel
        title={`Over${of}`}
        note={isCut ? `the latest ${counted(alerts.length, 'alert')} are shown` : counted(over.length, 'alert')}
      >
        {over.length === 0 ? (
          <p class="mute">None.</p>
        ) : (
          <AlertTable caption="Alerts that are over" alerts={isWhole ? over : over.slice(0, FIRST)} />
        )}
        {over.length > FIRST && !isWhole && (
          <div class="row">
            <button type="button" class="btn" onClick={() => setWhole(true)}>
              Show {over.length - FIRST} more
            </button>
          </div>
        )}
      </Panel>
    </>
  );
}
