import type { BodyReading, Place } from '../body-reading.js';
import type { JsonHook } from '../json-hook.js';

/** An event of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface AwsEvent {
  readonly reading: BodyReading;
  readonly detail: Place;
  readonly resources: readonly string[];
  readonly at: string;
  /** Account and region, in which ids are unique. */
  readonly scope: string;
}

export function awsEventOf({ body, reading }: JsonHook): AwsEvent {
  return {
    reading,
    detail: reading.requiredObject(body, 'detail'),
    resources: reading.texts(body, 'resources') ?? [],
    at: reading.requiredInstant(body, 'time'),
    scope: `${reading.requiredText(body, 'account')}/${reading.requiredText(body, 'region')}`,
  };
}
