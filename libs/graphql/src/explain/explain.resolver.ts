import type { EvidencePart } from '@leadline/metrics';
import {
  evidence,
  explainArithmetic,
  explainIncidents,
  explainPoint,
  MOST_SUMMED,
  pointIn,
  type PointReference,
  pointStatement,
  statementText,
} from '@leadline/pipeline';
import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type AskedDeployment, Deployment } from '../deployments/deployment.type.js';
import { loadDeployments } from '../deployments/deployment-loader.js';
import { evidencePage } from '../evidence/evidence.resolver.js';
import { type AskedEvidence, EvidenceConnection, EvidencePartEnum } from '../evidence/evidence.type.js';
import { refuseProblems } from '../errors.js';
import { connectionCost, loadCost, placesCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { type Connection, PageArguments, pageProblems } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import {
  type AskedExplainedIncident,
  EvidenceCounts,
  ExplainedIncident,
  Explanation,
  incidentReasonTexts,
  StatementParameter,
} from './explanation.type.js';

@ArgsType()
export class ExplainedEvidenceArguments extends PageArguments {
  @Field(() => [EvidencePartEnum], optional('Only these; absent: all.'))
  readonly parts?: EvidencePart[] | null;
}

interface AskedExplanation extends Explanation {
  readonly point: PointReference;
}

const COMPARED =
  '-- No single statement: what is live in two places is compared in the graph of commits, as `environments` shows it.';

@Resolver(() => Explanation)
export class ExplainResolver {
  @Query(() => Explanation, {
    description:
      'How a number was made, of every metric: its rule with its options, each row that was counted with what it adds, and each one left out, with why.',
  })
  explain(
    @Args('point', { type: () => ID, description: '`id` of a point of a metric.' }) id: string,
  ): AskedExplanation {
    const point = pointIn(id);
    const { from, to, timeZone } = point.window;
    const { phase, ...explained } = explainPoint(point);
    return { ...explained, phase: phase === 'total' ? null : phase, from, to, timeZone, asOf: point.asOf, point };
  }

  @ResolveField(() => String, {
    description: 'The statement that makes it (ClickHouse); of what is compared, why there is none.',
    complexity: 20,
  })
  async sql(@Parent() { point }: AskedExplanation, @Context() { analytics }: RequestContext): Promise<string> {
    const statement = pointStatement(point);
    return statement === null ? COMPARED : statementText(analytics, statement);
  }

  @ResolveField(() => [StatementParameter], { description: 'Values of the statement, by the names that stand in it.' })
  parameters(@Parent() { point }: AskedExplanation): StatementParameter[] {
    const params = pointStatement(point)?.params ?? {};
    return Object.entries(params).map(([name, value]) => ({ name, value: JSON.stringify(value) }));
  }

  @ResolveField(() => EvidenceCounts, { description: 'How much was counted, and left out.', complexity: 50 })
  async counts(
    @Parent() { point }: AskedExplanation,
    @Context() { analytics, catalogue }: RequestContext,
  ): Promise<EvidenceCounts> {
    const { counts } = await evidence(analytics, (await catalogue()).catalogue, point, { first: 1 });
    const { left_out: leftOut, ...others } = counts;
    return { ...others, leftOut };
  }

  @ResolveField(() => String, {
    ...optional(
      `The sum written out, made of the evidence once more; null: there are more than ${MOST_SUMMED} entries counted.`,
    ),
    complexity: 100,
  })
  async arithmetic(
    @Parent() { point }: AskedExplanation,
    @Context() { analytics, catalogue }: RequestContext,
  ): Promise<string | null> {
    return explainArithmetic(analytics, (await catalogue()).catalogue, point);
  }

  @ResolveField(() => EvidenceConnection, {
    description: 'Everything it was made from with what it adds, and what was left out, with why; latest first.',
    complexity: connectionCost,
  })
  evidence(
    @Parent() { point }: AskedExplanation,
    @Args() asked: ExplainedEvidenceArguments,
    @Context() context: RequestContext,
  ): Promise<Connection<AskedEvidence>> {
    refuseProblems(pageProblems(asked));
    return evidencePage(context, point, asked);
  }

  @ResolveField(() => [ExplainedIncident], {
    description:
      'Incidents of its services that began in the window, at most 500: which of them are failures, and why the others are none.',
    complexity: placesCost,
  })
  async incidents(
    @Parent() { point }: AskedExplanation,
    @Context() { analytics, catalogue }: RequestContext,
  ): Promise<AskedExplainedIncident[]> {
    const { asOf } = point;
    const explained = await explainIncidents(analytics, (await catalogue()).catalogue, point);
    return explained.map(({ incident, counted, reason, blames }) => ({
      incident: { ...incident, asOf },
      counted,
      reason: reason === null ? null : incidentReasonTexts[reason],
      reasonCode: reason,
      blames,
      asOf,
    }));
  }
}

@Resolver(() => ExplainedIncident)
export class ExplainedIncidentsResolver {
  @ResolveField(() => [Deployment], { description: 'Deployments it is laid to.', complexity: loadCost })
  deployments(
    @Parent() { blames, asOf }: AskedExplainedIncident,
    @Context() context: RequestContext,
  ): Promise<AskedDeployment[]> {
    return loadDeployments(
      blames.map(({ deployment }) => deployment),
      asOf,
      context,
    );
  }
}
