import type { NamedLink } from '@leadline/events';
import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Somewhere else to look, as `services.<name>.links` of the configuration names it.' })
export class ServiceLink implements NamedLink {
  @Field(() => String, { description: 'What it is, in the words of the configuration: "runbook", "logs".' })
  readonly name!: string;

  @Field(() => String, { description: 'Where it is.' })
  readonly url!: string;
}
