import type { AlertRule, AlertSeverity } from '@leadline/events';
import type { AlertAudience, AlertState } from '@leadline/insights';
import type { AlertRow } from '@leadline/pipeline';
import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { capitalizedEnum, documentedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const AlertRuleEnum = documentedEnum<AlertRule>('AlertRule', 'What raised an alert.', {
  CANARY_REGRESSION:
    'During a rollout a canary check failed last, or there were more than twice the errors and at least ten (value: how many times as many).',
  ROLLBACK_FAILED:
    'A rollback failed, or an aborted rollout has traffic after five minutes (value: its share then, 0 to 100).',
  DEPENDENCY_OUTAGE:
    'A service next to one that was deployed within the hour before has an incident that pages (value: seconds from the deployment to it).',
  BURN: 'More than half of an error budget was spent within an hour, during a rollout or the hour after it (value: the share at its worst); outside rollouts, it is spent so fast that it would not last its window (value: how many times too fast).',
  RELEASE_BUDGET: 'One deployment spent more than a fifth of an error budget (value: the share).',
  VERIFICATION_FAILED: 'A check after a rollout failed, and nobody is paged for it.',
  POLICY: 'A check before a rollout failed.',
  COST: 'A day costs more after a deployment than before (value: the share by which).',
  GATE_WAITING: 'A gate waits for a decision for more than an hour (value: seconds it waited).',
  DRIFT:
    'A place lacks too many changes of the stage before it, or one for too long (value: changes, or seconds, as the threshold).',
  TRAIN_LATE: 'A release train has not left though its tolerance is over (value: seconds since it was to leave).',
  SOURCE_SILENT: 'Nothing came from an endpoint for much longer than usual (value: seconds since the last delivery).',
  METRIC_THRESHOLD: 'A metric is beyond a bound of the configuration (value: of the latest window that is over).',
});

export const AlertStateEnum = capitalizedEnum<AlertState>('AlertState', 'Whether an alert is over.', {
  open: 'It is not.',
  resolved: 'It is.',
});

export const AlertSeverityEnum = capitalizedEnum<AlertSeverity>('AlertSeverity', 'How soon somebody should look.', {
  page: 'Now.',
  ticket: 'In working hours.',
  inform: 'It is to be known.',
});

export const AlertAudienceEnum = capitalizedEnum<AlertAudience>('AlertAudience', 'Whom an alert concerns.', {
  on_call: 'Whoever is on call.',
  owner: 'The owner of the service.',
  developers: 'Its developers.',
  approvers: 'Those who may decide at the gate.',
  product: 'Whoever plans releases.',
  platform: 'Whoever runs Leadline and what it hears from.',
});

@ObjectType({ description: 'Something somebody should look at, with the rule that says so.' })
export class Alert implements Omit<AlertRow, 'deployment'> {
  @Field(() => ID, { description: 'The same whenever the same alert is found.' })
  readonly id!: string;

  @Field(() => AlertRuleEnum, { description: 'What raised it.' })
  readonly rule!: AlertRule;

  @Field(() => String, {
    description:
      'What it is of: at most one alert of a rule and key is open. Id of a deployment, a gate or a train, names of what else it is of.',
  })
  readonly key!: string;

  @Field(() => AlertStateEnum, { description: 'Whether it is over.' })
  readonly state!: AlertState;

  @Field(() => AlertSeverityEnum, { description: 'How soon somebody should look.' })
  readonly severity!: AlertSeverity;

  @Field(() => [AlertAudienceEnum], { description: 'Whom it concerns.' })
  readonly audience!: readonly AlertAudience[];

  @Field(() => String, { description: 'What is wrong, in words; names in them are as senders gave them.' })
  readonly what!: string;

  @Field(() => Float, optional('What was measured, as the rule says; null: a check that failed.'))
  readonly value!: number | null;

  @Field(() => Float, optional('What the value exceeds.'))
  readonly threshold!: number | null;

  @Field(() => DateTime, { description: 'When it opened.' })
  readonly since!: number;

  @Field(() => DateTime, optional('When it was over; null: it is open.'))
  readonly resolvedAt!: number | null;

  @Field(() => [String], { description: 'Services it concerns; none: it is of no service.' })
  readonly services!: readonly string[];

  @Field(() => String, optional('Environment; null: of none.'))
  readonly environment!: string | null;

  @Field(() => Float, optional('Share of traffic its deployment has, 0 to 100; null: not told.'))
  readonly trafficShare!: number | null;
}

export const AlertConnection = connectionType('Alert', Alert, 'Alerts, open ones first, latest first.');
