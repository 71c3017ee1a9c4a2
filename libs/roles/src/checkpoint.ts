import { type TableCounts, tablesThatLost, type Warehouse } from '@leadline/adapters';
import { type Generation, type StageName, stageSubscription } from '@leadline/pipeline';
import type { EventLog } from '@leadline/ports';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from './logger.js';

const checkpoint = z.object({
  generation: z.int(),
  /** Whether the process ended in order after it: then positions stand for what the rows hold. */
  isClean: z.boolean(),
  /** By stage: next offset by partition. */
  positions: z.record(z.string(), z.array(z.tuple([z.number(), z.number()]))),
  counts: z.record(z.string(), z.object({ rows: z.number(), versions: z.string() })),
});
type Checkpoint = z.infer<typeof checkpoint>;

const stages: readonly StageName[] = ['normalize', 'fold', 'derive'];

export interface CheckpointDeps {
  readonly directory: string;
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  readonly generation: Generation;
  readonly logger: Logger;
}

/**
 * After an unclean end, takes positions back to the last checkpoint at which the rows were counted: repeating changes
 * nothing. Where rows that were counted then are missing, or parts were put aside as damaged, back to the beginning.
 * To be awaited before anything subscribes.
 */
export async function recoverPositions(deps: CheckpointDeps): Promise<void> {
  const { log, warehouse, generation, logger, directory } = deps;
  const last = await readCheckpoint(directory);
  if (last?.isClean && last.generation === generation.number)
    return writeCheckpoint(directory, { ...last, isClean: false });
  const lost = last === undefined ? [] : tablesThatLost(countsOf(last), await warehouse.inspection.rowCounts());
  const damaged = await warehouse.inspection.detachedParts();
  const isUsable = last?.generation === generation.number && lost.length === 0 && damaged.length === 0;
  if (damaged.length > 0 || lost.length > 0) {
    logger.warn(
      { lost, damaged: damaged.map(({ table, part, reason }) => `${table}/${part} (${reason})`) },
      'rows were lost; everything is derived again from the log',
    );
  }
  for (const stage of stages) {
    const { topic, group } = stageSubscription(generation, stage);
    const positions = new Map(isUsable ? last.positions[stage] : []);
    const current = await log.positions(topic, group);
    const back = [...current].map(
      ([partition, offset]) => [partition, Math.min(offset, positions.get(partition) ?? 0)] as const,
    );
    await log.seek(topic, group, new Map(back));
    if (back.some(([partition, offset]) => offset < (current.get(partition) ?? 0))) {
      logger.info(
        { stage, from: Object.fromEntries(current), to: Object.fromEntries(back) },
        'reading again after an unclean end',
      );
    }
  }
  await takeCheckpoint(deps, false);
}

/** Notes positions and row counts; rows hold at least what was read up to the positions, which are read first. */
export async function takeCheckpoint(
  { directory, log, warehouse, generation }: CheckpointDeps,
  isClean: boolean,
): Promise<void> {
  const positions: Checkpoint['positions'] = {};
  for (const stage of stages) {
    const { topic, group } = stageSubscription(generation, stage);
    positions[stage] = [...(await log.positions(topic, group))];
  }
  const counts = await warehouse.inspection.rowCounts();
  await writeCheckpoint(directory, { generation: generation.number, isClean, positions, counts });
}

const countsOf = ({ counts }: Checkpoint): TableCounts => counts;

async function readCheckpoint(directory: string): Promise<Checkpoint | undefined> {
  try {
    const parsed = checkpoint.safeParse(JSON.parse(await readFile(join(directory, NAME), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const NAME = 'checkpoint.json';

/** Whole under its name, or not at all. */
async function writeCheckpoint(directory: string, content: Checkpoint): Promise<void> {
  const path = join(directory, NAME);
  const file = await open(`${path}.new`, 'w');
  try {
    await file.writeFile(JSON.stringify(content));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
