import { incident } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { type ArgumentProblem, coded, refuseProblems } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { CorrectionInput, CorrectionPayload } from './correction.input.js';
import { correctionEvent } from './correction-event.js';

const MOST_CHARACTERS = 2_000;

@Resolver()
export class CorrectionsResolver {
  private readonly append: GraphqlDeps['appendCorrection'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'appendCorrection'>) {
    this.append = deps.appendCorrection;
  }

  @Mutation(() => CorrectionPayload, {
    description:
      "Writes down a person's word on a deployment or an incident: one event, durable when this answers. Needs the scope corrections:write.",
  })
  async recordCorrection(
    @Args('input', { description: 'What is said, of what, and why.' }) input: CorrectionInput,
    @Context() context: RequestContext,
  ): Promise<CorrectionPayload> {
    const by = context.callerWith('corrections:write');
    refuseProblems(problemsOf(input));
    const [deployment, fixes, named] = await Promise.all([
      attemptOf(input.deployment, 'deployment', context),
      attemptOf(input.fixes, 'fixes', context),
      incidentOf(input.incident, context),
    ]);
    const word = { by, at: new Date(context.receivedAt).toISOString(), reason: input.reason.trim() };
    const event = correctionEvent(input.kind, { deployment: deployment ?? '', incident: named ?? '', fixes }, word);
    return { event: event.id, position: await this.append(event) };
  }
}

function problemsOf({ kind, deployment, incident, fixes, reason }: CorrectionInput): ArgumentProblem[] {
  const isOfIncident = kind.startsWith('INCIDENT_');
  const needsDeployment = !isOfIncident || kind === 'INCIDENT_CAUSED_BY';
  const length = reason.trim().length;
  return [
    ...presence('input.deployment', deployment, needsDeployment, kind),
    ...presence('input.incident', incident, isOfIncident, kind),
    ...(kind === 'DEPLOYMENT_IS_HOTFIX' ? [] : presence('input.fixes', fixes, false, kind)),
    ...(length < 3 || length > MOST_CHARACTERS
      ? [
          {
            argument: 'input.reason',
            message: `it has ${length} characters`,
            fix: `Say why in 3 to ${MOST_CHARACTERS} characters`,
          },
        ]
      : []),
  ];
}

function presence(
  argument: string,
  value: string | null | undefined,
  isNeeded: boolean,
  kind: string,
): ArgumentProblem[] {
  if (isNeeded && !value) return [{ argument, message: 'it is missing', fix: `${kind} needs it` }];
  if (!isNeeded && value) return [{ argument, message: `it means nothing with ${kind}`, fix: 'Leave it out' }];
  return [];
}

/** The id its source gave the deployment that an id stands for: marks and links name attempts. */
async function attemptOf(
  id: string | null | undefined,
  argument: string,
  { deployments, now }: RequestContext,
): Promise<string | undefined> {
  if (!id) return undefined;
  const found = await deployments.load({ id, asOf: now });
  if (found === undefined)
    throw coded('NOT_FOUND', `input.${argument}: there is no deployment ${JSON.stringify(id.slice(0, 80))}`, {
      argument: `input.${argument}`,
    });
  return found.reportedId;
}

/** The entity of the incident that an id stands for. */
async function incidentOf(
  id: string | null | undefined,
  { analytics, now }: RequestContext,
): Promise<string | undefined> {
  if (!id) return undefined;
  const found = await incident(analytics, id, now);
  if (found === null)
    throw coded('NOT_FOUND', `input.incident: there is no incident ${JSON.stringify(id.slice(0, 80))}`, {
      argument: 'input.incident',
    });
  return found.entity;
}
