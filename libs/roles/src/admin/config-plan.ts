import { catalogueOf, formatProblem, readConfig } from '@leadline/config';
import type { Catalogue } from '@leadline/events';
import type { AdminCommand, WorkProgress } from '@leadline/http';
import {
  changedNumbers,
  deriveWithCatalogue,
  generation,
  latestCatalogue,
  peopleKey,
  peopleOf,
} from '@leadline/pipeline';
import { sourceById } from '@leadline/sources';
import { z } from 'zod';
import { command } from './command.js';
import { pipelineReports } from '../pipeline-reports.js';
import { beginGeneration, dropGeneration, type WorkDeps } from './generations.js';

const WEEKS = 13;
const WEEK_MS = 7 * 86_400_000;
const FILE = 'leadline.yaml';

/** Which numbers of the last quarter another leadline.yaml would change: derived with it, compared, and removed again. */
export function planCommand(deps: WorkDeps): AdminCommand {
  return command(z.object({ yaml: z.string() }), async ({ yaml }) => {
    const env = { LEADLINE_CONFIG: FILE };
    const read = readConfig({ env, readFile: (path) => (path === FILE ? yaml : undefined), defersExposureCheck: true });
    if (read.outcome === 'problems') {
      return {
        outcome: 'problems',
        problems: read.problems.map((problem) => ({ pointer: '/yaml', message: formatProblem(problem) })),
      };
    }
    const catalogue = catalogueOf(read.config, new Date(deps.clock.now()).toISOString());
    return { outcome: 'work', run: (tell) => planned(deps, catalogue, tell) };
  });
}

async function planned(deps: WorkDeps, catalogue: Catalogue, tell: (progress: WorkProgress) => void): Promise<object> {
  const { platform, control, clock, logger, signal } = deps;
  const live = await platform.warehouse(generation(control.state.generations.inForce).database);
  const scratch = await beginGeneration(deps);
  try {
    const { facts, analytics } = await platform.warehouse(scratch.database);
    await deriveWithCatalogue(
      {
        log: platform.log,
        facts,
        generation: scratch,
        people: peopleOf(control, await peopleKey(control, clock)),
        sourceOf: sourceById,
        lingerMs: { normalize: 0, fold: 0, derive: 0 },
        ...pipelineReports(logger),
      },
      catalogue,
      tell,
      signal,
    );
    const to = clock.now();
    const window = { from: to - WEEKS * WEEK_MS, to, timeZone: catalogue.organisation.timeZone };
    const numbers = await changedNumbers(
      { analytics: live.analytics, catalogue: await latestCatalogue(live.facts) },
      { analytics, catalogue },
      { window, asOf: to },
    );
    return { version: catalogue.version, weeks: WEEKS, ...numbers };
  } finally {
    await dropGeneration(deps, scratch.number).finally(() => deps.atWork.delete(scratch.number));
  }
}
