import type { Page } from '@leadline/pipeline';
import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { ArgumentProblem } from '../errors.js';
import { MOST_ROWS, TOTAL_COST } from '../limits/cost.js';

@ObjectType({ description: 'Where a page begins and ends.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there is something before this page.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null: the page is empty.' })
  readonly startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to give as `after` for the next page; null: the page is empty.',
  })
  readonly endCursor!: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null | Promise<number>;
}

/** The page of a list as a type of the schema: `<name>Connection`. */
export function connectionType<T>(name: string, node: Type<T>, description: string): Type<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: 'A row of a page, with its place.' })
  class EdgeOfNode implements Edge<T> {
    @Field(() => String, { description: 'Its place: as `after`, the page begins behind it.' })
    readonly cursor!: string;

    @Field(() => node, { description: 'The row.' })
    readonly node!: T;
  }

  @ObjectType(`${name}Connection`, { description })
  class ConnectionOfNodes implements Connection<T> {
    @Field(() => [node], { description: 'The rows of this page.' })
    readonly nodes!: readonly T[];

    @Field(() => [EdgeOfNode], { description: 'The same rows, each with its cursor.' })
    readonly edges!: readonly Edge<T>[];

    @Field(() => PageInfo, { description: 'Where this page begins and ends.' })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description: 'How many rows there are over all pages; null: counting them would cost as much as reading them.',
      complexity: TOTAL_COST,
    })
    readonly totalCount!: Connection<T>['totalCount'];
  }
  return ConnectionOfNodes;
}

export function connectionOf<T>(
  { items, cursors, endCursor, hasNext, hasPrevious }: Page<T>,
  total: number | null | (() => Promise<number>) = null,
): Connection<T> {
  return {
    nodes: items,
    edges: items.map((node, index) => ({ cursor: cursors[index] ?? '', node })),
    pageInfo: { hasNextPage: hasNext, hasPreviousPage: hasPrevious, startCursor: cursors[0] ?? null, endCursor },
    // Where counting takes a statement of its own, it runs only when the field is read.
    get totalCount() {
      return typeof total === 'function' ? total() : total;
    },
  };
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

/** What is wrong with a window over instants that both may be absent. */
export function windowProblems(
  { from, to }: { readonly from?: number | null; readonly to?: number | null },
  prefix = 'where',
): ArgumentProblem[] {
  if (typeof from !== 'number' || typeof to !== 'number' || from < to) return [];
  const fix = `Make ${prefix}.from earlier than ${prefix}.to`;
  return [{ argument: `${prefix}.from`, message: 'it is not before `to`', fix }];
}

/** The page as the queries beneath take it. */
export const pageOf = ({ first, after }: PageArguments): { first: number; after?: string } => ({
  first,
  ...(after === undefined || after === null ? {} : { after }),
});
