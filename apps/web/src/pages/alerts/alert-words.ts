import { ruleText } from '../../entities/rule-text.js';
import { capital } from '../../format/text.js';
import { counted } from '../../format/number.js';
import type { AlertRule, AlertsRaisedQuery } from '../../generated/graphql.js';

export type RaisedAlert = AlertsRaisedQuery['alerts']['nodes'][number];

/** When each rule opens an alert, as it is without a line of `thresholds`. In the order of urgency. */
export const ruleTexts: Readonly<Record<AlertRule, string>> = {
  CANARY_REGRESSION: 'a canary check failed last, or errors doubled during a rollout',
  ROLLBACK_FAILED: 'a rollback failed, or an aborted rollout has traffic after five minutes',
  BURN: 'an error budget is spent too fast: half of it within an hour of a rollout, or so fast that it would not last',
  DEPENDENCY_OUTAGE: 'a service next to one that was just deployed has an incident that pages',
  VERIFICATION_FAILED: 'a check after a rollout failed',
  RELEASE_BUDGET: 'one deployment spent more than a fifth of an error budget',
  COST: 'a day costs over 5 % more after a deployment than before',
  POLICY: 'a check before a rollout failed',
  DRIFT: 'a place lacks more than 20 changes of the stage before it, or one for two days',
  SOURCE_SILENT: 'an endpoint delivered nothing for much longer than usual',
  METRIC_THRESHOLD: 'a metric is beyond a bound of the configuration',
  GATE_WAITING: 'a gate waits for a decision for more than an hour',
  TRAIN_LATE: 'a release train has not left though its tolerance is over',
};

export const rules = Object.keys(ruleTexts) as readonly AlertRule[];

/** "Canary regression". */
export const ruleName = (rule: AlertRule): string => capital(ruleText(rule));

export const severityWords: Readonly<Record<RaisedAlert['severity'], string>> = {
  PAGE: 'now',
  TICKET: 'in working hours',
  INFORM: 'to be known',
};

export const audienceWords: Readonly<Record<RaisedAlert['audience'][number], string>> = {
  ON_CALL: 'on call',
  OWNER: 'owner',
  DEVELOPERS: 'developers',
  APPROVERS: 'approvers',
  PRODUCT: 'product',
  PLATFORM: 'platform',
};

/** The finding of the page. */
export function titleOf(alerts: readonly RaisedAlert[]): string {
  const open = alerts.filter(({ state }) => state === 'OPEN');
  const pages = open.filter(({ severity }) => severity === 'PAGE').length;
  if (open.length === 0) return 'No alert is open';
  const all = counted(open.length, 'alert is open', 'alerts are open');
  if (pages === 0) return `${all}, none of them urgent`;
  return pages === open.length ? `${all}, to be looked at now` : `${all}, ${pages} to be looked at now`;
}
