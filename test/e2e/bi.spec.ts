import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { workload } from '../fault/workload.js';
import { endApps, runApp, startApp } from './app-process.js';
import { type Client, clientOf } from './client.js';
import { csvRows } from './csv.js';

const LIMIT_MS = 300_000;
const TOKEN = `leadline_pat_${'b'.repeat(43)}`;
const FROM = '2026-02-01T00:00:00.000Z';
const TO = '2026-04-01T00:00:00.000Z';

let directory = '';
let address = '';
let client: Client;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-bi-'));
  const app = startApp('standalone', {
    LEADLINE_DATA: join(directory, 'data'),
    LEADLINE_CONFIG: '/dev/null',
    LEADLINE_TOKENS: `admin=${TOKEN}`,
  });
  address = await app.address;
  client = clientOf(address, { authorization: `Bearer ${TOKEN}` });
  const events = workload(12).filter(({ hook }) => hook === undefined);
  const { position } = await client.send(events.map(({ body }) => JSON.parse(body) as object));
  await client.counted(position);
}, LIMIT_MS);
afterAll(async () => {
  await endApps();
  await rm(directory, { recursive: true, force: true });
});

/** Files that the command wrote, by path. */
async function written(tool: string): Promise<Map<string, string>> {
  const to = join(directory, tool);
  const { code, stderr } = await runApp('cli', {}, ['bi', 'init', tool, '--to', to, '--address', address]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const files = new Map<string, string>();
  for (const entry of await readdir(to, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(to.length + 1), await readFile(path, 'utf8'));
  }
  return files;
}

const headerOf = (text: string): string[] => (text.split('\n')[0] ?? '').trim().split(',');
const exported = async (name: string, query: Record<string, string>, form: 'json' | 'csv'): Promise<string> =>
  client.exported(`/api/v1/${name}.${form}?${new URLSearchParams(query).toString()}`);

interface Target {
  readonly url: string;
  readonly url_options: { readonly params: readonly { key: string; value: string }[] };
  readonly columns: readonly { readonly selector: string; readonly type: string }[];
}
interface Dashboard {
  readonly templating: { readonly list: readonly { name: string; query: string }[] };
  readonly panels: readonly { readonly title: string; readonly targets: readonly Target[] }[];
}

/** Whether Grafana can make such a column of it. */
const isOfType = (type: string, value: unknown): boolean =>
  value === null ||
  (type === 'timestamp' ? typeof value === 'string' && !Number.isNaN(Date.parse(value)) : typeof value === type);

/** What Grafana asks for when its variables have these values. */
function addressOf({ url, url_options }: Target, values: Readonly<Record<string, string>>): string {
  const known: Readonly<Record<string, string>> = { ...values, '${__from:date:iso}': FROM, '${__to:date:iso}': TO };
  const params = url_options.params.map(({ key, value }): [string, string] => [key, known[value] ?? value]);
  return `${url}?${new URLSearchParams(params).toString()}`;
}

/** Columns that are missing, or hold what they should not. */
const unfit = (rows: readonly Readonly<Record<string, unknown>>[], { columns }: Target): string[] =>
  rows.flatMap((row) =>
    columns.flatMap(({ selector, type }) =>
      Object.hasOwn(row, selector) && isOfType(type, row[selector])
        ? []
        : [`${selector}: ${JSON.stringify(row[selector])}`],
    ),
  );

describe('leadline bi init grafana', () => {
  it('writes a data source that takes the token from the environment', async () => {
    const files = await written('grafana');
    expect(parseYaml(files.get('provisioning/datasources/leadline.yaml') ?? '')).toMatchObject({
      datasources: [{ uid: 'leadline', url: address, secureJsonData: { bearerToken: '$LEADLINE_TOKEN' } }],
    });
    expect(parseYaml(files.get('provisioning/dashboards/leadline.yaml') ?? '')).toMatchObject({
      providers: [{ type: 'file' }],
    });
  });

  it(
    'asks only what is answered, with the columns it shows, whatever is chosen',
    async () => {
      const files = await written('grafana');
      const { templating, panels } = JSON.parse(files.get('dashboards/leadline/delivery.json') ?? '') as Dashboard;
      const choices = new Map(templating.list.map(({ name, query }) => [name, query.split(',')]));
      const asked = (choices.get('by') ?? []).flatMap((by) =>
        (choices.get('bucket') ?? []).flatMap((bucket) =>
          panels.flatMap(({ targets }) => targets.map((target) => ({ by, bucket, target }))),
        ),
      );
      expect(asked.length).toBeGreaterThan(4 * 4 * 6);
      const wrong: string[] = [];
      for (const { by, bucket, target } of asked) {
        const zone = choices.get('zone')?.[0] ?? '';
        const path = addressOf(target, { '${by}': by, '${bucket}': bucket, '${zone}': zone });
        const rows = JSON.parse(await client.exported(path)) as Record<string, unknown>[];
        if (by === 'SERVICE' && rows.length === 0) wrong.push(`${path} has no rows`);
        wrong.push(...unfit(rows, target).map((column) => `${path}: ${column}`));
      }
      expect(wrong).toEqual([]);
    },
    LIMIT_MS,
  );
});

/** A query of the files: its export, its parameters, and the types of its columns. */
function questionIn(text: string) {
  const [, name = '', parameters = '', types = ''] =
    /LeadlineExport\("(\w+)", \[([^\]]*)\], \{([\s\S]*)\}\)\nin/.exec(text) ?? [];
  const pairs = [...parameters.matchAll(/(\w+) = (?:"([^"]*)"|(\w+))/g)];
  const query = Object.fromEntries(
    pairs.map(([, key = '', value, variable = '']) => [
      key,
      value ?? { From: '2026-02-01', To: '2026-04-01' }[variable] ?? '?',
    ]),
  );
  const columns = [...types.matchAll(/\{"(\w+)", type (\w+)\}/g)].map(([, column = '', type = '']) => ({
    column,
    type,
  }));
  return { name, query, columns };
}

/** Brackets of M outside of its texts, which must close in the order they open. */
function unclosed(text: string): string[] {
  const open: string[] = [];
  const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
  for (const [mark] of text.replaceAll(/"(?:[^"]|"")*"/g, '""').matchAll(/[()[\]{}]/g)) {
    if (pairs[mark] === undefined) open.push(mark);
    else if (open.pop() !== pairs[mark]) return [`${mark} closes nothing`];
  }
  return open;
}

const fits: Readonly<Record<string, (cell: string) => boolean>> = {
  text: () => true,
  number: (cell) => Number.isFinite(Number(cell)),
  logical: (cell) => cell === 'true' || cell === 'false',
  datetimezone: (cell) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell),
};

describe('leadline bi init powerbi', () => {
  it('asks only what is answered, and gives every column its type', async () => {
    const files = await written('powerbi');
    for (const [path, text] of files) {
      if (!path.endsWith('.pq')) continue;
      expect(unclosed(text), path).toEqual([]);
      expect(text.match(/\blet\b/g)?.length, path).toBe(text.match(/^in\b/gm)?.length);
    }
    const questions = [...files]
      .filter(([, text]) => text.includes('LeadlineExport('))
      .map(([, text]) => questionIn(text));
    expect(questions.map(({ name }) => name).toSorted()).toEqual([
      'changes',
      'deployments',
      'flags',
      'incidents',
      'metrics',
    ]);
    for (const { name, query, columns } of questions) {
      const csv = await exported(name, query, 'csv');
      expect(
        columns.map(({ column }) => column),
        name,
      ).toEqual(headerOf(csv));
      for (const row of csvRows(csv))
        for (const { column, type } of columns) {
          const cell = row[column] ?? '';
          expect(cell === '' || fits[type]?.(cell), `${column} of ${name} is "${cell}", no ${type}`).toBe(true);
        }
    }
  });

  it('has the address and no token', async () => {
    const files = await written('powerbi');
    expect(files.get('LeadlineAddress.pq')).toContain(`"${address}" meta [IsParameterQuery = true`);
    expect(files.get('LeadlineToken.pq')).toMatch(/^"" meta /);
  });
});

describe('leadline bi init csv, and for databases', () => {
  const run = promisify(execFile);
  const { PATH = '' } = process.env;
  const exportInto = (to: string, token: string) =>
    run('sh', [join(directory, 'csv', 'export.sh'), to], {
      env: { PATH, LEADLINE_TOKEN: token, LEADLINE_FROM: '2026-02-01' },
    });

  it('writes a script that fetches every export whole, or leaves what is there', async () => {
    await written('csv');
    const to = join(directory, 'files');
    await exportInto(to, TOKEN);
    expect((await readdir(to)).toSorted()).toEqual([
      'changes.csv',
      'deployments.csv',
      'flags.csv',
      'incidents.csv',
      'metrics.csv',
    ]);
    const before = await readFile(join(to, 'deployments.csv'), 'utf8');
    expect(csvRows(before).length).toBe(24);

    await expect(exportInto(to, 'leadline_pat_wrong')).rejects.toThrow(/401/);
    expect(await readFile(join(to, 'deployments.csv'), 'utf8')).toBe(before);
  });

  it('makes tables and views with the columns that the exports have', async () => {
    const files = await written('looker');
    const tables = files.get('tables.sql') ?? '';
    for (const name of ['metrics', 'deployments', 'changes', 'incidents', 'flags']) {
      const header = headerOf(await exported(name, { from: '2026-02-01', to: '2026-04-01' }, 'csv'));
      const [, columns = ''] = new RegExp(`leadline\\.${name} \\(([^)]*)\\)`).exec(tables) ?? [];
      expect([...columns.matchAll(/"(\w+)" /g)].map(([, column]) => column)).toEqual(header);
      const view = files.get(`views/leadline_${name}.view.lkml`) ?? '';
      expect([...view.matchAll(/dimension(?:_group)?: (\w+) /g)].map(([, column]) => column)).toEqual(header);
      expect(unclosed(view.replaceAll('${TABLE}', ''))).toEqual([]);
    }
  });
});

describe('load.sh', () => {
  it('replaces every table at once by what was exported', async () => {
    await written('metabase');
    const programs = join(directory, 'programs');
    const [said, rows] = [join(directory, 'said.sql'), join(directory, 'rows')];
    await mkdir(programs);
    // Keeps what it is told, and the files that it is to copy, which are gone afterwards.
    const psql = `#!/bin/sh\ncase "$*" in *--file*) exit;; esac\ncat > ${said}\nsed -n "s/.*FROM '\\(.*\\)' WITH.*/\\1/p" ${said} | xargs cat > ${rows}\n`;
    await writeFile(join(programs, 'psql'), psql, { mode: 0o755 });
    const env = { PATH: `${programs}:${process.env['PATH']}`, LEADLINE_TOKEN: TOKEN, DATABASE_URL: 'postgresql://x' };
    await promisify(execFile)('sh', [join(directory, 'metabase', 'load.sh')], { env });

    const lines = (await readFile(said, 'utf8')).trim().split('\n');
    expect([lines[0], lines.at(-1)]).toEqual(['BEGIN;', 'COMMIT;']);
    expect(lines.filter((line) => line.startsWith('TRUNCATE leadline.'))).toHaveLength(5);
    expect(lines.filter((line) => /^\\copy leadline\.\w+ FROM '\/.*\.csv' WITH/.test(line))).toHaveLength(5);
    expect(await readFile(rows, 'utf8')).toContain('checkout/0');
  });
});

describe('leadline bi init', () => {
  it.each(['grafana', 'powerbi', 'csv', 'metabase', 'superset', 'tableau', 'looker'])(
    'writes no secret for %s, and again the same',
    async (tool) => {
      const env = { LEADLINE_TOKEN: TOKEN };
      const to = join(directory, `twice-${tool}`);
      for (const _ of [1, 2])
        expect(await runApp('cli', env, ['bi', 'init', tool, '--to', to])).toMatchObject({ code: 0 });
      const entries = await readdir(to, { withFileTypes: true, recursive: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')));
      expect(texts.filter((text) => text.includes('leadline_pat_'))).toEqual([]);
      expect(texts.length).toBeGreaterThan(2);
    },
  );

  it('names the tools there are, and leaves what somebody changed', async () => {
    expect(await runApp('cli', {}, ['bi', 'init', 'excel'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('grafana, powerbi'),
    });
    const to = join(directory, 'changed');
    await runApp('cli', {}, ['bi', 'init', 'powerbi', '--to', to]);
    const again = await runApp('cli', {}, [
      'bi',
      'init',
      'powerbi',
      '--to',
      to,
      '--address',
      'https://other.example.org',
    ]);
    expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining('LeadlineAddress.pq') });
    expect(await readFile(join(to, 'LeadlineAddress.pq'), 'utf8')).toContain('127.0.0.1:4000');
  });
});
