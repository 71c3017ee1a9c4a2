import type { CorrectionMade } from '@leadline/pipeline';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { type CorrectionKind, CorrectionKindEnum } from './correction.input.js';

@ObjectType({ description: 'That somebody took a word back.' })
export class Withdrawal {
  @Field(() => String, { description: 'Who: the id of a token, "local", or the name a sender gave.' })
  readonly by!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;

  @Field(() => String, { description: 'Why.' })
  readonly reason!: string;
}

@ObjectType({ description: "A person's word on a deployment or an incident." })
export class Correction {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => CorrectionKindEnum, optional('What was said; null: something that has no name here.'))
  readonly says!: CorrectionKind | null;

  @Field(() => [ID], {
    description: 'Deployments it names, as their sources gave their ids: the cause, or what was fixed.',
  })
  readonly names!: readonly string[];

  @Field(() => [ID], {
    description: 'Changes of feature flags it names as the cause, as their sources gave their ids.',
  })
  readonly flagChanges!: readonly string[];

  @Field(() => String, { description: 'Who said it: the id of a token, "local", or the name a sender gave.' })
  readonly by!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;

  @Field(() => String, optional('Why.'))
  readonly reason!: string | null;

  @Field(() => Withdrawal, optional('Who took it back; null: nobody did.'))
  readonly withdrawn!: Withdrawal | null;
}

/** What was said of a thing, the latest first; the first that nobody took back holds. */
export function correctionsIn(made: readonly CorrectionMade[] | undefined): Correction[] {
  return (made ?? []).map(({ event, by, at, reason, verdict, set, withdrawn }) => ({
    event,
    says: verdict === null ? kindOfAttributes(set) : kindOfVerdict[verdict],
    names: ['causedBy', 'fixes'].flatMap((name) => textsIn(set[name])),
    flagChanges: textsIn(set['causedByFlagChange']),
    by,
    at,
    reason,
    withdrawn,
  }));
}

const kindOfVerdict: Readonly<Record<NonNullable<CorrectionMade['verdict']>, CorrectionKind>> = {
  failed: 'DEPLOYMENT_FAILED',
  ok: 'DEPLOYMENT_OK',
  hotfix: 'DEPLOYMENT_IS_HOTFIX',
  excluded: 'DEPLOYMENT_EXCLUDED',
};

function kindOfAttributes(set: CorrectionMade['set']): CorrectionKind | null {
  if (set['kind'] === 'hotfix') return 'DEPLOYMENT_IS_HOTFIX';
  if (textsIn(set['causedBy']).length > 0) return 'INCIDENT_CAUSED_BY';
  if (textsIn(set['causedByFlagChange']).length > 0) return 'INCIDENT_CAUSED_BY_FLAG';
  if (set['notCausedByChange'] === true) return 'INCIDENT_NOT_CAUSED_BY_CHANGE';
  return set['status'] === 'false_positive' ? 'INCIDENT_FALSE_POSITIVE' : null;
}

const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
