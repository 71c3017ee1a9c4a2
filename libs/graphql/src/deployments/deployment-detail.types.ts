import type {
  CarriedChange as Change,
  CarriedCommit as Commit,
  DeploymentMoment as Moment,
  DeploymentReport as Report,
  DeploymentStatus,
  EventReference as Reference,
  FailureReason as Reason,
} from '@leadline/pipeline';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { DeploymentKindEnum, DeploymentStatusEnum, VerdictEnum } from './deployment-enums.js';

export const FailureRuleEnum = capitalizedEnum<Reason['rule']>('FailureRule', 'By which rule a deployment failed.', {
  incident: 'An incident names it.',
  rollback: 'It was rolled back.',
  fix: 'A fix names it.',
  inferred: 'An incident without a named cause began soon after it.',
});

@ObjectType({ description: 'Why a deployment failed or may have.' })
export class FailureReason {
  @Field(() => FailureRuleEnum, { description: 'Which rule says so.' })
  readonly rule!: Reason['rule'];

  @Field(() => ID, { description: 'The incident or deployment that says so, as its source names it.' })
  readonly by!: string;

  @Field(() => Float, {
    description: 'Seconds that `timeWindowS` or `rollbackWindowS` are compared with; 0: no limit.',
  })
  readonly gapSeconds!: number;

  @Field(() => Int, optional('N of sevN; null: no such severity.'))
  readonly severity!: number | null;

  @Field(() => Boolean, { description: 'Whether users noticed.' })
  readonly userFacing!: boolean;

  @Field(() => DateTime, optional('When users began to suffer.'))
  readonly impactAt!: number | null;

  @Field(() => DateTime, optional('When it was noticed.'))
  readonly detectedAt!: number | null;

  @Field(() => DateTime, optional('When it was over.'))
  readonly resolvedAt!: number | null;

  @Field(() => Boolean, { description: 'Whether it speaks under the default options.' })
  readonly counts!: boolean;
}

@ObjectType({ description: 'How the changes of a deployment were found.' })
export class DeploymentLinks {
  @Field(() => String, {
    description: 'By list, ancestry, landing, head (the deployed commit alone), or none (nothing new).',
  })
  readonly basis!: string;

  @Field(() => Boolean, { description: 'It shares no commit with what the service deployed before.' })
  readonly noBaseline!: boolean;

  @Field(() => Boolean, { description: 'Too many commits lie between: the earliest are missing.' })
  readonly truncated!: boolean;

  @Field(() => [String], { description: 'SHAs whose commits are not known yet.' })
  readonly waiting!: readonly string[];
}

@ObjectType({ description: 'How the commit of a deployment was found where no report names it as it is known.' })
export class FoundVersion {
  @Field(() => String, {
    description:
      'By artifact (one it names says its commit), tag (the tag of its image is the commit), or short (of a short SHA).',
  })
  readonly basis!: string;

  @Field(() => String, { description: 'What was reported: the name of the artifact, or the short SHA.' })
  readonly by!: string;

  @Field(() => Int, { description: 'How many commits it may be; unless it is one, none is taken.' })
  readonly candidates!: number;
}

@ObjectType({ description: 'A target, and since when a version runs there.' })
export class ReachedTarget {
  @Field(() => String, { description: 'Region, cluster or customer; empty: the environment as a whole.' })
  readonly target!: string;

  @Field(() => DateTime, optional('When it first succeeded there; null: not yet.'))
  readonly reachedAt!: number | null;
}

@ObjectType({ description: 'How far the version of a deployment came.' })
export class DeploymentReach {
  @Field(() => [ReachedTarget], { description: 'Every target it was reported for.' })
  readonly targets!: readonly ReachedTarget[];

  @Field(() => DateTime, optional('When it reached the first of them; null: none yet.'))
  readonly firstAt!: number | null;

  @Field(() => DateTime, optional('When it had reached all of them; null: not yet.'))
  readonly allAt!: number | null;
}

@ObjectType({ description: 'A commit that a deployment brought to a service for the first time.' })
export class CarriedCommit implements Commit {
  @Field(() => String, { description: 'Its SHA.' })
  readonly sha!: string;

  @Field(() => String, optional('First line of its message; null: not known.'))
  readonly title!: string | null;

  @Field(() => DateTime, { description: 'When it was committed.' })
  readonly committedAt!: number;

  @Field(() => DateTime, { description: 'The same, with the time of the original where a merge reset it.' })
  readonly repairedAt!: number;

  @Field(() => Boolean, { description: 'An automaton wrote it.' })
  readonly bot!: boolean;

  @Field(() => Boolean, { description: 'It has two or more parents.' })
  readonly merge!: boolean;

  @Field(() => Boolean, { description: 'It is the deployed commit itself.' })
  readonly head!: boolean;

  @Field(() => ID, optional('Its pull request, "change:<repository>#<number>"; null: pushed directly.'))
  readonly change!: string | null;
}

@ObjectType({ description: 'A pull request, or a commit pushed directly, that a deployment brought to a service.' })
export class CarriedChange implements Change {
  @Field(() => ID, { description: '"change:<repository>#<number>", or "commit:<sha>" for a direct push.' })
  readonly change!: string;

  @Field(() => String, { description: 'Its title.' })
  readonly title!: string;

  @Field(() => String, optional('Its page at the forge.'))
  readonly url!: string | null;

  @Field(() => DateTime, { description: 'When its first commit was made.' })
  readonly firstCommitAt!: number;

  @Field(() => DateTime, { description: 'When it was opened; of a direct push its commit.' })
  readonly openedAt!: number;

  @Field(() => DateTime, { description: 'When it was merged; of a direct push its commit.' })
  readonly mergedAt!: number;

  @Field(() => Boolean, { description: 'All its commits are of automatons.' })
  readonly bot!: boolean;

  @Field(() => Boolean, { description: 'It is the deployed commit itself.' })
  readonly head!: boolean;
}

@ObjectType({ description: 'What one source reported of an attempt: a witness of the deployment.' })
export class DeploymentReport implements Report {
  @Field(() => ID, { description: 'The entity its events are patches of.' })
  readonly entity!: string;

  @Field(() => ID, { description: 'Id of the attempt, as its source gave it.' })
  readonly id!: string;

  @Field(() => String, { description: 'The source, e.g. "github".' })
  readonly source!: string;

  @Field(() => String, { description: 'The status it reported.' })
  readonly status!: string;

  @Field(() => DateTime, optional('When the attempt started.'))
  readonly startedAt!: number | null;

  @Field(() => DateTime, optional('When it finished; null: it runs.'))
  readonly finishedAt!: number | null;

  @Field(() => String, optional('The SHA it deployed.'))
  readonly sha!: string | null;
}

@ObjectType({ description: 'A deployment as it was known in an interval.' })
export class DeploymentMoment implements Moment {
  @Field(() => DateTime, optional('Since when it was known so; null: always.'))
  readonly knownFrom!: number | null;

  @Field(() => DateTime, optional('Until when; null: it still is.'))
  readonly knownUntil!: number | null;

  @Field(() => DeploymentStatusEnum, { description: 'How it stood.' })
  readonly status!: DeploymentStatus;

  @Field(() => DeploymentKindEnum, { description: 'What it was for.' })
  readonly kind!: string;

  @Field(() => VerdictEnum, optional('What a person had said of it.'))
  readonly verdict!: string | null;

  @Field(() => DateTime, optional('Its start.'))
  readonly startedAt!: number | null;

  @Field(() => DateTime, optional('Its finish.'))
  readonly finishedAt!: number | null;

  @Field(() => String, optional('Its SHA.'))
  readonly sha!: string | null;
}

@ObjectType({ description: 'An event that says something of an entity, and the delivery it came with.' })
export class EventReference implements Reference {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly id!: string;

  @Field(() => ID, { description: 'What it is a patch of.' })
  readonly entity!: string;

  @Field(() => String, { description: 'Its kind: deployment, mark, incident, …' })
  readonly kind!: string;

  @Field(() => DateTime, optional("When it happened, by its source's clock."))
  readonly time!: number | null;

  @Field(() => ID, {
    description: 'Position of the delivery, "<partition>:<offset>": `delivery(id:)` shows its bytes.',
  })
  readonly delivery!: string;
}
