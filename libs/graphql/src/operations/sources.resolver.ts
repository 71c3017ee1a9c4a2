import { type DataGap as Gap, dataGaps, listSources, type SourceHealth as Health } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Context, Query, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { listCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { DataGap, SourceHealth } from './source-health.type.js';

@Resolver(() => SourceHealth)
export class SourcesResolver {
  private readonly endpoints: GraphqlDeps['endpoints'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'endpoints'>) {
    this.endpoints = deps.endpoints;
  }

  @Query(() => [SourceHealth], {
    description:
      'Every endpoint that is declared, on, knocked at or ever received something: when last, what became of it, what is wrong and the next step.',
    complexity: listCost,
  })
  sources(@Context() { analytics, now }: RequestContext): Promise<readonly Health[]> {
    return listSources(analytics, now, this.endpoints());
  }

  @Query(() => [DataGap], {
    description: 'What is missing for which metric, and the next step; empty: nothing that can be seen.',
    complexity: listCost,
  })
  dataGaps(@Context() { analytics, now }: RequestContext): Promise<readonly Gap[]> {
    return dataGaps(analytics, now);
  }
}
