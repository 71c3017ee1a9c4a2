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
  /** Damaged parts whose rows were derived again: they stay where they were put aside until an operator removes them. */
  replaced: z.array(z.string()).default([]),
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
 * Looks whether the rows that were counted last are there, and no part was put aside as damaged: after an orderly end,
 * too, a disk can lose them or somebody can remove them. Where they are missing, takes positions back to the beginning;
 * after an unclean end, to the last checkpoint: repeating changes nothing. To be awaited before anything subscribes.
 */
export async function recoverPositions(deps: CheckpointDeps): Promise<void> {
  const { log, warehouse, generation, logger, directory } = deps;
  const last = await readCheckpoint(directory);
  const isOfGeneration = last?.generation === generation.number;
  const lost = isOfGeneration ? tablesThatLost(countsOf(last), await warehouse.inspection.rowCounts()) : [];
  const parts = (await warehouse.inspection.detachedParts()).map(
    ({ table, part, reason }) => `${table}/${part} (${reason})`,
  );
  const damaged = parts.filter((part) => !isOfGeneration || !last.replaced.includes(part));
  const isUsable = isOfGeneration && lost.length === 0 && damaged.length === 0;
  if (isUsable && last.isClean) return writeCheckpoint(directory, { ...last, isClean: false });
  if (damaged.length > 0 || lost.length > 0) {
    logger.warn({ lost, damaged }, 'rows were lost; everything is derived again from the log');
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
        isUsable ? 'reading again after an unclean end' : 'reading again from the beginning',
      );
    }
  }
  await writeCheckpoint(directory, await checkpointOf(deps, false, parts));
}

/** Notes positions and row counts; rows hold at least what was read up to the positions, which are read first. */
export async function takeCheckpoint(deps: CheckpointDeps, isClean: boolean): Promise<void> {
  const last = await readCheckpoint(deps.directory);
  const replaced = last?.generation === deps.generation.number ? last.replaced : [];
  await writeCheckpoint(deps.directory, await checkpointOf(deps, isClean, replaced));
}

async function checkpointOf(
  { log, warehouse, generation }: CheckpointDeps,
  isClean: boolean,
  replaced: readonly string[],
): Promise<Checkpoint> {
  const positions: Checkpoint['positions'] = {};
  for (const stage of stages) {
    const { topic, group } = stageSubscription(generation, stage);
    positions[stage] = [...(await log.positions(topic, group))];
  }
  const counts = await warehouse.inspection.rowCounts();
  return { generation: generation.number, isClean, positions, counts, replaced: [...replaced] };
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
