import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { previousLabel, windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { Panel } from '../../components/panel.js';
import { capital } from '../../format/text.js';
import { howDeploymentsGoQuery, type MetricId } from '../../generated/graphql.js';
import { slugOf } from '../metric/metric-slug.js';
import { MetricValues } from '../metric/metric-values.js';

/** The deployment itself: does it succeed, how long does it take, what does it do to users, budgets and cost. */
const ids: readonly MetricId[] = [
  'DEPLOYMENT_SUCCESS_RATE',
  'TIME_TO_DEPLOY',
  'VERIFICATION_LATENCY',
  'CANARY_PASS_RATE',
  'ROLLBACK_TIME',
  'POST_DEPLOY_ERROR_RATIO',
  'CUSTOMER_IMPACT_TIME',
  'DEPLOYMENT_DOWNTIME',
  'ERROR_BUDGET_CONSUMED',
  'DEPLOYMENT_COST_DELTA',
  'PIPELINE_FAILURE_RATE',
  'AUTOMATION_COVERAGE',
  'OBSERVABILITY_COVERAGE',
];

/** How deployments to production went in the window, of the team and service of the address. */
export function HowTheyGoPanel() {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const href = useHref();
  const { team, service, asOf } = view;
  const question = useQuestion(howDeploymentsGoQuery, {
    ids,
    window: windowInput(window.days, window.timeZone),
    previous: windowInput(window.previous, window.timeZone),
    scope: {
      ...(team === null ? {} : { teams: [team] }),
      ...(service === null ? {} : { services: [service] }),
    },
    asOf,
  });
  return (
    <Answered question={question} subject="How deployments go" skeleton={<SkeletonPanel lines={14} />}>
      {({ metricCatalog, now, before }) => (
        <Panel title="How they go" note={<a href={href('metric', 'all')}>All metrics</a>}>
          <MetricValues
            caption="How deployments to production go"
            now={now}
            before={before}
            beforeTitle={capital(previousLabel(window))}
            titles={Object.fromEntries(metricCatalog.map(({ id, title }) => [id, title]))}
            hrefOf={(metric) => href('metric', slugOf(metric), { team, service })}
            countText={({ n }) => `n = ${n}`}
          />
          <p class="cap">
            Of production. – is no data, which is not zero: tools told nothing of it. Each name opens what the number
            was made from.
          </p>
        </Panel>
      )}
    </Answered>
  );
}
