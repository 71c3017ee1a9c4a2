import { openPlatform } from '@leadline/adapters';
import { tables } from '@leadline/tables';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppProcess, endApps, startApp } from '../e2e/app-process.js';
import { type Client, clientOf } from '../e2e/client.js';
import { githubExamples } from '../e2e/github-examples.js';
import { allDeployments, metricsOf } from './numbers.js';
import { SECRET } from './sender.js';
import { SERVICE, workload } from './workload.js';

const LIMIT_MS = 600_000;
const DEPLOYMENTS = 24;
const NAMES = ['octavia-q', 'Octavia Quillfeather', 'octavia@quill.example'];
const TRACES = /octavia|quillfeather|quill\.example/i;

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-erase-'));
});
afterEach(async () => {
  await endApps();
  await rm(directory, { recursive: true, force: true });
});
afterAll(endApps);

const data = (): string => join(directory, 'data');

async function started(): Promise<{ app: AppProcess; client: Client }> {
  const app = startApp('standalone', {
    LEADLINE_DATA: data(),
    LEADLINE_CONFIG: '/dev/null',
    LEADLINE_SECRET_GITHUB: SECRET,
  });
  return { app, client: clientOf(await app.address) };
}

/** Everything that names her: what tools tell of people, and what she is named in beside that. */
async function sendAll(client: Client): Promise<string> {
  const said = workload(DEPLOYMENTS)
    .filter(({ hook }) => hook === undefined)
    .map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
  for (const event of said) {
    if (event.type.includes('deployment')) Object.assign(event.data, { actor: 'octavia-q' });
    if (event.type.includes('commit')) Object.assign(event.data, { author: NAMES[1], title: 'Octavia-Q repairs it' });
  }
  await client.send(said);
  let position = '';
  for (const [index, { event, body }] of githubExamples('push', 'pull_request', 'issues').slice(0, 12).entries()) {
    const named = { ...body, sender: { login: 'octavia-q', id: 7, url: 'https://api.github.com/users/octavia-q' } };
    const text = JSON.stringify({ ...named, note: `Co-authored-by: ${NAMES[1]} <${NAMES[2]}>\n${NAMES[2]}` });
    ({ position } = await client.hook({ endpoint: 'github', event, id: `hook-${index}`, body: text, secret: SECRET }));
  }
  return position;
}

/** What somebody sends while she is being erased, and afterwards: the same names again. */
const sendAgain = (client: Client, index: number) =>
  client.send({
    specversion: '1.0',
    id: `later-${index}`,
    source: '/ci/later',
    type: 'dev.leadline.deployment.recorded',
    time: '2026-03-09T10:00:00Z',
    data: {
      id: `later/${index}`,
      service: 'later',
      environment: 'production',
      status: 'succeeded',
      finishedAt: '2026-03-09T10:00:00Z',
      actor: 'octavia-q',
    },
  });

/** Files of the data directory in which she is named, with what is compressed unpacked. */
async function filesNaming(place: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(place, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const texts = [bytes, ...(path.endsWith('.packed') ? unpackedBlocks(bytes) : [])];
    if (TRACES.test(basename(path)) || texts.some((text) => TRACES.test(text.toString('latin1')))) found.push(path);
  }
  return found;
}

/** Frames of kind 2: length, checksum, kind, offset, group, next, unpacked length, raw deflate. */
function unpackedBlocks(segment: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = 16; at < segment.length; at += 8 + segment.readUInt32LE(at)) {
    if (segment[at + 8] !== 2) continue;
    blocks.push(inflateRawSync(segment.subarray(at + 31, at + 8 + segment.readUInt32LE(at))));
  }
  return blocks;
}

/** Tables whose rows name her, of the only generation there is, after every part was merged. */
async function tablesNaming(generation: number): Promise<string[]> {
  const logger = { error() {}, warn() {}, info() {}, debug() {} };
  const platform = await openPlatform({ kind: 'embedded', data: data() }, { clientId: 'test', logger });
  try {
    const { analytics } = await platform.warehouse(`leadline_g${generation}`);
    const found: string[] = [];
    for (const table of Object.keys(tables)) {
      const sql = `SELECT count() AS n FROM ${table} WHERE match(lower(toString(tuple(*))), 'octavia|quill')`;
      const [row] = await analytics.query<{ n: number }>({ sql, params: {} });
      if (Number(row?.n) > 0) found.push(table);
    }
    return found;
  } finally {
    await platform.close();
  }
}

/** Who is shown to have started deployments of a service. */
async function actorsOf(client: Client, service: string): Promise<(string | null)[]> {
  const { deployments } = await client.graphql<{ deployments: { nodes: { actor: string | null }[] } }>(
    'query ($service: String!) { deployments(first: 100, where: { services: [$service] }) { nodes { actor } } }',
    { service },
  );
  return [...new Set(deployments.nodes.map(({ actor }) => actor))];
}

const numbersOf = async (client: Client) => ({
  metrics: await metricsOf(client, SERVICE),
  deployments: await allDeployments(client, SERVICE),
});

describe('Erasing a person', () => {
  it('leaves the name nowhere, changes no number, and lets it in no more', { timeout: LIMIT_MS }, async () => {
    // given deliveries that name her
    const { app, client } = await started();
    await client.counted(await sendAll(client));
    const before = await numbersOf(client);
    expect(await actorsOf(client, SERVICE)).toEqual(['octavia-q']);
    expect(await filesNaming(join(data(), 'log/deliveries/0'))).not.toEqual([]);

    // when she is erased while deliveries go on naming her
    const erasing = client.admin<{ deliveries: number; records: number; generation: number }>('erase', {
      names: NAMES,
    });
    let last = '';
    for (let index = 0; index < 10; index += 1) ({ position: last } = await sendAgain(client, index));
    const erased = await erasing;
    ({ position: last } = await sendAgain(client, 99));
    await client.counted(last);

    // then nobody finds her by any way out, and every number is what it was
    expect(erased.records).toBeGreaterThanOrEqual(erased.deliveries);
    expect(await numbersOf(client)).toEqual(before);
    expect(await allDeployments(client, 'later')).toHaveLength(11);
    for (const service of [SERVICE, 'later']) expect(await actorsOf(client, service)).toEqual(['erased person']);
    const facts = (await client.exported('/api/v1/events.ndjson?kinds=subject_erased')).trim().split('\n');
    expect(facts.map((line) => (JSON.parse(line) as { data: object }).data)).toEqual(
      NAMES.map(() => ({ subject: expect.stringMatching(/^person:[0-9a-f]{32}$/), at: expect.any(String) })),
    );
    for (const path of ['/api/v1/events.ndjson', '/api/v1/deployments.csv', '/api/v1/events.ndjson?as=cdevents'])
      expect(await client.exported(path)).not.toMatch(TRACES);
    expect(await client.admin('log/verify')).toMatchObject({ damage: [] });
    expect(await client.admin('rebuild', { compare: true })).toMatchObject({ equal: true });
    const exported = JSON.stringify(await client.admin<{ records: { value: string }[] }>('log/export'));
    expect(
      exported.replaceAll(/"value":"([^"]*)"/g, (_, value: string) => Buffer.from(value, 'base64').toString()),
    ).not.toMatch(TRACES);

    // and she is in no file, and in no row
    expect(await app.stop()).toMatchObject({ code: 0 });
    expect(await filesNaming(data())).toEqual([]);
    expect(await tablesNaming(erased.generation)).toEqual([]);
  });

  it('goes on where it was killed, at any step', { timeout: LIMIT_MS }, async () => {
    // given deliveries that name her
    const first = await started();
    await first.client.counted(await sendAll(first.client));
    const before = await numbersOf(first.client);

    // when the process is killed between any two steps, and started again each time
    let { app, client } = first;
    let erasing = client.admin('erase', { names: NAMES }).catch(() => undefined);
    const steps = [
      /"msg":"erasing from the log"/,
      /"msg":"erased from the log"/,
      /"stage":"normalize"[^\n]*"msg":"rebuild"/,
      /"stage":"compare"[^\n]*"msg":"rebuild"/,
      /"generation":(?!1\b)\d+[^\n]*"msg":"processing"/,
    ];
    for (const [index, step] of steps.entries()) {
      await app.says(step);
      await sendAgain(client, index).catch(() => undefined);
      await app.kill();
      await erasing;
      ({ app, client } = await started());
      erasing = Promise.resolve(undefined);
    }
    await app.says(/"msg":"erased"/);

    // then the end is the same
    expect(await numbersOf(client)).toEqual(before);
    const { inForce, generations } = await client.admin<{ inForce: number; generations: unknown[] }>('generations');
    expect(generations).toHaveLength(1);
    expect(await app.stop()).toMatchObject({ code: 0 });
    expect(await filesNaming(data())).toEqual([]);
    expect(await tablesNaming(inForce)).toEqual([]);
  });

  it('is refused where numbers hang on the name, or where it is none', { timeout: LIMIT_MS }, async () => {
    const { client } = await started();
    await client.counted(await sendAll(client));
    const asked = async (input: object) => {
      const headers = { 'content-type': 'application/json' };
      const { status, body } = await client.request('/admin/erase', {
        method: 'POST',
        body: JSON.stringify(input),
        headers,
      });
      return { status, ...(JSON.parse(body.toString()) as object) };
    };

    expect(await asked({ names: ['checkout'] })).toMatchObject({
      status: 409,
      message: expect.stringContaining('the service checkout'),
    });
    expect(await asked({ names: ['12345', 'x'] })).toMatchObject({
      status: 400,
      problems: [{ pointer: '/names/0' }, { pointer: '/names/1' }],
    });
    expect(await asked({ names: NAMES, dryRun: true })).toMatchObject({ status: 200, naming: 13, asMember: 0 });
    expect(await filesNaming(join(data(), 'log/deliveries/0'))).not.toEqual([]);
  });
});
