import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedDeliveries } from '../fault/numbers.js';
import { expectedOf, SERVICE, window, workload } from '../fault/workload.js';
import { type AppProcess, endApps, runApp, startApp } from './app-process.js';
import { type Client, clientOf, signed } from './client.js';
import { csvRows } from './csv.js';
import { githubExamples } from './github-examples.js';

const SECRET = 'secret-of-the-hook';
const LIMIT_MS = 300_000;
const DEPLOYMENTS = 12;

const catalogueWith = (team: string): string => `
organisation: { name: Acme, timeZone: Europe/Berlin }
teams: { eng: {}, eng/payments: {}, eng/storefront: {} }
services:
  ${SERVICE}: { teams: [${team}] }
`;

const directories: string[] = [];
async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-user-'));
  directories.push(directory);
  return directory;
}
afterAll(async () => {
  await endApps();
  await Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true })));
});

interface Installation {
  readonly directory: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

async function givenInstallation(yaml: string): Promise<Installation> {
  const directory = await emptyDirectory();
  const file = join(directory, 'leadline.yaml');
  await writeFile(file, yaml);
  const env = { LEADLINE_DATA: join(directory, 'data'), LEADLINE_CONFIG: file, LEADLINE_SECRET_GITHUB: SECRET };
  return { directory, file, env };
}

const parameters = (values: Record<string, string>): string => new URLSearchParams(values).toString();

describe('what does not start', () => {
  it('names every problem of leadline.yaml with its line', { timeout: LIMIT_MS }, async () => {
    const yaml = [
      'organisation: { timeZone: Europe/Berlln }',
      'services:',
      '  checkout:',
      '    teams: [eng/nobody]',
      '    colour: blue',
      'rules: { timeWindowS: soon }',
    ].join('\n');
    const { file, env } = await givenInstallation(yaml);
    const { code, stderr } = await runApp('standalone', env);
    expect(code).toBe(2);
    const named = stderr.split('\n').filter((line) => line.startsWith(`${file}:`));
    expect(
      named.map((line) => Number(line.slice(file.length + 1).split(':')[0])),
      stderr,
    ).toEqual([1, 4, 5, 6]);
  });

  it('refuses a host that others reach, where nobody needs a token', { timeout: LIMIT_MS }, async () => {
    const { env } = await givenInstallation('');
    const { code, stderr } = await runApp('standalone', { ...env, LEADLINE_HOST: '0.0.0.0' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/LEADLINE_HOST.*leadline token create/);
  });
});

describe('one installation', () => {
  let installation: Installation;
  let app: AppProcess;
  let client: Client;

  beforeAll(async () => {
    installation = await givenInstallation(catalogueWith('eng/payments'));
    app = startApp('standalone', installation.env);
    client = clientOf(await app.address);
    const events = workload(DEPLOYMENTS)
      .filter(({ hook }) => hook === undefined)
      .map(({ body }): unknown => JSON.parse(body));
    const { position } = await client.send(events);
    await client.counted(position);
  }, LIMIT_MS);

  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    client.request(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it('stores nothing of what it refuses, and says why', { timeout: LIMIT_MS }, async () => {
    const before = await storedDeliveries(client);
    const push = { event: 'push', id: 'refused', endpoint: 'github', body: '{}' };
    expect((await client.request('/hooks/github', signed({ ...push, secret: 'wrong' }))).status).toBe(401);
    expect((await post('/hooks/github', '{}', { 'x-github-event': 'push' })).status).toBe(401);
    expect((await post('/hooks/nobody', '{}')).status).toBe(401);
    const tooLarge = Buffer.alloc(27 * 1024 * 1024, ' ');
    expect((await client.request('/hooks/github', signed({ ...push, body: tooLarge, secret: SECRET }))).status).toBe(
      413,
    );

    const [known] = workload(1);
    const bad = { specversion: '1.0', id: 'x', source: '/ci', type: 'dev.leadline.deployment.recorded' };
    const data = { id: 'ci/x', service: 'x', environment: 'production', status: 'perhaps', finishedAt: 'yesterday' };
    const refused = await post('/events', JSON.stringify([JSON.parse(known?.body ?? ''), { ...bad, data }]));
    expect(refused.status).toBe(400);
    const { problems } = JSON.parse(refused.body.toString()) as { problems: { pointer: string; message: string }[] };
    expect(problems.map(({ pointer }) => pointer).toSorted()).toEqual(['/1/data/finishedAt', '/1/data/status']);
    expect(problems.every(({ message }) => message.length > 5)).toBe(true);
    expect(await storedDeliveries(client)).toEqual(before);
  });

  it('gives the same numbers by GraphQL, CSV, JSON and NDJSON', { timeout: LIMIT_MS }, async () => {
    const asOf = '2026-04-30T00:00:00Z';
    const columns = [
      'id',
      'metric',
      'team',
      'bucketStart',
      'value',
      'n',
      'numerator',
      'low',
      'high',
      'status',
      'configVersion',
    ];
    const { metrics } = await client.graphql<{ metrics: Record<string, unknown>[] }>(
      `query ($window: WindowInput!, $asOf: DateTime) {
        metrics(
          ids: [DEPLOYMENT_FREQUENCY, CHANGE_LEAD_TIME, CHANGE_FAIL_RATE, FAILED_DEPLOYMENT_RECOVERY_TIME]
          window: $window
          asOf: $asOf
          by: [{ dimension: TEAM }]
          bucket: WEEK
        ) { ${columns.join(' ')} }
      }`,
      { window: { ...window, timeZone: 'Europe/Berlin' }, asOf },
    );
    expect(metrics.length).toBeGreaterThan(20);
    const pooled = metrics.filter(({ team, metric }) => team === 'eng' && metric === 'DEPLOYMENT_FREQUENCY');
    expect(pooled.reduce((sum, { n }) => sum + Number(n), 0)).toBe(DEPLOYMENTS);

    const ids = 'DEPLOYMENT_FREQUENCY,CHANGE_LEAD_TIME,CHANGE_FAIL_RATE,FAILED_DEPLOYMENT_RECOVERY_TIME';
    const query = parameters({ ...window, ids, timeZone: 'Europe/Berlin', asOf, by: 'TEAM', bucket: 'WEEK' });
    const chosen = (row: Record<string, unknown>) => Object.fromEntries(columns.map((name) => [name, row[name]]));
    const json = JSON.parse(await client.exported(`/api/v1/metrics.json?${query}`)) as Record<string, unknown>[];
    expect(json.map(chosen)).toEqual(metrics);
    const lines = (await client.exported(`/api/v1/metrics.ndjson?${query}`)).trim().split('\n');
    expect(lines.map((line) => chosen(JSON.parse(line) as Record<string, unknown>))).toEqual(metrics);
    const csv = csvRows(await client.exported(`/api/v1/metrics.csv?${query}`));
    const asText = (row: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value),
        ]),
      );
    expect(csv.map(chosen)).toEqual(metrics.map(asText));
  });

  it('answers 304 until something changes', { timeout: LIMIT_MS }, async () => {
    const path = `/api/v1/metrics.csv?${parameters({ ...window, asOf: '2026-04-30T00:00:00Z' })}`;
    const first = await client.request(path);
    const tag = first.headers.get('etag') ?? '';
    expect([first.status, tag]).toEqual([200, expect.stringMatching(/^"/)]);
    const conditional = () => client.request(path, { headers: { 'if-none-match': tag } });
    const same = await conditional();
    expect([same.status, same.body.length]).toEqual([304, 0]);
    const time = '2026-03-02T09:30:00Z';
    const data = { id: 'etag/1', service: 'etag', environment: 'production', status: 'succeeded', finishedAt: time };
    const event = {
      specversion: '1.0',
      id: 'etag/1',
      source: '/ci',
      type: 'dev.leadline.deployment.recorded',
      time,
      data,
    };
    await client.counted((await client.send(event)).position);
    const changed = await conditional();
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  it('shows what it cannot understand, and reads it again when asked', { timeout: LIMIT_MS }, async () => {
    const body = '{"ref": "refs/heads/main", ';
    const { position } = await client.hook({ endpoint: 'github', event: 'push', id: 'half', body, secret: SECRET });
    await client.counted(position);
    const entries = async () => {
      const { quarantine } = await client.graphql<{ quarantine: { nodes: Record<string, unknown>[] } }>(
        'query ($ids: [ID!]) { quarantine(first: 10, ids: $ids) { nodes { id deliveryId endpoint code message attempts state } } }',
        { ids: [position] },
      );
      return quarantine.nodes;
    };
    const entry = { id: position, deliveryId: 'half', endpoint: 'github', code: 'unreadable_body', state: 'OPEN' };
    expect(await entries()).toEqual([{ ...entry, message: expect.stringMatching(/JSON/), attempts: 1 }]);
    const { retryQuarantined } = await client.graphql<{ retryQuarantined: { retried: number } }>(
      'mutation ($ids: [ID!]!) { retryQuarantined(ids: $ids) { retried } }',
      { ids: [position] },
    );
    expect(retryQuarantined).toEqual({ retried: 1 });
    await expect.poll(entries, { timeout: 30_000 }).toEqual([{ ...entry, message: expect.any(String), attempts: 2 }]);
  });

  it('gives back every byte of a delivery', { timeout: LIMIT_MS }, async () => {
    const [example] = githubExamples('issues');
    const bodies = [
      Buffer.from(`\n  ${JSON.stringify(example?.body, null, 3)}\r\n\t`),
      Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x00, 0xff, 0xfe, 0x80, 0x7d]),
    ];
    for (const [index, body] of bodies.entries()) {
      const id = `bytes-${index}`;
      const { position } = await client.hook({ endpoint: 'github', event: 'issues', id, body, secret: SECRET });
      await client.counted(position);
      const { delivery } = await client.graphql<{ delivery: Record<string, unknown> | null }>(
        'query ($id: ID!) { delivery(id: $id) { id deliveryId bytes bodyBase64 } }',
        { id: position },
      );
      const bodyBase64 = body.toString('base64');
      expect(delivery).toEqual({ id: position, deliveryId: id, bytes: body.length, bodyBase64 });
    }
  });

  it(
    'takes another catalogue on SIGHUP, and keeps the one before when the file is wrong',
    { timeout: LIMIT_MS },
    async () => {
      const owner = async () => {
        const { teams, metrics } = await client.graphql<{
          teams: { path: string; services: string[] }[];
          metrics: { team: string; n: number; configVersion: string }[];
        }>(
          `query ($window: WindowInput!) {
          teams { path services }
          metrics(ids: [DEPLOYMENT_FREQUENCY], window: $window, by: [{ dimension: TEAM }], scope: { services: ["${SERVICE}"] }) {
            team n configVersion
          }
        }`,
          { window },
        );
        return {
          owners: teams.filter(({ services }) => services.includes(SERVICE)).map(({ path }) => path),
          counted: metrics.filter(({ n, team }) => n > 0 && team !== 'eng').map(({ team, n }) => ({ team, n })),
          version: metrics[0]?.configVersion,
        };
      };
      const before = await owner();
      expect(before).toMatchObject({ owners: ['eng/payments'], counted: [{ team: 'eng/payments', n: DEPLOYMENTS }] });

      await writeFile(installation.file, 'services: [');
      app.signal('SIGHUP');
      await app.says(/the configuration has problems; the one before stays in force/);
      expect(await owner()).toEqual(before);

      await writeFile(installation.file, catalogueWith('eng/storefront'));
      app.signal('SIGHUP');
      await app.says(/the configuration was read again/);
      const moved = { owners: ['eng/storefront'], counted: [{ team: 'eng/storefront', n: DEPLOYMENTS }] };
      await expect
        .poll(owner, { timeout: 60_000 })
        .toEqual({ ...moved, version: expect.not.stringMatching(before.version ?? '') });
    },
  );

  it("holds a person's word over every inference, also after a rebuild", { timeout: LIMIT_MS }, async () => {
    const failRate = async () => {
      const { metrics } = await client.graphql<{ metrics: { n: number; numerator: number }[] }>(
        'query ($window: WindowInput!, $scope: ScopeInput) { metrics(ids: [CHANGE_FAIL_RATE], window: $window, scope: $scope) { n numerator } }',
        { window, scope: { services: [SERVICE] } },
      );
      return metrics[0];
    };
    const { n, numerator } = expectedOf(DEPLOYMENTS).CHANGE_FAIL_RATE;
    expect(await failRate()).toEqual({ n, numerator });
    const { recordCorrection } = await client.graphql<{ recordCorrection: { position: string } }>(
      'mutation ($input: CorrectionInput!) { recordCorrection(input: $input) { position } }',
      { input: { kind: 'DEPLOYMENT_OK', deployment: `${SERVICE}/6`, reason: 'The alert was about another cluster' } },
    );
    await client.counted(recordCorrection.position);
    expect(await failRate()).toEqual({ n, numerator: numerator - 1 });
    expect(await client.admin('rebuild')).toMatchObject({ equal: true, inForce: 2 });
    expect(await failRate()).toEqual({ n, numerator: numerator - 1 });
  });
});

describe('tokens and the end', () => {
  it('asks everybody for a token once there is one, and ends in order', { timeout: LIMIT_MS }, async () => {
    const { env } = await givenInstallation('');
    const app = startApp('standalone', env);
    const address = await app.address;
    const local = clientOf(address);
    const created = async (scope: string) =>
      local.admin<{ id: string; token: string }>('tokens', { name: scope, scopes: [scope] });
    const withToken = (token: string) => clientOf(address, { authorization: `Bearer ${token}` });
    const [event] = workload(1).map(({ body }) => body);
    const send = async (by: Client) =>
      (
        await by.request('/events', {
          method: 'POST',
          body: event ?? '',
          headers: { 'content-type': 'application/json' },
        })
      ).status;
    expect(await send(local)).toBe(202);

    const writer = await created('events:write');
    const reader = await created('metrics:read');
    const read = async (by: Client) => (await by.request(`/api/v1/metrics.json?${parameters(window)}`)).status;
    expect([await send(local), await send(withToken(writer.token)), await send(withToken(reader.token))]).toEqual([
      401, 202, 403,
    ]);
    expect([await read(local), await read(withToken(writer.token)), await read(withToken(reader.token))]).toEqual([
      401, 403, 200,
    ]);
    await local.admin('tokens/revoke', { id: writer.id });
    expect(await send(withToken(writer.token))).toBe(401);

    // A request that is under way when the end is asked for is answered, and what it brought is there after the next start.
    const body = JSON.stringify([JSON.parse(event ?? '')]);
    const { token } = await created('events:write');
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
    };
    const underWay = httpRequest(`${address}/events`, { method: 'POST', headers });
    underWay.write(body.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 200));
    app.signal('SIGTERM');
    await app.says(/"msg":"ending"/);
    const answered = new Promise<number | undefined>((resolve, reject) => {
      underWay.once('response', (response) => resolve(response.resume().statusCode)).once('error', reject);
    });
    underWay.end(body.slice(20));
    expect(await answered).toBe(202);
    const { code, stderr } = await app.ended;
    expect([code, stderr.match(/"level":(40|50|60)/)]).toEqual([0, null]);

    // With a token in the log, other machines may be listened to.
    const again = startApp('standalone', { ...env, LEADLINE_HOST: '0.0.0.0' });
    const port = new URL(await again.address).port;
    const back = clientOf(`http://127.0.0.1:${port}`);
    expect(await storedDeliveries(back)).toEqual([expect.stringContaining('catalogue'), event, event, body]);
    expect(again.log()).not.toContain('reading again');
    expect(await again.stop()).toMatchObject({ code: 0 });
  });
});
