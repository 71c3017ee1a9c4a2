import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type MetricId, type Point } from '@leadline/metrics';
import { queryMetrics } from '@leadline/pipeline';
import { validateEvents } from '@leadline/sources';
import { deriveWorld } from '../conformance/case-world.js';

/** What the product says of one service, over all time. */
export interface Numbers {
  readonly deployments: number;
  readonly samples: number;
  /** Median lead time in seconds. */
  readonly median: number | null;
}

/** Leadline with an address that takes events, in this process. */
export interface Product {
  readonly address: string;
  /** Event ids as they were acknowledged, repeated ones included. */
  readonly received: readonly string[];
  readonly numbers: (service: string) => Promise<Numbers>;
  /** Called before the n-th batch (from 0) is answered; the answer waits for it. */
  beforeAnswer: (batch: number) => Promise<void> | void;
  readonly close: () => Promise<void>;
}

/** Takes what is sent to `POST /events` through log, fold, derive and an embedded warehouse. */
export async function startProduct(): Promise<Product> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-e2e-'));
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'e2e');
  await warehouse.migrate();
  const events: LeadlineEvent[] = [];
  const received: string[] = [];
  let batches = 0;
  const server = createServer((request, response) => void answer(request, response));
  const product: Product = {
    address: await listening(server),
    received,
    beforeAnswer: () => undefined,
    numbers: async (service) => {
      await warehouse.empty();
      await deriveWorld(events, warehouse.facts);
      return numbersOf(warehouse, service);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await warehouse.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return void response.writeHead(200).end('{}');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { batch, ids } = validated({
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      body: Buffer.concat(chunks),
    });
    const number = batches++;
    events.push(...batch);
    await product.beforeAnswer(number);
    received.push(...ids);
    const body = JSON.stringify({ ids, position: `0:${number}` });
    response.writeHead(202, { 'content-type': 'application/json' }).end(body);
  }
  return product;
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As the ingest judges it; what it would refuse is a failure of the test. */
function validated(request: Parameters<typeof validateEvents>[0]): { batch: LeadlineEvent[]; ids: readonly string[] } {
  const judged = validateEvents(request, Date.now());
  if (judged.outcome === 'problems') throw new Error(`the ingest would refuse: ${JSON.stringify(judged.problems)}`);
  return { batch: judged.events.map(({ event }) => event), ids: judged.ids };
}

async function numbersOf({ analytics }: Warehouse, service: string): Promise<Numbers> {
  const [from, to] = [Date.parse('2025-01-01T00:00:00Z'), Date.parse('2035-01-01T00:00:00Z')];
  const ids: MetricId[] = ['DEPLOYMENT_FREQUENCY', 'CHANGE_LEAD_TIME'];
  const window = { from, to, timeZone: 'UTC' };
  const query = { ids, window, by: [], scope: { services: [service] }, asOf: to, options: defaultOptions };
  const answer = await queryMetrics(analytics, emptyCatalogue, query);
  if (answer.outcome !== 'points') throw new Error(`no points: ${answer.outcome}`);
  const point = (id: MetricId): Point => {
    const found = answer.points.find(({ metric }) => metric === id);
    if (!found) throw new Error(`no point of ${id}`);
    return found;
  };
  const leadTime = point('CHANGE_LEAD_TIME');
  return { deployments: point('DEPLOYMENT_FREQUENCY').n, samples: leadTime.n, median: leadTime.value };
}
