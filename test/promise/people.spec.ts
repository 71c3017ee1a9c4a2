import { openPlatform, type Platform } from '@leadline/adapters';
import { catalogue, eventOf, type LeadlineEvent } from '@leadline/events';
import {
  acceptInternal,
  correctionsOf,
  deliveryRecord,
  deriveFromLog,
  eventsExport,
  type ExportRow,
  generation,
  namesOfPeople,
  type People,
  peopleBy,
  rebuild,
} from '@leadline/pipeline';
import type { Analytics, LogRecord } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { tables } from '@leadline/tables';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The people of a world, by recognisable names, however a tool may write one. None of them is in a title, an address or a
 * branch: those are kept as they came.
 */
const TRACE = /quillfeather/i;
const people = [
  'quillfeather-1',
  'Octavia Quillfeather',
  'o.quillfeather@example.org',
  'Øktavia "O" Quillfeather <q@quillfeather.example>',
  String.raw`ACME\quillfeather`,
  'quillfeather[bot]',
  '__proto__ Quillfeather',
];

const at = '2026-03-02T10:00:00Z';
const receivedAt = Date.parse('2026-03-03T00:00:00Z');
const live = generation(1);
const silent = { error: console.error, warn: () => {}, info: () => {}, debug: () => {} };
const sha = (index: number): string => index.toString(16).padStart(40, 'a');

const said = (kind: string, id: string, data: object) => ({
  specversion: '1.0',
  id,
  source: '/ci',
  type: `dev.leadline.${kind}.recorded`,
  time: at,
  data,
});

/** Everything that a tool may tell of one person by `POST /events`. */
const toldOf = (name: string, index: number): object[] => [
  said('commit', `c-${index}`, { sha: sha(index), repo: 'acme/shop', committedAt: at, author: name }),
  said('pull_request', `p-${index}`, {
    repo: 'acme/shop',
    number: index,
    author: name,
    commits: [sha(index)],
    mergedAt: at,
    mergeSha: sha(index),
    reviews: [{ at, by: name, state: 'approved' }],
  }),
  said('deployment', `d-${index}`, {
    id: `d-${index}`,
    service: 'shop',
    environment: 'production',
    status: 'succeeded',
    finishedAt: at,
    sha: sha(index),
    repo: 'acme/shop',
    actor: name,
    approvers: [name],
    requestedBy: { name, email: name },
  }),
  said('pipeline_run', `r-${index}`, { run: `r-${index}`, actor: name, startedAt: at }),
  said('approval_requested', `q-${index}`, { id: `q-${index}`, deployment: `d-${index}`, gate: 'release', at }),
  said('approval_given', `g-${index}`, {
    id: `g-${index}`,
    request: `q-${index}`,
    at,
    decision: 'approved',
    by: 'person',
    approver: name,
  }),
  said('mark', `m-${index}`, { deployment: `d-${index}`, verdict: 'ok', by: name, at }),
  said('project', `j-${index}`, { id: `j-${index}`, by: name, at }),
  {
    ...said('x', `s-${index}`, {}),
    type: 'dev.leadline.correction.made',
    data: {
      entity: `deployment:d-${index}`,
      by: name,
      at,
      reason: 'It was her',
      set: { actor: name },
    },
  },
  {
    ...said('x', `w-${index}`, {}),
    type: 'dev.leadline.correction.withdrawn',
    data: {
      entity: `deployment:d-${index}`,
      event: `cloudevents:%2Fci:m-${index}`,
      by: name,
      at,
      reason: 'No',
    },
  },
  {
    context: {
      specversion: '0.5.0',
      id: `cd-${index}`,
      source: '/cd',
      type: 'dev.cdevents.ticket.updated.0.2.0',
      timestamp: at,
    },
    subject: { id: `t-${index}`, content: { summary: 'Slow', updatedBy: name, assignees: [name] } },
    customData: { anything: { of: name } },
  },
  {
    context: {
      specversion: '0.5.0',
      id: `ce-${index}`,
      source: '/cd',
      type: 'dev.cdevents.environment.created.0.3.0',
      timestamp: at,
    },
    subject: { id: `e-${index}`, content: { name } },
  },
];

const delivered = (source: string, id: string, body: unknown): LogRecord =>
  deliveryRecord({
    id,
    endpoint: source === 'cloudevents' ? 'events' : 'homegrown',
    source,
    verdict: 'authorised',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    receivedAt,
  });

/** A tool of one's own, whose bodies only the configuration understands. */
const declared: LeadlineEvent = eventOf(
  'catalogue',
  { id: 'catalogue/v1', source: 'leadline', time: at },
  catalogue.parse({
    version: 'v1',
    declaredAt: at,
    endpoints: [
      {
        name: 'homegrown',
        source: 'standard',
        mapping: {
          deployment: {
            id: '$.key',
            service: '$.app',
            environment: '$.env',
            finishedAt: '$.at',
            actor: '$.who.called',
          },
        },
      },
    ],
  }),
);
const ownBody = (name: string, index: number) => ({
  key: index,
  app: 'depot',
  env: 'production',
  at,
  who: { called: name },
  log: `started by ${name}`,
});

/** What Leadline's own pages state: nobody's name, but that of a token. */
const own: LeadlineEvent = eventOf(
  'mark',
  { id: 'own-1', source: 'leadline:corrections', time: at },
  { deployment: 'd-0', verdict: 'failed', by: 'tok_release', at, reason: 'It did' },
);

const installation = (): People => peopleBy('5e'.repeat(32), () => ({ find: () => [] }));

let directory = '';
let platform: Platform;
let analytics: Analytics;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-people-'));
  platform = await openPlatform({ kind: 'embedded', data: directory }, { clientId: 'test', logger: silent });
  const { log } = platform;
  await acceptInternal({ log, clock: { now: () => receivedAt } }, [declared, own]);
  await log.append('deliveries', [
    ...people.map((name, index) => delivered('cloudevents', `events-${index}`, toldOf(name, index))),
    ...people.map((name, index) => delivered('standard', `own-${index}`, ownBody(name, index))),
  ]);
  const rows = await platform.warehouse(live.database);
  analytics = rows.analytics;
  await deriveFromLog(
    {
      log,
      facts: rows.facts,
      generation: live,
      people: installation(),
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: fails,
      onStageError: (_, error) => fails({ error }),
    },
    () => undefined,
    new AbortController().signal,
  );
}, 120_000);
afterAll(async () => {
  await platform.close();
  await rm(directory, { recursive: true, force: true });
});

function fails({ error }: { readonly error: unknown }): never {
  throw error;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

async function rowsOf(table: string): Promise<string[]> {
  const rows = await analytics.query<object>({ sql: `SELECT * FROM ${table} LIMIT 10000`, params: {} });
  return rows.map((row) => JSON.stringify(row));
}

async function exported(query: string): Promise<readonly ExportRow[]> {
  const rows: ExportRow[] = [];
  const { rows: read } = eventsExport({
    analytics: () => analytics,
    catalogue: () => Promise.reject(new Error('not asked')),
    clock: { now: () => receivedAt },
    state: () => Promise.resolve(''),
    opened: (message) => installation().opened(message),
    evidenceUrl: (id) => id,
    deploymentUrl: (id) => id,
  });
  for await (const row of read(new URLSearchParams(query))) rows.push(row);
  return rows;
}

describe('the rows of a world with people', () => {
  it('are there, and name nobody, but for the table of names', async () => {
    for (const name of Object.keys(tables)) {
      const named = (await rowsOf(name)).filter((row) => TRACE.test(row));
      expect([name, named.length]).toEqual([name, name === 'people' ? people.length : 0]);
    }
    expect(await rowsOf('quarantine')).toEqual([]);
    expect((await rowsOf('deployments')).length).toBeGreaterThanOrEqual(2 * people.length);
  });

  it('know one person wherever a tool tells of them', async () => {
    const sql = `SELECT uniqExact(arrayJoin(extractAll(data, 'person:[0-9a-f]{32}'))) AS n FROM events LIMIT 1`;
    expect(await analytics.query({ sql, params: {} })).toEqual([{ n: people.length }]);
    const [same] = await analytics.query<{ n: number }>({
      sql: `SELECT count() AS n FROM (SELECT JSONExtractString(data, 'actor') AS a FROM events FINAL WHERE kind = 'deployment' AND a IN (
        SELECT JSONExtractString(data, 'author') FROM events FINAL WHERE kind = 'commit')) LIMIT 1`,
      params: {},
    });
    // Those of `POST /events`, and those of the mapped bodies.
    expect(same?.n).toBe(2 * people.length);
  });

  it('are shown with names where names are shown', async () => {
    const actors = await analytics.query<{ actor: string }>({
      sql: `SELECT DISTINCT arrayJoin(base).actor AS actor FROM deployments FINAL WHERE service = 'depot' LIMIT 100`,
      params: {},
    });
    const nameOf = await namesOfPeople(
      analytics,
      actors.map(({ actor }) => actor),
    );
    expect(actors.map(({ actor }) => nameOf(actor)).toSorted()).toEqual(people.toSorted());
    expect(nameOf(`person:${'0'.repeat(32)}`)).toBe('erased person');

    const words = (await correctionsOf(analytics, ['deployment:d-0'], receivedAt)).get('deployment:d-0') ?? [];
    expect(words.map(({ by, withdrawn }) => `${by}, ${withdrawn?.by ?? 'holds'}`).toSorted()).toEqual([
      'quillfeather-1, holds',
      'quillfeather-1, quillfeather-1',
      'tok_release, holds',
    ]);
  });

  it('are told again as they were told', async () => {
    const told = new Map((await exported('')).map(({ id, data }) => [id, data]));
    for (const [index, name] of people.entries()) {
      expect(told.get(`cloudevents:%2Fci:d-${index}`)).toMatchObject({
        actor: name,
        requestedBy: { name, email: name },
      });
    }
    const bodies = [...told.values()].flatMap((data) => (isRecord(data) && 'body' in data ? [data['body']] : []));
    expect(bodies.map((body) => JSON.stringify(body)).toSorted()).toEqual(
      people.map((name, index) => JSON.stringify(ownBody(name, index))).toSorted(),
    );
    const cdEvents = new Map((await exported('as=cdevents')).map(({ id, data }) => [id, data]));
    for (const [index, name] of people.entries()) {
      expect(cdEvents.get(`cd-${index}`)).toMatchObject({ customData: { anything: { of: name } } });
      expect(cdEvents.get(`ce-${index}`)).toMatchObject({ subject: { content: { name } } });
    }
  });

  it('are the same after a rebuild', async () => {
    const { differences } = await rebuild(
      {
        log: platform.log,
        before: live,
        next: generation(2),
        people: installation(),
        sourceOf: sourceById,
        rowsOf: ({ database }) => platform.warehouse(database),
        onScopeFailure: fails,
        onStageError: (_, error) => fails({ error }),
        onProgress: () => undefined,
      },
      new AbortController().signal,
    );
    expect(differences).toEqual([]);
  }, 120_000);
});
