import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A tag of a service or team.' })
export class Tag {
  @Field(() => String, { description: 'Its name.' })
  readonly key!: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value!: string;
}

export const tagsOf = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));
