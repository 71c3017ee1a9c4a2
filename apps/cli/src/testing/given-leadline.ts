import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { createServer, registerIngest, serverMetrics } from '@leadline/http';
import { generation, recentDeliveries, runPipeline, peopleAsTold } from '@leadline/pipeline';
import { type HookRequest, sourceById, validateEvents } from '@leadline/sources';
import { type TableName, tables } from '@leadline/tables';
import { createHmac } from 'node:crypto';

/** Leadline in this process, over a log in memory. */
export interface GivenLeadline {
  readonly address: string;
  /** Deliveries that it took, in order: endpoint and id. */
  readonly taken: () => Promise<{ readonly endpoint: string; readonly id: string }[]>;
  /** Sends a hook as GitHub or GitLab would. */
  readonly hook: (source: 'github' | 'gitlab', request: HookRequest) => Promise<void>;
  /** Every row that comes of what was taken, with how it came to be left out, sorted. */
  readonly rows: () => Promise<Readonly<Record<string, readonly object[]>>>;
  readonly close: () => Promise<void>;
}

const SECRET = 'a secret of a test';

export async function givenLeadline(now: () => number): Promise<GivenLeadline> {
  const log = new MemoryLog();
  const clock = { now };
  const errors: unknown[] = [];
  const report = (error: unknown): void => void errors.push(error);
  const app = createServer(report);
  const endpoints = new Map(
    ['github', 'gitlab'].flatMap((name) => {
      const source = sourceById(name);
      return source === undefined ? [] : [[name, { name, source, secrets: [SECRET], unsigned: false }] as const];
    }),
  );
  registerIngest(app, {
    log,
    clock,
    recent: recentDeliveries(),
    endpoint: (name) => endpoints.get(name),
    validateEvents,
    guard: { clock, tokens: { find: () => undefined, isEmpty: () => true } },
    metrics: serverMetrics(),
    report,
  });
  app.get('/healthz', async () => ({ ok: true }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    address,
    taken: async () => {
      const found: { endpoint: string; id: string }[] = [];
      for await (const { key, headers } of log.read('deliveries'))
        found.push({ endpoint: headers?.['endpoint'] ?? '', id: key });
      return found;
    },
    hook: async (source, { headers, body }) => {
      const proof: Record<string, string> =
        source === 'github'
          ? { 'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` }
          : { 'x-gitlab-token': SECRET };
      const answer = await fetch(`${address}/hooks/${source}`, {
        method: 'POST',
        headers: { ...headers, ...proof },
        body: Buffer.from(body),
      });
      if (answer.status !== 202) throw new Error(`the hook was answered ${answer.status}`);
    },
    rows: () => rowsOf(log),
    close: async () => {
      await app.close();
      await log.close();
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** What the pipeline makes of the deliveries in a log, without what says when they came. */
async function rowsOf(from: MemoryLog): Promise<Record<string, object[]>> {
  const log = new MemoryLog();
  for await (const record of from.read('deliveries')) await log.append('deliveries', [record]);
  const facts = new MemoryFacts();
  const stop = new AbortController();
  const failures: unknown[] = [];
  const running = runPipeline(
    {
      log,
      facts,
      generation: generation(1),
      people: peopleAsTold,
      sourceOf: sourceById,
      lingerMs: { normalize: 0, fold: 0, derive: 0 },
      onScopeFailure: ({ error }) => failures.push(error),
      onStageError: (_, error) => {
        failures.push(error);
        stop.abort();
      },
    },
    stop.signal,
  );
  await log.settled();
  stop.abort();
  await running;
  if (failures.length > 0) throw failures[0];
  const rows: Record<string, object[]> = {};
  for (const table of Object.keys(tables) as TableName[]) {
    if (table === 'deliveries' || table === 'events') continue;
    const found = await facts.find({ table, where: [] });
    // A row that says nothing is no content, and neither is which delivery made it.
    const content = found
      .filter((row) => !('base' in row) || row.base.length > 0)
      .map((row) => ({ ...row, version: 0 }));
    rows[table] = content.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  await log.close();
  return rows;
}
