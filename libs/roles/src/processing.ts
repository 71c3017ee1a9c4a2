import type { Platform } from '@leadline/adapters';
import {
  attemptsToRemember,
  type Control,
  defaultLingerMs,
  type Generation,
  generation,
  peopleKey,
  peopleOf,
  runPipeline,
} from '@leadline/pipeline';
import type { Clock } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { getHeapStatistics } from 'node:v8';
import type { Logger } from './logger.js';
import { pipelineReports } from './pipeline-reports.js';

export interface Processing {
  /** Makes what runs the generation in force. */
  follow(): Promise<void>;
  /** Rejects when processing cannot go on; never resolves. */
  readonly broken: Promise<never>;
  stop(): Promise<void>;
}

interface Running {
  readonly generation: Generation;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Runs normalize, fold and derive of the generation in force, and changes over when another comes into force. */
export function startProcessing(
  platform: Platform,
  control: Control,
  clock: Clock,
  logger: Logger,
  onQuarantined: (endpoint: string, receivedAt: number) => void,
): Processing {
  let running: Running | undefined;
  let turn: Promise<void> = Promise.resolve();
  let isStopped = false;
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (fail = reject));
  broken.catch(() => undefined);

  const end = async (): Promise<void> => {
    running?.stop.abort();
    await running?.done;
    running = undefined;
  };
  const change = async (): Promise<void> => {
    const { inForce } = control.state.generations;
    if (isStopped || running?.generation.number === inForce) return;
    await end();
    const current = generation(inForce);
    const { facts } = await platform.warehouse(current.database);
    const key = await peopleKey(control, clock);
    const stop = new AbortController();
    const done = runPipeline(
      {
        log: platform.log,
        facts,
        generation: current,
        people: peopleOf(control, key),
        sourceOf: sourceById,
        lingerMs: defaultLingerMs,
        attemptsRemembered: attemptsToRemember(getHeapStatistics().heap_size_limit),
        onQuarantined,
        ...pipelineReports(logger),
      },
      stop.signal,
    ).catch(fail);
    running = { generation: current, stop, done };
    logger.info({ generation: inForce }, 'processing');
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work, work);
    return turn;
  };
  return {
    follow: () => inTurn(change),
    broken,
    async stop() {
      isStopped = true;
      await inTurn(end);
    },
  };
}
