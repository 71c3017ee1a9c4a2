import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { type Catalogue, catalogue, type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import { describe, expect, test } from 'vitest';
import { peopleAsTold } from '../people/people.js';
import { generation } from '../topics.js';
import { eventRecord } from './event-record.js';
import { foldStage } from './fold-stage.js';

const at = generation(1);
const receivedAt = Date.UTC(2026, 2, 2, 12);

type Mapping = Record<string, Record<string, string>>;

const declared = (declaredAt: string, mapping: Mapping): LeadlineEvent => {
  const content: Catalogue = catalogue.parse({
    version: declaredAt,
    declaredAt,
    endpoints: [{ name: 'homegrown', source: 'standard', mapping }],
  });
  return eventOf('catalogue', { id: `catalogue/${declaredAt}`, source: 'leadline', time: declaredAt }, content);
};

const said = (id: string, body: unknown): LeadlineEvent => {
  const data: EventData<'foreign'> = { endpoint: 'homegrown', id, body };
  return eventOf('foreign', { id: `standard:homegrown:${id}`, source: 'homegrown' }, data);
};

const incident = { id: '$.key', service: '$.app', startedAt: '$.from', resolvedAt: '$.until' };
const opened = { key: 7, app: 'shop', from: '2026-03-02T10:00:00Z' };
const closed = { ...opened, until: '2026-03-02T10:30:00Z' };

/** Folds batches as they come, and then what folding them appended, until nothing is left. */
async function folded(...batches: readonly (readonly LeadlineEvent[])[]) {
  const [log, facts] = [new MemoryLog(), new MemoryFacts()];
  const fold = foldStage({ log, facts, generation: at, people: peopleAsTold });
  let upTo = 0;
  const foldRest = async (): Promise<void> => {
    for (;;) {
      const records = [];
      for await (const record of log.read(at.events, { from: upTo })) records.push(record);
      if (records.length === 0) return;
      await fold(0, records);
      upTo += records.length;
    }
  };
  for (const batch of batches) {
    const records = batch.map((event) => eventRecord(event, { position: '0:5', receivedAt }));
    await log.append(at.events, records);
    await foldRest();
  }
  const rows = {
    incidents: await facts.find({ table: 'incidents', where: [] }),
    quarantine: await facts.find({ table: 'quarantine', where: [] }),
    events: await facts.find({ table: 'events', where: [] }),
  };
  await log.close();
  return rows;
}

describe('a mapping', () => {
  const first = declared('2026-03-01T00:00:00Z', { incident });

  test('makes one incident of several bodies, whichever came first, before the mapping or after', async () => {
    const expected = [{ id: 'homegrown/7', service: 'shop', resolved_at: Date.UTC(2026, 2, 2, 10, 30) }];
    const [open, close] = [said('m-1', opened), said('m-2', closed)];
    for (const batches of [[[first], [open], [close]], [[close, first, open]], [[open, close], [first]]]) {
      expect((await folded(...batches)).incidents).toMatchObject(expected);
    }
  });

  test('names the delivery that a fact came with', async () => {
    const { events } = await folded([first], [said('m-1', opened)]);
    expect(events.find(({ kind }) => kind === 'incident')).toMatchObject({ delivery: '0:5', received_at: receivedAt });
  });

  test('that is declared anew makes the facts anew', async () => {
    const second = declared('2026-03-02T00:00:00Z', { incident: { ...incident, service: '$.key' } });
    const { incidents } = await folded([first], [said('m-1', opened)], [second]);
    expect(incidents).toMatchObject([{ id: 'homegrown/7', service: '7' }]);
  });
});

describe('a body that the mapping does not fit', () => {
  const wrong = declared('2026-03-01T00:00:00Z', { incident: { ...incident, startedAt: '$.app' } });

  test('waits in quarantine, with the place in the configuration', async () => {
    const { incidents, quarantine } = await folded([wrong], [said('m-1', opened)]);
    expect(incidents).toEqual([]);
    expect(quarantine).toMatchObject([
      {
        endpoint: 'homegrown',
        stage: 'fold',
        state: 'open',
        pointer: '/endpoints/homegrown/mapping/incident/startedAt',
        message: '"shop" cannot be incident.startedAt',
      },
    ]);
  });

  test('is resolved by a mapping that fits', async () => {
    const right = declared('2026-03-02T00:00:00Z', { incident });
    const { incidents, quarantine } = await folded([wrong], [said('m-1', opened)], [right]);
    expect(incidents).toHaveLength(1);
    expect(quarantine.filter(({ state }) => state === 'open')).toEqual([]);
  });

  test('names no absurd time', async () => {
    const late = { ...opened, from: '2036-03-02T10:00:00Z' };
    const { quarantine } = await folded([declared('2026-03-01T00:00:00Z', { incident })], [said('m-1', late)]);
    expect(quarantine[0]?.message).toMatch(/more than 24 hours after it was received/);
  });
});
