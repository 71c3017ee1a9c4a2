import type { PhaseName } from '@leadline/metrics';
import type { ChangeCandidate, ChangePhase as Part, Whereabouts as Place } from '@leadline/pipeline';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { PhaseEnum } from '../lead-time-phases/breakdown.types.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const WhereaboutsStateEnum = capitalizedEnum<Place['state']>(
  'WhereaboutsState',
  'Whether a change is somewhere.',
  {
    live: 'The version that is live there contains it.',
    rolled_back: 'It was live, and a rollback took it away.',
    waiting: 'It is merged or pushed, and no deployment there has carried it yet.',
  },
);

@ObjectType({ description: 'A place a change may have reached: an environment of a service, or a target of one.' })
export class Whereabouts {
  @Field(() => String, { description: 'The service.' })
  readonly service!: string;

  @Field(() => String, { description: 'The environment.' })
  readonly environment!: string;

  @Field(() => String, { description: 'Tier of the environment.' })
  readonly tier!: string;

  @Field(() => String, optional('The target within it; null: it has one.'))
  readonly target!: string | null;

  @Field(() => WhereaboutsStateEnum, { description: 'Whether the change is there.' })
  readonly state!: Place['state'];

  @Field(() => DateTime, optional('Finish of the first deployment that brought it; null: it waits.'))
  readonly since!: number | null;

  @Field(() => DateTime, optional('Finish of the rollback that took it away.'))
  readonly until!: number | null;

  @Field(() => String, optional('What it waits for, in words; null: it is there.'))
  readonly waitingFor!: string | null;
}

@ObjectType({ description: 'A commit of a change.' })
export class ChangeCommit {
  @Field(() => String, { description: 'Its SHA.' })
  readonly sha!: string;

  @Field(() => String, optional('First line of its message; null: not known.'))
  readonly title!: string | null;

  @Field(() => DateTime, optional('When it was committed; null: not known.'))
  readonly committedAt!: number | null;
}

@ObjectType({ description: 'A part of the lead time of one change.' })
export class ChangePhase implements Part {
  @Field(() => PhaseEnum, { description: 'Which.' })
  readonly phase!: PhaseName;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt!: number;

  @Field(() => DateTime, optional('When it was over; null: it lasts.'))
  readonly endedAt!: number | null;
}

@ObjectType({ description: 'A commit or pull request that a text may mean.' })
export class FoundChange implements ChangeCandidate {
  @Field(() => String, { description: 'Where its code lives: `change(repository:)` takes it.' })
  readonly repository!: string;

  @Field(() => String, {
    description: 'SHA of a commit, number of a pull request: `change(revision:)` takes it.',
  })
  readonly revision!: string;

  @Field(() => String, optional('Number of the pull request; null: a commit.'))
  readonly number!: string | null;

  @Field(() => String, optional('Its title; null: not known.'))
  readonly title!: string | null;

  @Field(() => String, optional('Its page at the forge.'))
  readonly url!: string | null;

  @Field(() => DateTime, optional('When it was merged, else opened, or committed; null: not known.'))
  readonly at!: number | null;
}

@ObjectType({ description: 'A pull request, or a commit pushed directly, and where it is.' })
export class Change {
  @Field(() => ID, { description: '"change:<repository>#<number>", or "commit:<sha>" for a direct push.' })
  readonly id!: string;

  @Field(() => String, { description: 'Where its code lives.' })
  readonly repository!: string;

  @Field(() => String, {
    description: 'The commit that was meant; of a pull request the one that landed, where it is known.',
  })
  readonly revision!: string;

  @Field(() => String, optional('Number of the pull request; null: pushed directly.'))
  readonly number!: string | null;

  @Field(() => String, optional('Its title.'))
  readonly title!: string | null;

  @Field(() => String, optional('Its page at the forge.'))
  readonly url!: string | null;

  @Field(() => DateTime, optional('When that commit was made; null: not known.'))
  readonly committedAt!: number | null;

  @Field(() => DateTime, optional('When the pull request was opened.'))
  readonly openedAt!: number | null;

  @Field(() => DateTime, optional('When it was merged.'))
  readonly mergedAt!: number | null;

  @Field(() => [ChangeCommit], { description: 'Its commits.' })
  readonly commits!: readonly ChangeCommit[];

  @Field(() => [Whereabouts], {
    description: 'Each environment and target: since when it is there, or where it waits.',
  })
  readonly whereabouts!: readonly Whereabouts[];

  @Field(() => String, optional('What it waits for next on its way to production, in words; null: it is everywhere.'))
  readonly waitingFor!: string | null;
}
