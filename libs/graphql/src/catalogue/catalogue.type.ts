import { Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { DateTime, TimeZone } from '../schema/scalars.js';

@ObjectType({ description: 'The last deployment of a service, to whatever environment.' })
export class LastDeployment {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => String, { description: 'Where to.' })
  readonly environment!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;
}

@ObjectType({ description: 'What is deployed: declared by the catalogue, or found in what was deployed.' })
export class Service {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => [String], { description: 'Where its code lives.' })
  readonly repositories!: readonly string[];

  @Field(() => [String], { description: 'Paths of the teams that own it.' })
  readonly teams!: readonly string[];

  @Field(() => Boolean, { description: 'Whether the catalogue declares it.' })
  readonly mapped!: boolean;

  @Field(() => String, optional('Lines of leadline.yaml that would declare it; null: they are there.'))
  readonly yaml!: string | null;

  @Field(() => [String], { description: 'Environments it was deployed to.' })
  readonly environments!: readonly string[];

  @Field(() => LastDeployment, optional('Its last deployment; null: none yet.'))
  readonly lastDeployment!: LastDeployment | null;

  @Field(() => String, optional('Why its numbers are stale: the error its last derivation ended with.'))
  readonly staleBecause!: string | null;
}

@ObjectType({ description: 'The organisation, as `leadline.yaml` declares it.' })
export class Organisation {
  @Field(() => String, { description: 'Its name; "Organisation" where none is declared.' })
  readonly name!: string;

  @Field(() => TimeZone, { description: 'Zone of its days and weeks.' })
  readonly timeZone!: string;

  @Field(() => String, { description: "Edition of DORA's report whose answer scale levels are mapped to." })
  readonly benchmark!: string;
}

@ObjectType({ description: 'A team of the tree.' })
export class Team {
  @Field(() => ID, { description: 'Its path: "eng/payments".' })
  readonly path!: string;

  @Field(() => String, { description: 'Last part of the path.' })
  readonly name!: string;

  @Field(() => String, optional('Path of the team above; null: there is none.'))
  readonly parent!: string | null;

  @Field(() => [String], { description: 'Services it owns itself.' })
  readonly services!: readonly string[];

  @Field(() => [String], { description: 'The same with those of the teams below.' })
  readonly allServices!: readonly string[];
}

export const ServiceConnection = connectionType('Service', Service, 'Services, by name.');
