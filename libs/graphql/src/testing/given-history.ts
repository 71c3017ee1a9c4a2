import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog, openWarehouse, type Warehouse } from '@leadline/adapters';
import { type Catalogue, type EventData, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { createServer } from '@leadline/http';
import { eventRecord, generation, runPipeline, peopleAsTold } from '@leadline/pipeline';
import type { Facts } from '@leadline/ports';
import { contentHash } from '@leadline/tracking';
import { registerGraphql } from '../register-graphql.js';
import { depsOf, givenWorld, type World } from './given-api.js';

export const said = <K extends EventKind>(kind: K, data: EventData<K>): LeadlineEvent<K> =>
  eventOf(kind, { id: contentHash({ kind, data }), source: 'test' }, data);

/** Derives events as the processor does: through log, fold and derive. */
export async function derive(events: readonly LeadlineEvent[], facts: Facts): Promise<void> {
  const log = new MemoryLog();
  const over = new AbortController();
  const at = generation(1);
  const failures: unknown[] = [];
  const running = runPipeline(
    {
      log,
      facts,
      generation: at,
      people: peopleAsTold,
      sourceOf: () => undefined,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => failures.push(error),
      onStageError: (_, error) => {
        failures.push(error);
        over.abort();
      },
    },
    over.signal,
  );
  await log.append(
    at.events,
    events.map((event) => eventRecord(event, { position: '0:0', receivedAt: 0 })),
  );
  await log.settled();
  over.abort();
  await running;
  await log.close();
  if (failures.length > 0) throw new AggregateError(failures, 'deriving failed');
}

export interface GivenApi {
  readonly base: string;
  readonly world: World;
  readonly warehouse: Warehouse;
  /** Every statement that was asked, in order. */
  readonly asked: string[];
  readonly close: () => Promise<void>;
}

/** The API over what derive makes of a history. */
export async function givenApiOver(events: readonly LeadlineEvent[], catalogue?: Catalogue): Promise<GivenApi> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-graphql-'));
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'graphql');
  await warehouse.migrate();
  await derive(events, warehouse.facts);
  const asked: string[] = [];
  const world = givenWorld({
    ...warehouse.analytics,
    query: (statement) => {
      asked.push(statement.sql);
      return warehouse.analytics.query(statement);
    },
  });
  if (catalogue !== undefined) world.catalogue = catalogue;
  const server = createServer((error) => world.reported.push(error));
  const graphql = await registerGraphql(server, depsOf(world));
  const base = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    base,
    world,
    warehouse,
    asked,
    close: async () => {
      await graphql.close();
      await server.close();
      await warehouse.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
