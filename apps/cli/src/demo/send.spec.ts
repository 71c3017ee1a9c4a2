import { createHmac } from 'node:crypto';
import { eventOf } from '@leadline/events';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../failure.js';
import { givenServer, type SeenRequest, type StubAnswer, type StubServer } from '../testing/given-server.js';
import type { DemoDelivery } from './delivery.js';
import { sendDeliveries, waitUntilReady } from './send.js';

const secret = 'the demo’s secret';
const servers: StubServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function given(answer: (request: SeenRequest, index: number) => StubAnswer): Promise<StubServer> {
  let index = 0;
  const server = await givenServer((request) => answer(request, index++));
  servers.push(server);
  return server;
}

const slept: number[] = [];
const io = {
  fetch,
  now: () => 0,
  signal: new AbortController().signal,
  sleep: async (milliseconds: number) => void slept.push(milliseconds),
};

const hook = (id: number): DemoDelivery => ({
  at: id,
  kind: 'hook',
  event: 'push',
  deliveryId: `delivery-${id}`,
  body: JSON.stringify({ id, text: 'ä' }),
});
const accepted = (position: string): StubAnswer => ({ status: 202, body: { id: 'x', duplicate: false, position } });

describe('sending', () => {
  it('signs hooks over the bytes that are sent, as GitHub does', async () => {
    const { address, seen } = await given(() => accepted('0:7'));
    await sendDeliveries({ address, secret, deliveries: [hook(1)], io });
    const [request] = seen;
    const signature = createHmac('sha256', secret).update(Buffer.from('{"id":1,"text":"ä"}')).digest('hex');
    expect(request).toMatchObject({ method: 'POST', path: '/hooks/github', body: '{"id":1,"text":"ä"}' });
    expect(request?.headers).toMatchObject({
      'x-hub-signature-256': `sha256=${signature}`,
      'x-github-event': 'push',
      'x-github-delivery': 'delivery-1',
    });
  });

  it('sends events as structured CloudEvents', async () => {
    const { address, seen } = await given(() => accepted('0:7'));
    const event = eventOf('flag', { id: 'f', source: 'https://flags.example' }, { flag: 'new-cart' });
    await sendDeliveries({ address, secret, deliveries: [{ at: 1, kind: 'event', body: event }], io });
    expect(seen[0]?.path).toBe('/events');
    expect(seen[0]?.headers['content-type']).toBe('application/cloudevents+json');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(event);
  });

  it('keeps the order with one request at a time, and gives the greatest offset of each partition', async () => {
    const { address, seen } = await given((_, index) => accepted(`${index % 2}:${index}`));
    let count = 0;
    const deliveries = [1, 2, 3, 4, 5].map(hook);
    const positions = await sendDeliveries({
      address,
      secret,
      deliveries,
      concurrency: 1,
      onSent: () => (count += 1),
      io,
    });
    expect(seen.map(({ headers }) => headers['x-github-delivery'])).toEqual(
      [1, 2, 3, 4, 5].map((id) => `delivery-${id}`),
    );
    expect(positions).toEqual(
      new Map([
        [0, 4],
        [1, 3],
      ]),
    );
    expect(count).toBe(5);
  });

  it('tries again what is refused for now, and waits as long as it is told to', async () => {
    const answers: StubAnswer[] = [
      { status: 503 },
      { status: 429, headers: { 'retry-after': '2' } },
      'reset',
      accepted('0:1'),
    ];
    const { address, seen } = await given((_, index) => answers[index] ?? { status: 500 });
    slept.length = 0;
    const positions = await sendDeliveries({ address, secret, deliveries: [hook(1)], io });
    expect(seen.length).toBe(4);
    expect(slept).toEqual([50, 2000, 250]);
    expect(positions).toEqual(new Map([[0, 1]]));
  });

  it('fails with what the server said when it refuses', async () => {
    const { address, seen } = await given((_, index) =>
      index === 0 ? { status: 401, body: { error: 'invalid_signature' } } : accepted('0:1'),
    );
    const sending = sendDeliveries({ address, secret, deliveries: [1, 2, 3].map(hook), concurrency: 1, io });
    await expect(sending).rejects.toThrow(/hooks\/github answered 401/);
    await expect(sending).rejects.toBeInstanceOf(Failure);
    expect(seen.length).toBe(1);
  });

  it('gives up when nobody is there', async () => {
    const { address, close } = await given(() => accepted('0:1'));
    await close();
    servers.length = 0;
    await expect(sendDeliveries({ address, secret, deliveries: [hook(1)], io })).rejects.toThrow(/connection refused/);
  });
});

describe('waiting', () => {
  it('asks until every partition is past what was sent', async () => {
    const ready = (isReady: boolean, behind: number): StubAnswer => ({
      status: isReady ? 200 : 503,
      body: { ready: isReady, stages: [{ stage: 'normalize', position: '0:0', head: '0:9', behind }] },
    });
    const answers = [ready(false, 9), ready(false, 4), ready(true, 0), ready(true, 0)];
    const { address, seen } = await given((_, index) => answers[index] ?? { status: 500 });
    const behind: number[] = [];
    await waitUntilReady({
      address,
      positions: new Map([
        [0, 9],
        [1, 4],
      ]),
      onBehind: (count) => behind.push(count),
      io,
    });
    expect(seen.map(({ path }) => path)).toEqual([
      '/readyz?after=0:9',
      '/readyz?after=0:9',
      '/readyz?after=0:9',
      '/readyz?after=1:4',
    ]);
    expect(behind).toEqual([9, 4]);
  });

  it('fails after ten minutes', async () => {
    const { address } = await given(() => ({ status: 503, body: { ready: false, stages: [] } }));
    let now = 0;
    const slow = { ...io, now: () => (now += 400_000) };
    await expect(waitUntilReady({ address, positions: new Map([[0, 1]]), io: slow })).rejects.toThrow(
      /within ten minutes/,
    );
  });
});
