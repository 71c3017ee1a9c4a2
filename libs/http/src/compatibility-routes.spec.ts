import { recentDeliveries, recordedDelivery } from '@leadline/pipeline';
import type { LogRecord } from '@leadline/ports';
import { type Source, sourceById } from '@leadline/sources';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createServer,
  type IngestRoutes,
  registerCompatibility,
  registerIngest,
  type ServedEndpoint,
  serverMetrics,
} from './index.js';

const NOW = Date.UTC(2026, 2, 2, 12);
const servers: ReturnType<typeof createServer>[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function endpointOf(id: string): ServedEndpoint | undefined {
  const source: Source | undefined = sourceById(id);
  return source && { name: id, source, secrets: ['a long enough key'], unsigned: false };
}

function given(on: readonly string[] = ['datadog-dora', 'devlake', 'sleuth', 'jenkins']) {
  const records: LogRecord[] = [];
  const clock = { now: () => NOW };
  const routes: IngestRoutes = {
    log: {
      append: async (_, appended) => {
        records.push(...appended);
        return appended.map((_record, index) => ({ partition: 0, offset: records.length - appended.length + index }));
      },
    },
    clock,
    recent: recentDeliveries(),
    endpoint: (name) => (on.includes(name) ? endpointOf(name) : undefined),
    validateEvents: () => ({ outcome: 'problems', code: 'invalid_body', problems: [] }),
    guard: { tokens: { find: () => undefined, isEmpty: () => true }, clock },
    metrics: serverMetrics(),
    report: (error) => expect.unreachable(String(error)),
  };
  const app = createServer(routes.report);
  registerIngest(app, routes);
  registerCompatibility(app, routes);
  servers.push(app);
  const deliveries = () => records.map((record) => recordedDelivery(record));
  return {
    deliveries,
    post: (url: string, payload: unknown, headers: Record<string, string>) =>
      app.inject({ method: 'POST', url, payload: JSON.stringify(payload), headers }),
    patch: (url: string, payload: unknown, headers: Record<string, string>) =>
      app.inject({ method: 'PATCH', url, payload: JSON.stringify(payload), headers }),
    /** What becomes of the deliveries. */
    subjects: () =>
      deliveries().flatMap((delivery) => {
        const normalized = sourceById(delivery.source)?.normalize(delivery);
        return normalized?.outcome === 'events'
          ? normalized.events.map(({ subject }) => subject)
          : [normalized?.outcome];
      }),
  };
}

const key = 'a long enough key';
const deployment = {
  data: { attributes: { id: 'd-1', service: 'shop', started_at: 1772447460, finished_at: 1772448000 } },
};
const failure = { data: { attributes: { id: 'f-1', services: ['shop'], started_at: 1772448900 } } };

describe("Datadog's DORA Metrics API", () => {
  it('is answered as Datadog does, and what was sent is understood', async () => {
    const { post, subjects, deliveries } = given();
    const answers = [
      await post('/api/v2/dora/deployment', deployment, { 'dd-api-key': key }),
      await post('/api/v2/dora/failure', failure, { 'dd-api-key': key }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(answers.map((answer) => answer.json<unknown>())).toEqual([
      { data: { type: 'dora_deployment', id: 'd-1' } },
      { data: { type: 'dora_failure', id: 'f-1' } },
    ]);
    expect(subjects()).toEqual(['deployment:datadog-dora/d-1', 'incident:datadog-dora/f-1/shop']);
    expect(deliveries()[0]?.headers).not.toHaveProperty('dd-api-key');
  });

  it('names an id where none was sent, under which the end of a failure is told', async () => {
    const { post, subjects } = given();
    const { id: _, ...nameless } = failure.data.attributes;
    const told = (attributes: object) => post('/api/v2/dora/incident', { data: { attributes } }, { 'dd-api-key': key });
    const answer = await told(nameless);
    const { id, type } = answer.json<{ data: { id: string; type: string } }>().data;
    await told({ ...nameless, id, finished_at: 1772449500 });
    expect(type).toBe('dora_failure');
    expect(subjects()).toEqual(Array(2).fill(`incident:datadog-dora/${id}/shop`));
  });

  it('takes the judgement of a deployment, and what repaired it', async () => {
    const { patch, subjects, deliveries } = given();
    const failed = { data: { attributes: { change_failure: true, remediation: { id: 'd-2', type: 'rollback' } } } };
    const headers = { 'dd-api-key': key, 'dd-application-key': 'another secret' };
    const answers = [
      await patch('/api/v2/dora/deployments/d-1', failed, headers),
      await patch('/api/v2/dora/deployments/d-3', failed, headers),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(new Set(deliveries().map(({ id }) => id)).size).toBe(2);
    expect(subjects()).toEqual([
      'deployment:datadog-dora/d-1',
      'deployment:datadog-dora/d-2',
      'deployment:datadog-dora/d-3',
      'deployment:datadog-dora/d-2',
    ]);
    expect(deliveries()[0]?.headers).not.toHaveProperty('dd-application-key');
  });

  it('refuses another key, and an endpoint that is off, alike', async () => {
    const wrong = await given().post('/api/v2/dora/deployment', deployment, { 'dd-api-key': 'another' });
    const off = await given([]).post('/api/v2/dora/deployment', deployment, { 'dd-api-key': key });
    expect([wrong.statusCode, off.statusCode]).toEqual([403, 403]);
    expect(wrong.json()).toEqual(off.json());
  });
});

describe("DevLake's webhooks", () => {
  const bearer = { authorization: `Bearer ${key}` };
  const body = {
    id: 'r-1',
    startedDate: '2026-03-02T10:31:00Z',
    deploymentCommits: [{ repoUrl: 'https://github.com/acme/shop' }],
  };

  it.each([
    '/api/rest/plugins/webhook/7',
    '/api/rest/plugins/webhook/connections/7',
    '/api/rest/plugins/webhook/connections/by-name/7',
  ])('%s takes deployments, issues and the end of an issue', async (address) => {
    const { post, subjects } = given();
    const issue = { issueKey: 'I-1', type: 'INCIDENT', createdDate: '2026-03-02T10:55:00Z' };
    const answers = [
      await post(`${address}/deployments`, body, bearer),
      await post(`${address}/issues`, issue, bearer),
      await post(`${address}/issue/I-1/close`, undefined, bearer),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(subjects()).toEqual([
      'deployment:devlake/7/r-1/acme/shop',
      'incident:devlake/7/I-1',
      'incident:devlake/7/I-1',
    ]);
  });

  it('takes the deployments of a project, and answers as DevLake does', async () => {
    const { post, subjects } = given();
    const answer = await post('/api/rest/plugins/webhook/projects/Shop/deployments', body, bearer);
    expect(answer.json()).toEqual({ success: true, message: 'success', causes: null, data: null });
    expect(subjects()).toEqual(['deployment:devlake/Shop/r-1/acme/shop']);
  });

  it('are guarded', async () => {
    const { post, deliveries } = given();
    const wrong = { authorization: 'Bearer another' };
    expect((await post('/api/rest/plugins/webhook/7/deployments', body, {})).statusCode).toBe(401);
    expect((await post('/api/rest/plugins/webhook/7/deployments', body, wrong)).statusCode).toBe(403);
    expect(deliveries()).toEqual([]);
  });
});

describe("Sleuth's deploy registration", () => {
  it.each(['register_deploy', 'register-deploy'])('takes %s', async (action) => {
    const { post, subjects } = given();
    const sent = { sha: 'c'.repeat(40), environment: 'production' };
    const answer = await post(`/api/1/deployments/acme/shop/${action}`, sent, { authorization: `apikey ${key}` });
    expect([answer.statusCode, answer.body]).toEqual([200, 'Success']);
    expect(subjects()).toEqual([`deployment:sleuth/acme/shop/production/${'c'.repeat(40)}`]);
  });
});

describe('a token in the address', () => {
  const build = {
    name: 'shop',
    build: { number: 8, phase: 'STARTED', full_url: 'https://ci.acme.example/job/shop/8/' },
  };

  it('counts as a bearer token, for senders that can set no header, and is not stored', async () => {
    const { post, deliveries } = given();
    const answer = await post(`/hooks/jenkins?token=${encodeURIComponent(key)}`, build, {});
    expect(answer.statusCode).toBe(202);
    expect(JSON.stringify(deliveries())).not.toContain(key);
  });

  it('does not replace a header that is there', async () => {
    const headers = { authorization: 'Bearer another' };
    expect((await given().post(`/hooks/jenkins?token=${encodeURIComponent(key)}`, build, headers)).statusCode).toBe(
      401,
    );
  });

  it.each(['', '?token=', '?token=another', '?token=a&token=b'])('"%s" is none', async (query) => {
    expect((await given().post(`/hooks/jenkins${query}`, build, {})).statusCode).toBe(401);
  });
});
