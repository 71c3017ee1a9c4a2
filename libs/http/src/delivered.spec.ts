import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { catalogue, eventOf } from '@leadline/events';
import {
  acceptInternal,
  foldStage,
  formatPosition,
  generation,
  normalizeBatch,
  recentDeliveries,
  peopleAsTold,
} from '@leadline/pipeline';
import type { StoredRecord, Topic } from '@leadline/ports';
import { sourceById, validateEvents } from '@leadline/sources';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { createServer, registerIngest, serverMetrics, type ServedEndpoint, type TokenLookup } from './index.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const clock = { now: () => NOW };
const current = generation(1);
const SECRET = 'CANARY-secret-of-the-hook';
const PREVIOUS = 'CANARY-previous-secret';
const TOKEN = 'leadline_pat_CANARY_0123456789abcdef';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server that listens, with the product's sources and a log in memory. */
async function given() {
  const log = new MemoryLog({ partitions: 3 });
  const facts = new MemoryFacts();
  const endpoints = new Map(
    ['github', 'cloudevents'].map((id): [string, ServedEndpoint] => {
      const source = sourceById(id);
      if (source === undefined) throw new Error(`There is no source ${id}`);
      return [id, { name: id, source, secrets: [PREVIOUS, SECRET], unsigned: false }];
    }),
  );
  const app = createServer((error) => {
    throw error;
  });
  servers.push(app);
  const hash = createHash('sha256').update(TOKEN).digest('hex');
  const tokens: TokenLookup = {
    find: (sha256) => (sha256 === hash ? { id: 'ci', scopes: ['events:write'] } : undefined),
    isEmpty: () => false,
  };
  registerIngest(app, {
    log,
    clock,
    recent: recentDeliveries(),
    endpoint: (name) => endpoints.get(name),
    validateEvents,
    guard: { tokens, clock },
    metrics: serverMetrics(),
    report: () => {},
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  const read = async (topic: Topic, partition?: number): Promise<StoredRecord[]> => {
    const records: StoredRecord[] = [];
    for await (const record of log.read(topic, partition === undefined ? {} : { partition })) records.push(record);
    return records;
  };
  const partitions = [0, 1, 2];
  return {
    log,
    facts,
    read,
    async post(path: string, body: string | Uint8Array, headers: Record<string, string>): Promise<Answer> {
      const answer = await fetch(url + path, { method: 'POST', body: Buffer.from(body), headers });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
    /** Everything that was delivered, from the beginning, in small batches as a consumer gets it. */
    async normalize(): Promise<void> {
      for (const partition of partitions) {
        const records = await read('deliveries', partition);
        for (let from = 0; from < records.length; from += 50) {
          await normalizeBatch(
            { log, facts, generation: current, people: peopleAsTold, sourceOf: sourceById },
            records.slice(from, from + 50),
          );
        }
      }
    },
    /** Every event there is, from the beginning. */
    async fold(): Promise<void> {
      const fold = foldStage({ log, facts, generation: current, people: peopleAsTold });
      for (const partition of partitions) await fold(partition, await read(current.events, partition));
    },
  };
}

type Given = Awaited<ReturnType<typeof given>>;
interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const sign = (body: string | Uint8Array): string => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

const hookHeaders = (event: string, id: string, body: string | Uint8Array) => ({
  'content-type': 'application/json',
  'x-github-event': event,
  'x-github-delivery': id,
  'x-hub-signature-256': sign(body),
});

interface Definition {
  readonly name: string;
  readonly examples: readonly unknown[];
}
const definitions = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-examples'), 'utf8'),
) as Definition[];
const examples = definitions.flatMap(({ name, examples: bodies }) =>
  bodies.map((body) => ({ event: name, body: JSON.stringify(body) })),
);

/** Signed, and beyond understanding: each with the code under which it waits in quarantine. */
const unreadable = [
  { event: 'push', body: '{"ref":', code: 'unreadable_body' },
  { event: 'push', body: '', code: 'unreadable_body' },
  { event: 'issues', body: '[]', code: 'invalid_body' },
  { event: 'deployment', body: '{}', code: 'invalid_body' },
  { event: 'push', body: `{"ref":${'['.repeat(300)}${']'.repeat(300)}}`, code: 'too_complex' },
  { event: 'push', body: examples.find(({ event }) => event === 'workflow_run')?.body ?? '', code: 'type_mismatch' },
];

/** Sends everything, and gives the position each delivery was answered with. */
async function sendAll(
  leadline: Given,
  deliveries: readonly { readonly event: string; readonly body: string }[],
  batch: string,
): Promise<string[]> {
  const positions: string[] = [];
  for (const [index, { event, body }] of deliveries.entries()) {
    const id = `${batch}-${index}`;
    const answer = await leadline.post('/hooks/github', body, hookHeaders(event, id, body));
    expect(answer).toEqual({ status: 202, body: { id, duplicate: false, position: expect.any(String) } });
    positions.push(String(answer.body['position']));
  }
  return positions;
}

describe('whatever was answered 202', () => {
  it('is accounted for: normalized, ignored or in quarantine', async () => {
    const leadline = await given();
    const sent = [...examples, ...unreadable];
    const positions = await sendAll(leadline, sent, 'd');
    const stored = new Map((await leadline.read('deliveries')).map((record) => [formatPosition(record), record]));
    expect(positions.map((position) => Buffer.from(stored.get(position)?.value ?? []).toString())).toEqual(
      sent.map(({ body }) => body),
    );

    await leadline.normalize();
    const rows = await leadline.facts.find({ table: 'deliveries', where: [] });
    const byPosition = new Map(rows.map((row) => [row.position, row]));
    const accounted: string[] = [...byPosition.keys()];
    expect(accounted.toSorted()).toEqual(positions.toSorted());
    expect(positions.map((position) => byPosition.get(position)?.event)).toEqual(sent.map(({ event }) => event));

    const outcomes = positions.map((position) => byPosition.get(position)?.outcome);
    expect(outcomes.slice(0, examples.length).filter((outcome) => outcome === 'quarantined')).toEqual([]);
    expect(new Set(outcomes)).toEqual(new Set(['normalized', 'ignored', 'quarantined']));
    const quarantine = await leadline.facts.find({ table: 'quarantine', where: [] });
    const codes = new Map(quarantine.map(({ id, code }) => [id, code]));
    expect(codes.size).toBe(unreadable.length);
    expect(positions.slice(examples.length).map((position) => codes.get(position))).toEqual(
      unreadable.map(({ code }) => code),
    );

    // What every partition has to know, as the name of a repository, is there once for each.
    const events = await leadline.read(current.events);
    const told = new Set(events.map(({ headers, value }) => `${headers['delivery']} ${Buffer.from(value).toString()}`));
    expect(told.size).toBe(rows.reduce((sum, row) => sum + row.events, 0));
    expect(
      rows.every(({ outcome, events: made, reason }) => (outcome === 'normalized' ? made > 0 : reason !== '')),
    ).toBe(true);
  });

  it('counts once, though another hook brings it again', async () => {
    const leadline = await given();
    const content = async () => {
      const [reports, commits, changes] = [
        await leadline.facts.find({ table: 'reports', where: [] }),
        await leadline.facts.find({ table: 'commits', where: [] }),
        await leadline.facts.find({ table: 'changes', where: [] }),
      ];
      const hashes: string[] = [...reports, ...commits, ...changes].map((row) => row.content_hash);
      return {
        hashes: hashes.toSorted(),
        counts: { reports: reports.length, commits: commits.length, changes: changes.length },
      };
    };
    await sendAll(leadline, examples, 'repository');
    await leadline.normalize();
    await leadline.fold();
    const once = await content();
    await sendAll(leadline, examples, 'organisation');
    await leadline.normalize();
    await leadline.fold();
    expect(await content()).toEqual(once);
    expect(Object.values(once.counts).filter((count) => count === 0)).toEqual([]);
    expect(await leadline.facts.find({ table: 'quarantine', where: [] })).toEqual([]);
  });

  it('means what the catalogue says: a repository by the name the catalogue gives it', async () => {
    const leadline = await given();
    const declared = catalogue.parse({
      version: 'v1',
      declaredAt: '2026-03-01T00:00:00Z',
      services: [{ name: 'hello', repositories: ['github:Codertocat/Hello-World'] }],
      rules: { incidentLabels: ['bug'] },
    });
    await acceptInternal({ log: leadline.log, clock }, [
      eventOf('catalogue', { id: 'c', source: 'leadline' }, declared),
    ]);
    await sendAll(leadline, examples, 'd');
    await leadline.normalize();
    await leadline.fold();
    const repository = 'Codertocat/Hello-World';
    const reports = await leadline.facts.find({
      table: 'reports',
      where: [{ column: 'repository', in: [repository] }],
    });
    expect(reports.length).toBeGreaterThan(0);
    expect(new Set(reports.map(({ service, source }) => `${service} by ${source}`))).toEqual(
      new Set(['hello by github']),
    );
    const incidents = await leadline.facts.find({ table: 'incidents', where: [{ column: 'service', in: ['hello'] }] });
    expect(incidents.length).toBeGreaterThan(0);
    expect(new Set(incidents.map(({ source }) => source))).toEqual(new Set(['github']));
  });
});

describe('a secret', () => {
  it('never reaches the log, whichever header it came in', async () => {
    const leadline = await given();
    const secretHeaders = {
      authorization: 'Bearer CANARY-1',
      'proxy-authorization': 'Basic CANARY-2',
      cookie: 'sid=CANARY-3',
      'x-gitlab-token': 'CANARY-4',
      'x-api-key': 'CANARY-5',
      'x-buildkite-token': 'CANARY-6',
      'x-anything': `is ${PREVIOUS}`,
    };
    const body = examples[0]?.body ?? '';
    const event = { specversion: '1.0', id: 'e', source: '/ci', type: 'dev.cdevents.x', data: {} };
    const statuses = [
      await leadline.post('/hooks/github', body, { ...hookHeaders('ping', 'd', body), ...secretHeaders }),
      await leadline.post('/hooks/cloudevents', JSON.stringify(event), {
        ...secretHeaders,
        authorization: `Bearer ${SECRET}`,
      }),
      await leadline.post('/events', '[]', { ...secretHeaders, authorization: `Bearer ${TOKEN}` }),
      await leadline.post('/hooks/github', body, { ...secretHeaders, 'x-github-event': 'push' }),
      await leadline.post('/events', '[]', secretHeaders),
    ].map(({ status }) => status);
    expect(statuses).toEqual([202, 202, 202, 401, 401]);
    await leadline.normalize();
    const records = [...(await leadline.read('deliveries')), ...(await leadline.read(current.events))];
    expect(records).toHaveLength(3);
    const everything = records.map((record) =>
      JSON.stringify({ ...record, value: Buffer.from(record.value).toString() }),
    );
    expect(everything.filter((text) => text.includes('CANARY'))).toEqual([]);
    expect(everything[0]).toContain('"http.x-hub-signature-256"');
  });
});

describe('POST /events', () => {
  const authorization = `Bearer ${TOKEN}`;
  const deployed = (id: string, more: object = {}) => ({
    specversion: '1.0',
    id,
    source: '/ci/shop',
    type: 'dev.leadline.deployment.recorded',
    time: '2026-03-02T09:30:00Z',
    data: {
      id: `ci/${id}`,
      service: 'shop',
      environment: 'production',
      status: 'succeeded',
      finishedAt: '2026-03-02T09:30:00Z',
      ...more,
    },
  });
  const cdEvent = {
    context: {
      specversion: '0.5.0',
      id: 'cd-1',
      source: '/cd',
      type: 'dev.cdevents.service.deployed.0.3.0',
      timestamp: '2026-03-02T09:40:00Z',
    },
    subject: {
      id: 'shop',
      source: '/cluster',
      content: { environment: { id: 'production' }, artifactId: 'pkg:oci/shop' },
    },
  };
  const structured = { 'content-type': 'application/cloudevents+json', authorization };
  const batch = { 'content-type': 'application/cloudevents-batch+json', authorization };

  const services = async (leadline: Given) => {
    await leadline.normalize();
    await leadline.fold();
    const rows = await leadline.facts.find({ table: 'reports', where: [] });
    return rows.map(({ id, service }) => `${id} of ${service}`).toSorted();
  };

  it('takes every content mode, CDEvents and kinds of its own', async () => {
    const leadline = await given();
    const { data, ...envelope } = deployed('binary');
    const binary = Object.fromEntries(Object.entries(envelope).map(([name, value]) => [`ce-${name}`, value]));
    const answers = [
      await leadline.post('/events', JSON.stringify(deployed('structured')), structured),
      await leadline.post('/events', JSON.stringify(data), {
        ...binary,
        'content-type': 'application/json',
        authorization,
      }),
      await leadline.post('/events', JSON.stringify([deployed('batch-1'), deployed('batch-2')]), batch),
      await leadline.post('/events', JSON.stringify(cdEvent), { 'content-type': 'application/json', authorization }),
    ];
    expect(answers.map(({ status, body }) => [status, body['ids']])).toEqual([
      [202, ['structured']],
      [202, ['binary']],
      [202, ['batch-1', 'batch-2']],
      [202, ['cd-1']],
    ]);
    expect(await services(leadline)).toEqual([
      'cdevents/%2Fcd/cd-1 of shop',
      'ci/batch-1 of shop',
      'ci/batch-2 of shop',
      'ci/binary of shop',
      'ci/structured of shop',
    ]);
  });

  it('counts one id of one source once, and the same id of another source too', async () => {
    const leadline = await given();
    await leadline.post('/events', JSON.stringify(deployed('1')), structured);
    await leadline.post('/events', JSON.stringify([deployed('1'), deployed('1')]), batch);
    const other = { ...deployed('1'), source: '/ci/other', data: { ...deployed('1').data, id: 'other/1' } };
    await leadline.post('/events', JSON.stringify(other), structured);
    expect(await services(leadline)).toEqual(['ci/1 of shop', 'other/1 of shop']);
    const stored = await leadline.facts.find({ table: 'events', where: [{ column: 'kind', in: ['deployment'] }] });
    expect(new Set(stored.map(({ event_id: id }) => id))).toEqual(
      new Set(['cloudevents:%2Fci%2Fshop:1', 'cloudevents:%2Fci%2Fother:1']),
    );
  });

  it('refuses a batch with every problem of it, and stores nothing', async () => {
    const leadline = await given();
    const events = [
      deployed('good'),
      deployed('bad', { status: 'done', finishedAt: 'yesterday' }),
      { ...cdEvent, subject: { id: 'shop', content: {} } },
      { ...deployed('of no kind'), type: 'com.example.thing' },
    ];
    const answer = await leadline.post('/events', JSON.stringify(events), batch);
    expect([answer.status, answer.body['error']]).toEqual([400, 'invalid_events']);
    const problems = answer.body['problems'] as { pointer: string; message: string }[];
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/1/data/status',
      '/1/data/finishedAt',
      '/2/subject/content/environment/id',
      '/3/type',
    ]);
    expect(problems.every(({ message }) => message.length > 5)).toBe(true);
    expect(await leadline.read('deliveries')).toEqual([]);
  });

  it('judges absurd times by the time it is received', async () => {
    const leadline = await given();
    const ahead = (at: number) => deployed('1', { finishedAt: new Date(at).toISOString() });
    const day = 24 * 60 * 60 * 1000;
    const fits = await leadline.post('/events', JSON.stringify(ahead(NOW + day)), structured);
    const absurd = await leadline.post('/events', JSON.stringify(ahead(NOW + day + 1)), structured);
    expect([fits.status, absurd.status, absurd.body['problems']]).toEqual([
      202,
      400,
      [{ pointer: '/data/finishedAt', message: expect.stringContaining('more than 24 hours after it was received') }],
    ]);
  });
});
