import type { Page } from '@leadline/pipeline';
import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { ArgumentProblem } from '../errors.js';
import { MOST_ROWS } from '../limits/cost.js';

@ObjectType({ description: 'Where a page ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What to give as `after` for the next page; null: the page is empty.',
  })
  readonly endCursor!: string | null;
}

export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null;
}

/** The page of a list as a type of the schema: `<name>Connection`. */
export function connectionType<T>(name: string, node: Type<T>, description: string): Type<Connection<T>> {
  @ObjectType(`${name}Connection`, { description })
  class ConnectionOfNodes implements Connection<T> {
    @Field(() => [node], { description: 'The rows of this page.' })
    readonly nodes!: readonly T[];

    @Field(() => PageInfo, { description: 'Where this page ends.' })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description: 'How many rows there are over all pages; null: counting them would cost as much as reading them.',
    })
    readonly totalCount!: number | null;
  }
  return ConnectionOfNodes;
}

export function connectionOf<T>(
  { items, endCursor, hasNext }: Page<T>,
  totalCount: number | null = null,
): Connection<T> {
  return { nodes: items, pageInfo: { hasNextPage: hasNext, endCursor }, totalCount };
}

@ArgsType()
export class PageArguments {
  @Field(() => Int, { description: `How many rows: 1 to ${MOST_ROWS}.` })
  readonly first!: number;

  @Field(() => String, { nullable: true, description: '`endCursor` of the page before; absent: from the beginning.' })
  readonly after?: string | null;
}

export function pageProblems({ first }: PageArguments): ArgumentProblem[] {
  if (first >= 1 && first <= MOST_ROWS) return [];
  const fix = `Ask for 1 to ${MOST_ROWS} rows, and for more with \`after\``;
  return [{ argument: 'first', message: `${first} rows cannot be asked for at once`, fix }];
}

/** The page as the queries beneath take it. */
export const pageOf = ({ first, after }: PageArguments): { first: number; after?: string } => ({
  first,
  ...(after === undefined || after === null ? {} : { after }),
});
