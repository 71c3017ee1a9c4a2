import { MemoryFacts } from '@leadline/adapters';
import type { LeadlineEvent } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import {
  deriveBatch,
  type DeriveMemory,
  eventRecord,
  foldStage,
  generation,
  touchIn,
  peopleAsTold,
} from '@leadline/pipeline';
import { MemoryLog } from '@leadline/adapters';
import type { DeploymentRow } from '@leadline/tables';

/**
 * Folds and derives events handed over in these batches; each batch is derived before the next is folded. With a memory
 * derive remembers what it did with the batches before.
 */
export async function derived(
  batches: readonly (readonly LeadlineEvent[])[],
  facts: Facts = new MemoryFacts(),
  memory?: DeriveMemory,
): Promise<Facts> {
  const log = new MemoryLog();
  const at = generation(1);
  let derivedUpTo = 0;
  let foldedUpTo = 0;
  const isWaiting = async (): Promise<boolean> => ((await log.head(at.events)).get(0) ?? 0) > foldedUpTo;
  // What fold itself told is folded in its turn, after the last batch too.
  for (let index = 0; index < batches.length || (await isWaiting()); index += 1) {
    const batch = batches[index] ?? [];
    await log.append(
      at.events,
      batch.map((event) => eventRecord(event, { position: '0:0', receivedAt: 0 })),
    );
    // A stage that is made anew has forgotten everything: each batch is a restart.
    const fold = foldStage({ log, facts, generation: at, people: peopleAsTold });
    const records = [];
    for await (const record of log.read(at.events, { from: foldedUpTo })) records.push(record);
    await fold(0, records);
    foldedUpTo += records.length;
    const touches = [];
    for await (const record of log.read(at.touched, { from: derivedUpTo })) touches.push(record);
    derivedUpTo += touches.length;
    const onFailure = ({ error }: { error: Error }): never => {
      throw error;
    };
    await deriveBatch(facts, touches.map(touchIn), derivedUpTo, onFailure, memory ? { memory } : {});
  }
  await log.close();
  return facts;
}

/** Content of the deployments: rows that say nothing are not content, and neither is when a row was written (version 0). */
export async function deploymentsIn(facts: Facts): Promise<DeploymentRow[]> {
  const rows = await facts.find({ table: 'deployments', where: [] });
  const key = (row: DeploymentRow): string =>
    JSON.stringify([row.service, row.environment, row.deployment, row.occurrence]);
  return rows
    .filter(({ base }) => base.length > 0)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .map((row) => ({ ...row, version: 0 }));
}

/** Tables that worlds fill beside the deployments. */
const contentTables = [
  'landed_changes',
  'flag_changes',
  'flags',
  'flag_incidents',
  'incidents',
  'stays',
  'trains',
] as const;

/** Content of changes that landed, of flags, incidents and trains, and what stood where, by table. */
export async function contentIn(facts: Facts): Promise<Record<string, readonly unknown[]>> {
  const found = await Promise.all(
    contentTables.map(async (table) => {
      const rows = (await facts.find({ table, where: [] }))
        .filter(saysSomething)
        .map((row) => ({ ...row, version: 0 }));
      const texts = rows.map((row) => JSON.stringify(row)).toSorted();
      return [table, texts.map((text) => JSON.parse(text) as unknown)] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** A service's row of an incident that is attributed to nothing is emptied: it stays to take the place of an older one. */
const saysSomething = (row: object): boolean => ('told' in row ? row.told !== '' : saysOf(row));

const saysOf = (row: object): boolean =>
  ('states' in row ? (row.states as unknown[]) : 'attributions' in row ? (row.attributions as unknown[]) : []).length >
  0;
