import type { Config } from '@leadline/config';
import type { AdminAnswer, AdminCommand, WorkProgress } from '@leadline/http';
import {
  acceptInternal,
  erasedEvents,
  eraseInLog,
  findNames,
  Forgetting,
  forgettingOf,
  generation,
  unerasable,
  wordsOf,
} from '@leadline/pipeline';
import type { TableRow } from '@leadline/tables';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command } from './command.js';
import { dropGeneration, type WorkDeps } from './generations.js';
import { rebuildIsRunning, type Rebuilding, rebuilt } from './rebuild.js';

export interface EraseDeps extends WorkDeps {
  readonly rebuilding: Rebuilding;
  readonly inEffect: () => Config;
}

type Tell = (progress: WorkProgress) => void;

const asked = z.strictObject({
  names: z.array(z.string()).min(1).max(50),
  /** Only tells where they stand. */
  dryRun: z.boolean().default(false),
  /** Although a service, a repository or the configuration is named like that. */
  anyway: z.boolean().default(false),
});

/**
 * Forgets a person: notes the keys of the names, blanks them in the log where it lies, makes everything that is derived
 * anew without them, and removes what was derived before. Interrupted, it goes on when Leadline starts again.
 */
export function eraseCommand(deps: EraseDeps): AdminCommand {
  return command(asked, async ({ names, dryRun, anyway }, by) => {
    const problems = names.flatMap((name, index) => {
      const why = unerasable(name);
      return why === undefined ? [] : [{ pointer: `/names/${index}`, message: `a name that can be erased ${why}` }];
    });
    if (problems.length > 0) return { outcome: 'problems', problems };
    const { control, clock } = deps;
    await control.refresh();
    const { words, instead, people } = await wordsOf(names, control, clock);
    const sought = new Forgetting(control.state.erasures.key ?? '', words);
    const used = await namedLike(deps, sought);
    if (dryRun)
      return { outcome: 'work', run: async () => ({ ...(await findNames(deps.platform.log, sought)), used }) };
    if (used.length > 0 && !anyway) return refusal(used);
    const run = deps.rebuilding.alone(async (tell) => {
      const found = await findNames(deps.platform.log, sought);
      if (found.asMember > 0 && !anyway) {
        throw new Error(
          `It is also what a member of JSON is called, ${found.asMember} times: blanking that would change what deliveries say. Nothing was erased; --anyway does it all the same`,
        );
      }
      const now = clock.now();
      const at = new Date(now).toISOString();
      const forms = { words: [...words], instead: [...instead], people: [...people] };
      await control.append({ kind: 'subject_erased', id: randomUUID(), ...forms, by, at }, now);
      return { deliveries: found.naming, ...(await complete(deps, tell)) };
    });
    return run === undefined ? rebuildIsRunning : { outcome: 'work', run };
  });
}

const MOST_TOLD = 10;

function refusal(used: readonly string[]): AdminAnswer {
  const told = used.slice(0, MOST_TOLD).join(', ');
  return {
    outcome: 'conflict',
    message: `Numbers hang on that name: ${told}${used.length > MOST_TOLD ? ' …' : ''}`,
    fix: 'Take it out of leadline.yaml, or add the longer forms of the name alone; --anyway erases it all the same',
  };
}

/** What the configuration, services, repositories and environments call by a word that is to be erased. */
async function namedLike({ platform, control, inEffect }: EraseDeps, sought: Forgetting): Promise<readonly string[]> {
  const { catalogue, digests, notifications, declaredEndpoints } = inEffect();
  const configured = JSON.stringify([
    catalogue,
    declaredEndpoints.map(({ name }) => name),
    digests.map(({ to }) => to),
    notifications.map(({ name }) => name),
  ]);
  const { facts } = await platform.warehouse(generation(control.state.generations.inForce).database);
  const columns = ['services', 'environment', 'repository'] as const;
  const reports: Pick<TableRow<'reports'>, (typeof columns)[number]>[] = await facts.find({
    table: 'reports',
    columns,
    where: [],
  });
  const seen = new Set(
    reports.flatMap(({ services, environment, repository }) => [
      ...services.map((service) => `the service ${service}`),
      `the environment ${environment}`,
      `the repository ${repository}`,
    ]),
  );
  const isNamed = (text: string): boolean => sought.find(Buffer.from(text)).length > 0;
  return [...(isNamed(configured) ? ['leadline.yaml'] : []), ...[...seen].filter(isNamed)];
}

/** What is left to do once the fact is in the log, of every erasure that did not come to its end. */
async function complete(deps: EraseDeps, tell: Tell): Promise<object> {
  const { platform, control, clock, logger, atWork } = deps;
  const { erased, unfinished } = control.state.erasures;
  const begun = [...unfinished];
  await stateErased(
    deps,
    begun.flatMap((id) => erased.get(id) ?? []),
  );
  logger.info({ erasures: begun }, 'erasing from the log');
  const inLog = await eraseInLog(
    platform.log,
    forgettingOf(control)(),
    (done, total) => tell({ stage: 'log', done, total }),
    deps.signal,
  );
  logger.info(inLog, 'erased from the log');
  const { generation: inForce } = await rebuilt(deps, false, tell);
  const { known } = control.state.generations;
  const before = [...known].flatMap(([number, state]) => (state === 'kept' && number !== inForce ? [number] : []));
  for (const number of before) if (!atWork.has(number)) await dropGeneration(deps, number);
  for (const id of begun) {
    const now = clock.now();
    await control.append({ kind: 'subject_gone', id, at: new Date(now).toISOString() }, now);
  }
  logger.info({ generation: inForce, dropped: before }, 'erased');
  return { ...inLog, generation: inForce, dropped: before };
}

/** Tells the facts to whoever reads events; told again, they are the same. */
async function stateErased(
  { platform, clock }: EraseDeps,
  erasures: Parameters<typeof erasedEvents>[0][],
): Promise<void> {
  const stated = await acceptInternal({ log: platform.log, clock }, erasures.flatMap(erasedEvents));
  if (stated.outcome !== 'accepted') throw new Error(`The log does not take the erasure: ${stated.outcome}`);
}

/** Goes on with what an end of the process interrupted; where the log is not this process's own, the command is given again. */
export async function resumeErasures(deps: EraseDeps): Promise<void> {
  const { platform, control, logger, signal, rebuilding } = deps;
  if (platform.ownDirectory === null || control.state.erasures.unfinished.size === 0) return;
  logger.info({ erasures: control.state.erasures.unfinished.size }, 'going on with erasing a person');
  const run = rebuilding.alone((tell) => complete(deps, tell));
  try {
    await run?.(() => undefined);
  } catch (error) {
    if (!signal.aborted)
      logger.error({ err: error }, 'erasing did not come to its end; it is tried again at the next start');
  }
}
