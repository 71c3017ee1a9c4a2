import type { KnownNotice, NoticeState, ToldThing } from '@leadline/pipeline';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const NoticeStateEnum = capitalizedEnum<NoticeState>('NoticeState', 'What became of a notice.', {
  due: 'Somebody wants it to be sent once more; that happens within a minute or so.',
  sending: 'It is sent at this moment.',
  sent: 'Its receiver took it.',
  refused: 'Its receiver refused it for good.',
  deferred: 'Its receiver refused it for now: it is tried again.',
  given_up: 'It was tried as often as it is, in vain.',
  unknown:
    'It may have arrived: whoever sent it was not answered, or ended. A person decides whether it is sent once more.',
});

@ObjectType({ description: 'One thing a notice tells: something of an alert, or of a deployment.' })
export class NoticeSubject implements ToldThing {
  @Field(() => String, {
    description:
      'opened, escalated, resolved or passed of an alert; started, finished, failed or rolled_back of a deployment.',
  })
  readonly event!: string;

  @Field(() => String, optional('Rule of the alert; null: it is of a deployment.'))
  readonly rule!: string | null;

  @Field(() => String, optional('Key of the alert; null: it is of a deployment.'))
  readonly key!: string | null;

  @Field(() => ID, optional('Id of the deployment; null: it is of an alert.'))
  readonly deployment!: string | null;
}

@ObjectType({ description: 'What a channel was told, or was to be told, at once.' })
export class Notice implements KnownNotice {
  @Field(() => ID, { description: 'The same however often it is tried; webhooks carry it as "msg_<id>".' })
  readonly id!: string;

  @Field(() => String, { description: 'Name of the channel; of mails followed by a hash of the address.' })
  readonly channel!: string;

  @Field(() => NoticeStateEnum, { description: 'What became of it.' })
  readonly state!: NoticeState;

  @Field(() => String, optional('What its receiver said last, where that was no success.'))
  readonly reason!: string | null;

  @Field(() => Int, { description: 'How often it was tried.' })
  readonly attempts!: number;

  @Field(() => DateTime, { description: 'When it was first tried.' })
  readonly at!: number;

  @Field(() => DateTime, { description: 'When it was last heard of.' })
  readonly lastAt!: number;

  @Field(() => DateTime, optional('When it is tried again; null: it is not.'))
  readonly retryAt!: number | null;

  @Field(() => [NoticeSubject], { description: 'What it tells.' })
  readonly tells!: readonly ToldThing[];
}
