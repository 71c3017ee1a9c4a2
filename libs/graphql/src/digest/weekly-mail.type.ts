import type { MailState } from '@leadline/pipeline';
import { Field, ObjectType } from '@nestjs/graphql';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const WeeklyMailStateEnum = capitalizedEnum<MailState['state']>(
  'WeeklyMailState',
  'Where a weekly mail is on its way.',
  {
    left: 'They left the list.',
    scheduled: 'Its time has not come.',
    due: 'Its time, or that of the next attempt, has come.',
    sending: 'It was handed to the mail server moments ago.',
    sent: 'The mail server took it.',
    refused: 'The mail server refused it for good.',
    deferred: 'The mail server refused it for now; it is tried again.',
    given_up: 'The mail server refused it for now until it was too late.',
    unknown: 'Nobody knows whether it went out: a person decides.',
    missed: 'Nothing was running when it was due, and it is too late now.',
  },
);

@ObjectType({ description: 'The mail to one person about one week.' })
export class WeeklyMail {
  @Field(() => String, {
    description: 'Whose: the address; without the scope deliveries:read its first letter and what follows the @.',
  })
  readonly to!: string;

  @Field(() => String, optional('Path of the team it is about; null: everybody.'))
  readonly team!: string | null;

  @Field(() => String, { description: 'The ISO week it is about: "2026-W46".' })
  readonly week!: string;

  @Field(() => DateTime, { description: 'When it is or was to be sent.' })
  readonly dueAt!: number;

  @Field(() => WeeklyMailStateEnum, { description: 'Where it is.' })
  readonly state!: MailState['state'];

  @Field(() => DateTime, optional('When the mail server took it; null: it did not.'))
  readonly sentAt!: number | null;

  @Field(() => DateTime, optional('When it is tried again; null: it is not.'))
  readonly retryAt!: number | null;

  @Field(() => String, optional('What the mail server said, or why nobody knows; null: nothing went wrong.'))
  readonly reason!: string | null;
}

@ObjectType({ description: 'The weekly mails of everybody on the lists of leadline.yaml.' })
export class WeeklyMails {
  @Field(() => Boolean, { description: 'Whether a mail server is configured; without one nothing is sent.' })
  readonly sending!: boolean;

  @Field(() => [WeeklyMail], { description: 'Of each list and person, the next one first.' })
  readonly mails!: readonly WeeklyMail[];
}
