import type { DeliverySummary, QuarantineEntry as Entry } from '@leadline/pipeline';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { EventReference } from '../deployments/deployment-detail.types.js';
import { connectionType } from '../schema/connection.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const QuarantineStateEnum = capitalizedEnum<Entry['state']>(
  'QuarantineState',
  'Whether something is still not understood.',
  {
    open: 'It is not understood.',
    resolved: 'A later attempt understood it.',
  },
);
export const StageEnum = capitalizedEnum<Entry['stage']>('QuarantineStage', 'Where something was not understood.', {
  normalize: 'Reading the delivery.',
  fold: 'Reading an event of it.',
});

@ObjectType({ description: 'A delivery that could not be understood, with the reason and the place.' })
export class QuarantineEntry implements Entry {
  @Field(() => ID, { description: 'What `retryQuarantined` takes.' })
  readonly id!: string;

  @Field(() => ID, { description: 'The delivery; `delivery(id:)` shows its bytes.' })
  readonly deliveryId!: string;

  @Field(() => String, { description: 'Endpoint it came to.' })
  readonly endpoint!: string;

  @Field(() => String, { description: 'The source it was taken for.' })
  readonly source!: string;

  @Field(() => StageEnum, { description: 'Where it was not understood.' })
  readonly stage!: Entry['stage'];

  @Field(() => String, { description: 'Why, for programs: unreadable_body, invalid_event, …' })
  readonly code!: string;

  @Field(() => String, { description: 'Why, for people.' })
  readonly message!: string;

  @Field(() => String, { description: 'JSON pointer (RFC 6901) into the body; "": the whole.' })
  readonly pointer!: string;

  @Field(() => DateTime, { description: 'When it was received.' })
  readonly receivedAt!: number;

  @Field(() => QuarantineStateEnum, { description: 'Whether it is still not understood.' })
  readonly state!: Entry['state'];

  @Field(() => Int, { description: 'How often it was tried.' })
  readonly attempts!: number;
}

export const QuarantineConnection = connectionType(
  'Quarantine',
  QuarantineEntry,
  'What could not be understood, latest first.',
);

@ObjectType({ description: 'A header of a delivery.' })
export class DeliveryHeader {
  @Field(() => String, { description: 'Its name, in small letters.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value!: string;
}

export const DeliveryOutcomeEnum = capitalizedEnum<DeliverySummary['outcome']>(
  'DeliveryOutcome',
  'What became of a delivery.',
  {
    normalized: 'It was understood.',
    ignored: 'It was understood, and is of no interest.',
    quarantined: 'It was not understood.',
  },
);

@ObjectType({ description: 'What a sender sent, as it was received.' })
export class Delivery {
  @Field(() => ID, { description: 'Its position in the log, "<partition>:<offset>".' })
  readonly id!: string;

  @Field(() => ID, { description: 'Id its sender gave it, else the SHA-256 of the body.' })
  readonly deliveryId!: string;

  @Field(() => String, { description: 'Endpoint it came to.' })
  readonly endpoint!: string;

  @Field(() => String, { description: 'The source that understands it.' })
  readonly source!: string;

  @Field(() => String, { description: 'What its sender calls it, e.g. "deployment_status".' })
  readonly event!: string;

  @Field(() => DeliveryOutcomeEnum, { description: 'What became of it.' })
  readonly outcome!: DeliverySummary['outcome'];

  @Field(() => String, optional('Why it was ignored or not understood.'))
  readonly reason!: string | null;

  @Field(() => Int, { description: 'Length of the body.' })
  readonly bytes!: number;

  @Field(() => DateTime, { description: 'When it was received.' })
  readonly receivedAt!: number;

  @Field(() => [EventReference], { description: 'Events that were read from it.' })
  readonly events!: readonly EventReference[];
}
