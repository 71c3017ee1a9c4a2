import { correctedEntitiesOf, type CorrectionMade, incident } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps } from '../deps.js';
import { type ArgumentProblem, coded, refuseProblems } from '../errors.js';
import type { RequestContext } from '../request-context.js';
import { CorrectionInput, CorrectionPayload, WithdrawalInput } from './correction.input.js';
import { correctionEvent, withdrawalEvent } from './correction-event.js';

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
    const [deployment, fixes, named, flagChange] = await Promise.all([
      attemptOf(input.deployment, 'deployment', context),
      attemptOf(input.fixes, 'fixes', context),
      incidentOf(input.incident, context),
      flagChangeOf(input.flagChange, context),
    ]);
    if (fixes !== undefined && fixes === deployment)
      refuseProblems([
        { argument: 'input.fixes', message: 'it is the hotfix itself', fix: 'Name the deployment that it repairs' },
      ]);
    const word = { by, at: new Date(context.receivedAt).toISOString(), reason: input.reason.trim() };
    const subjects = {
      deployment: deployment ?? '',
      incident: named ?? '',
      flagChange: flagChange ?? '',
      fixes,
    };
    const event = correctionEvent(input.kind, subjects, word);
    return { event: event.id, position: await this.append(event) };
  }

  @Mutation(() => CorrectionPayload, {
    description:
      'Takes back what somebody said of a deployment or an incident, so that sources and rules count again: one event, durable when this answers. Needs the scope corrections:write.',
  })
  async withdrawCorrection(
    @Args('input', { description: 'Which word, of what, and why it is taken back.' }) input: WithdrawalInput,
    @Context() context: RequestContext,
  ): Promise<CorrectionPayload> {
    const by = context.callerWith('corrections:write');
    refuseProblems([...onlyOneOf(input), ...reasonProblems(input.reason)]);
    const { entity } = await wordOf(input, context);
    const word = { by, at: new Date(context.receivedAt).toISOString(), reason: input.reason.trim() };
    const event = withdrawalEvent(entity, input.event, word);
    return { event: event.id, position: await this.append(event) };
  }
}

function onlyOneOf({ deployment, incident: named }: WithdrawalInput): ArgumentProblem[] {
  if (Boolean(deployment) !== Boolean(named)) return [];
  const message = deployment ? 'a deployment is named as well' : 'neither a deployment nor an incident is named';
  return [{ argument: 'input.incident', message, fix: 'Name the one it was said of' }];
}

/** The word that is to be taken back. @throws GraphQLError where nobody said it, or it was taken back before. */
async function wordOf(input: WithdrawalInput, context: RequestContext): Promise<CorrectionMade> {
  const { corrections, now } = context;
  const entities = await saidOf(input, context);
  const made = await Promise.all(entities.map((id) => corrections.load({ id, asOf: now })));
  const word = made.flatMap((own) => own ?? []).find(({ event }) => event === input.event);
  const argument = 'input.event';
  if (word === undefined)
    throw coded('NOT_FOUND', `${argument}: nobody said ${JSON.stringify(input.event.slice(0, 80))} of it`, {
      argument,
      fix: 'Take it from `corrections`; what was said just now is there once it counts',
    });
  if (word.withdrawn !== null)
    refuseProblems([
      { argument, message: `${word.withdrawn.by} took it back before`, fix: 'Nothing is left to be done' },
    ]);
  return word;
}

/** Entities under which something is said of a deployment or an incident. */
async function saidOf(input: WithdrawalInput, context: RequestContext): Promise<readonly string[]> {
  if (!input.deployment) return [(await incidentOf(input.incident, context)) ?? ''];
  const found = await context.deployments.load({ id: input.deployment, asOf: context.now });
  if (found === undefined) throw unknownDeployment('deployment', input.deployment);
  return correctedEntitiesOf(found.attempts);
}

function problemsOf({ kind, deployment, incident, flagChange, fixes, reason }: CorrectionInput): ArgumentProblem[] {
  const isOfIncident = kind.startsWith('INCIDENT_');
  const needsDeployment = !isOfIncident || kind === 'INCIDENT_CAUSED_BY';
  return [
    ...presence('input.deployment', deployment, needsDeployment, kind),
    ...presence('input.incident', incident, isOfIncident, kind),
    ...presence('input.flagChange', flagChange, kind === 'INCIDENT_CAUSED_BY_FLAG', kind),
    ...(kind === 'DEPLOYMENT_IS_HOTFIX' ? [] : presence('input.fixes', fixes, false, kind)),
    ...reasonProblems(reason),
  ];
}

function reasonProblems(reason: string): ArgumentProblem[] {
  const { length } = reason.trim();
  if (length >= 3 && length <= MOST_CHARACTERS) return [];
  const fix = `Say why in 3 to ${MOST_CHARACTERS} characters`;
  return [{ argument: 'input.reason', message: `it has ${length} characters`, fix }];
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
  if (found === undefined) throw unknownDeployment(argument, id);
  return found.reportedId;
}

async function flagChangeOf(
  id: string | null | undefined,
  { flagChanges, now }: RequestContext,
): Promise<string | undefined> {
  if (!id) return undefined;
  const found = await flagChanges.load({ id, asOf: now });
  if (found !== undefined) return found.id;
  const argument = 'input.flagChange';
  throw coded('NOT_FOUND', `${argument}: there is no change of a flag ${JSON.stringify(id.slice(0, 80))}`, {
    argument,
    fix: 'Take it from `flagChanges { nodes { id } }`: it is the id of a change, not the key of the flag',
  });
}

const unknownDeployment = (argument: string, id: string) =>
  coded('NOT_FOUND', `input.${argument}: there is no deployment ${JSON.stringify(id.slice(0, 80))}`, {
    argument: `input.${argument}`,
    fix: 'Take it from `deployments { nodes { id } }`, or give the id its source gave; what was reported just now is there once it counts',
  });

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
      fix: 'Take it from `incidents { nodes { id } }`; what was reported just now is there once it counts',
    });
  return found.entity;
}
