import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppProcess, endApps, runApp, startApp } from '../e2e/app-process.js';
import { type Client, clientOf } from '../e2e/client.js';
import { allDeployments, type Metric, metricsOf } from './numbers.js';
import { expectedOf, SERVICE, workload } from './workload.js';

const DEPLOYMENTS = 12;
const LIMIT_MS = 300_000;

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-disk-'));
});
afterEach(async () => {
  await endApps();
  await rm(directory, { recursive: true, force: true });
});

const environment = () => ({ LEADLINE_DATA: directory, LEADLINE_CONFIG: '/dev/null' });

interface Started {
  readonly app: AppProcess;
  readonly client: Client;
}

async function started(): Promise<Started> {
  const app = startApp('standalone', environment());
  return { app, client: clientOf(await app.address) };
}

/** The product over an empty directory, with a workload that counts. */
async function givenNumbers(): Promise<Started & { readonly last: string; readonly numbers: Numbers }> {
  const { app, client } = await started();
  const events = workload(DEPLOYMENTS)
    .filter(({ hook }) => hook === undefined)
    .map(({ body }): unknown => JSON.parse(body));
  let last = '';
  for (const event of events) last = (await client.send(event)).position;
  await client.counted(last);
  const numbers = await numbersOf(client);
  expect(numbers.metrics).toMatchObject(expectedOf(DEPLOYMENTS));
  return { app, client, last, numbers };
}

interface Numbers {
  readonly deployments: readonly string[];
  readonly metrics: Readonly<Record<string, Metric>>;
}

async function numbersOf(client: Client): Promise<Numbers> {
  return { deployments: await allDeployments(client, SERVICE), metrics: await metricsOf(client, SERVICE) };
}

const deliveries = () => join(directory, 'log/deliveries/0');

/** The segment that is written to. */
async function lastSegment(): Promise<string> {
  const names = (await readdir(deliveries())).filter((name) => name.endsWith('.segment'));
  return join(deliveries(), names.toSorted().at(-1) ?? '');
}

describe('a damaged log', () => {
  it(
    'refuses to start in the words of what is damaged and how to go on, and the way it names works',
    { timeout: LIMIT_MS },
    async () => {
      const { app, numbers } = await givenNumbers();
      expect(await app.stop()).toMatchObject({ code: 0 });
      const segment = await lastSegment();
      const whole = await readFile(segment);

      // when a byte in the middle changes
      const damaged = Buffer.from(whole);
      const middle = Math.floor(whole.length / 2);
      damaged.writeUInt8(damaged.readUInt8(middle) ^ 0xff, middle);
      await writeFile(segment, damaged);
      const refused = await runApp('standalone', environment());

      // then it does not start, and touches nothing
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(segment);
      expect(refused.stderr).toMatch(/at byte \d+ \(record \d+\)/);
      expect(refused.stderr).toContain('leadline log verify --repair');
      expect(await readFile(segment)).toEqual(damaged);

      // when it is repaired as the message says
      const verified = await runApp('cli', environment(), ['log', 'verify']);
      expect(verified.code, verified.stderr).toBe(1);
      expect(verified.stdout).toContain(segment);
      const repaired = await runApp('cli', environment(), ['log', 'verify', '--repair']);
      expect(repaired.code, repaired.stderr).toBe(0);
      expect(await readFile(`${segment}.broken`)).toEqual(damaged);

      // then everything but the damaged record is there
      const { app: again, client } = await started();
      const compared = await client.admin<{ differences: { table: string; onlyBefore: number; onlyAfter: number }[] }>(
        'rebuild',
        { compare: true },
      );
      const lost = compared.differences.find(({ table }) => table === 'deliveries');
      expect(lost, 'the one delivery that a rebuild cannot find').toMatchObject({ onlyBefore: 1, onlyAfter: 0 });
      expect(await again.stop()).toMatchObject({ code: 0 });

      // when the file is restored from a backup, then the numbers are those there were
      await writeFile(segment, whole);
      const restored = await started();
      expect(await numbersOf(restored.client)).toEqual(numbers);
      expect(await restored.client.admin('rebuild', { compare: true })).toMatchObject({ equal: true });
    },
  );

  it.each([
    { what: 'the beginning of a write', tear: (whole: Buffer) => Buffer.concat([whole, whole.subarray(8, 40)]) },
    {
      what: 'zeros of a file system that grew the file first',
      tear: (whole: Buffer) => Buffer.concat([whole, Buffer.alloc(512)]),
    },
  ])('goes on after $what at its end, which nobody was answered', { timeout: LIMIT_MS }, async ({ tear }) => {
    const { app, numbers, last } = await givenNumbers();
    await app.kill();
    const segment = await lastSegment();
    const torn = tear(await readFile(segment));
    await writeFile(segment, torn);

    const { app: again, client } = await started();
    expect(again.log()).toMatch(/ended in a torn write at byte \d+/);
    expect(await readFile(`${segment}.broken`)).toEqual(torn);
    await client.counted(last);
    expect(await numbersOf(client)).toEqual(numbers);
    const [, next] = (await client.send([])).position.split(':');
    expect(Number(next)).toBe(Number(last.split(':')[1]) + 1);
  });
});

describe('lost rows', () => {
  const losses = [
    { what: 'the warehouse', lose: () => rm(join(directory, 'warehouse'), { recursive: true }) },
    { what: 'the checkpoint', lose: () => rm(join(directory, 'checkpoint.json')) },
    { what: 'the parts of a table', lose: damageParts },
  ];
  const ends = [
    { how: 'was killed', end: (app: AppProcess) => app.kill() },
    { how: 'ended in order', end: (app: AppProcess) => app.stop() },
  ];
  const cases = losses.flatMap((loss) => ends.map((end) => ({ ...loss, ...end })));

  it.each(cases)('come back from the log: $what, after it $how', { timeout: LIMIT_MS }, async ({ lose, end }) => {
    const { app, numbers, last } = await givenNumbers();
    await end(app);
    await lose();
    const { app: again, client } = await started();
    await client.counted(last);
    expect(await numbersOf(client), again.log()).toEqual(numbers);
    expect(await client.admin('rebuild', { compare: true })).toMatchObject({ equal: true, differences: [] });
    expect(await again.stop()).toMatchObject({ code: 0 });

    // and only once: what was put aside is no reason to begin again at every start
    const { app: third } = await started();
    expect(third.log()).not.toContain('reading again');
  });
});

/** Cuts the data of a table in half: ClickHouse puts such parts aside at the next start, and says nothing. */
async function damageParts(): Promise<void> {
  const table = join(directory, 'warehouse/data/leadline_g1/deployments');
  const names = (await readdir(table, { recursive: true })).filter((name) => name.endsWith('.bin'));
  if (names.length === 0) throw new Error(`there is no data in ${table}`);
  for (const path of names.map((name) => join(table, name)))
    await truncate(path, Math.floor((await stat(path)).size / 2));
}
