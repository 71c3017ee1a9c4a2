import type { EvidencePart } from '@leadline/metrics';
import { evidence, type EvidenceEntry, pointId, pointIn, type PointReference } from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { loadDeployment } from '../deployments/deployment-loader.js';
import { refuseProblems } from '../errors.js';
import { connectionCost, loadCost, loadOneCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { type Connection, connectionOf, PageArguments, pageOf, pageProblems } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { PhasesOfChange, phasesOfChangeShown } from './change-phases.type.js';
import { type AskedEvidence, EvidenceConnection, EvidenceItem, EvidencePartEnum } from './evidence.type.js';
import { reasonTexts } from './reason-texts.js';

@ArgsType()
export class EvidenceArguments extends PageArguments {
  @Field(() => ID, { description: '`id` of a point of a metric.' })
  readonly point!: string;

  @Field(() => [EvidencePartEnum], optional('Only these; absent: all.'))
  readonly parts?: EvidencePart[] | null;
}

@Resolver(() => EvidenceItem)
export class EvidenceResolver {
  @Query(() => EvidenceConnection, {
    description:
      'Everything a number was made from (deployments, changes, attempts, incidents, flag releases, gates, checks, observations, runs, trains, places) with what it adds, and what was left out, with why.',
    complexity: connectionCost,
  })
  async evidence(
    @Args() asked: EvidenceArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<AskedEvidence>> {
    refuseProblems(pageProblems(asked));
    return evidencePage(context, pointIn(asked.point), asked);
  }

  @ResolveField(() => PhasesOfChange, {
    ...optional(
      'Of a sample of lead time: the change that it is or belongs to in its phases, which instants bound each, and which events told them. Null: it is no such sample.',
    ),
    complexity: loadCost,
  })
  async phases(
    @Parent() { phased }: AskedEvidence,
    @Context() { phases }: RequestContext,
  ): Promise<PhasesOfChange | null> {
    const found = phased === null ? undefined : await phases.load(phased);
    return found === undefined ? null : phasesOfChangeShown(found);
  }

  @ResolveField(() => Deployment, { ...optional('The deployment it is or belongs to.'), complexity: loadOneCost })
  deployment(
    @Parent() { deploymentId, asOf }: AskedEvidence,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment | null> {
    return loadDeployment(deploymentId, asOf, context);
  }
}

/** A page of what a point was made from, and of what is left out. */
export async function evidencePage(
  { analytics, catalogue }: Pick<RequestContext, 'analytics' | 'catalogue'>,
  point: PointReference,
  asked: PageArguments & { readonly parts?: EvidencePart[] | null },
): Promise<Connection<AskedEvidence>> {
  const request = { ...pageOf(asked), ...(asked.parts ? { parts: asked.parts } : {}) };
  const page = await evidence(analytics, (await catalogue()).catalogue, point, request);
  const { counts } = page;
  const parts = asked.parts ?? (Object.keys(counts) as EvidencePart[]);
  const total = parts.reduce((sum, part) => sum + counts[part], 0);
  const id = pointId(point);
  return connectionOf({ ...page, items: page.items.map((entry) => itemOf(entry, point, id)) }, total);
}

function itemOf(entry: EvidenceEntry, point: PointReference, pointOf: string): AskedEvidence {
  const { thing, id, change, part, reason, title, version, url, sha, instant, value, deploymentId } = entry;
  const { service, environment, opensAt, closesAt, numerator, denominator, failures, incidents, train } = entry;
  return {
    kind: thing,
    id: change ?? id,
    title: title ?? (version || null),
    at: instant,
    value,
    numerator,
    denominator,
    url: url || null,
    counted: part !== 'left_out',
    part,
    reason: reason === null ? null : reasonTexts[reason],
    reasonCode: reason,
    sha: sha || null,
    service,
    environment,
    opensAt,
    closesAt,
    failures,
    incidents,
    train,
    rules: entry.rules,
    deploymentId,
    asOf: point.asOf,
    phased: phasedOf(entry, point, pointOf),
  };
}

/** Samples of lead time alone have phases. */
function phasedOf(
  { part, change, deployment, key }: EvidenceEntry,
  point: PointReference,
  pointOf: string,
): AskedEvidence['phased'] {
  if (point.metric !== 'CHANGE_LEAD_TIME' || part !== 'sample' || change === null || deployment === null) return null;
  const id = `${pointOf}\n${key}`;
  return { id, asOf: point.asOf, point, sample: { key: id, change, deployment } };
}
