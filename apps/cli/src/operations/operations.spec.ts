import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { givenServer, type SeenRequest, type StubAnswer, type StubServer } from '../testing/given-server.js';
import { noon, runLeadline } from '../testing/run-leadline.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function server(answer: (request: SeenRequest) => StubAnswer): Promise<StubServer> {
  const made = await givenServer(answer);
  cleanups.push(made.close);
  return made;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'leadline-operations-'));
  cleanups.push(() => rmSync(made, { recursive: true }));
  return made;
}

const lines = (...values: unknown[]): StubAnswer => ({
  status: 200,
  body: values.map((value) => JSON.stringify(value)).join('\n'),
  headers: { 'content-type': 'application/x-ndjson' },
});
const asked = ({ seen }: StubServer): [string, unknown][] =>
  seen.map(({ path, body }) => [path, body === '' ? '' : JSON.parse(body)]);

describe('leadline rebuild', () => {
  it('shows how far it came on stderr, and the result on stdout', async () => {
    const stub = await server(() =>
      lines(
        { progress: { stage: 'normalize', done: 10, total: 40 } },
        { progress: { stage: 'normalize', done: 40, total: 40 } },
        { progress: { stage: 'fold', done: 5 } },
        { result: { generation: 2, equal: true } },
      ),
    );

    const ran = await runLeadline(['rebuild', '--server', stub.address, '--json']);

    expect(ran.code).toBe(0);
    expect(asked(stub)).toEqual([['/admin/rebuild', { compare: false }]]);
    expect(JSON.parse(ran.stdout)).toEqual({ generation: 2, equal: true });
    expect(ran.stderr).toBe('normalize: 10 of 40 (25 %)\nfold: 5\n');
  });

  it('tells of stages that run side by side once in ten seconds, where nobody looks', async () => {
    const both = (done: number) => [
      { progress: { stage: 'normalize', done, total: 40 } },
      { progress: { stage: 'fold', done, total: 40 } },
    ];
    const stub = await server(() => lines(...both(10), ...both(10), ...both(20), { result: { equal: true } }));

    const ran = await runLeadline(['rebuild', '--server', stub.address]);

    expect(ran.stderr).toBe('normalize: 10 of 40 (25 %)\nfold: 10 of 40 (25 %)\n');
  });

  it('--list names the generations, and --drop removes one', async () => {
    const generations = [
      { generation: 1, state: 'before' },
      { generation: 3, state: 'in_force' },
    ];
    const stub = await server(({ path }) => ({
      status: 200,
      body: path === '/admin/generations' ? { inForce: 3, generations } : { dropped: 1, inForce: 3 },
    }));

    const listed = await runLeadline(['rebuild', '--list', '--server', stub.address]);
    const dropped = await runLeadline(['rebuild', '--drop', '1', '--server', stub.address]);

    expect([listed.code, dropped.code]).toEqual([0, 0]);
    expect(listed.stdout).toContain('3           in force: numbers come from it');
    expect(listed.stdout).toContain('leadline rebuild --drop <generation>');
    expect(dropped.stdout).toBe('Generation 1 is gone; 3 is in force.\n');
    expect(asked(stub)).toEqual([
      ['/admin/generations', {}],
      ['/admin/generations/drop', { generation: 1 }],
    ]);
  });

  it.each([
    [['--drop', 'two'], 'is no generation'],
    [['--list', '--compare'], 'cannot be given together'],
  ])('refuses %j', async (options, message) => {
    const ran = await runLeadline(['rebuild', ...options]);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  it.each<[string, StubAnswer, number, string]>([
    ['rows differ', lines({ result: { equal: false } }), 1, ''],
    ['it fails', lines({ error: { message: 'no room', fix: 'make some' } }), 1, 'leadline: no room\n  make some\n'],
    ['the connection ends early', lines({ progress: { stage: 'fold', done: 1 } }), 1, 'ended without a result'],
    ['the server has no such thing', { status: 404 }, 1, 'does not offer that'],
  ])('--compare fails when %s', async (_, answer, code, message) => {
    const stub = await server(() => answer);

    const ran = await runLeadline(['rebuild', '--compare', '--server', stub.address]);

    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
  });
});

describe('leadline quarantine', () => {
  const item = (id: string) => ({
    id,
    receivedAt: '2026-06-01T10:00:00Z',
    endpoint: 'github',
    source: 'github',
    stage: 'normalize',
    code: 'invalid_body',
    message: 'expected a number',
    pointer: '/deployment/id',
    state: 'OPEN',
    attempts: 1,
  });
  /** 250 of them, in pages. */
  const pages = ({ body }: SeenRequest): StubAnswer => {
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables: { first: number; after: string | null; ids?: string[] };
    };
    if (query.includes('retryQuarantined'))
      return { status: 200, body: { data: { retryQuarantined: { retried: variables.ids?.length } } } };
    if (query.includes('delivery('))
      return {
        status: 200,
        body: {
          data: {
            delivery: {
              ...item('0:3'),
              event: 'push',
              headers: [{ name: 'x-github-event', value: 'push' }],
              body: '{"a":\u001b1}',
            },
          },
        },
      };
    const start = Number(variables.after ?? 0);
    const nodes = Array.from({ length: Math.min(variables.first, 250 - start) }, (_, index) =>
      item(variables.ids?.[0] ?? `0:${start + index}`),
    );
    const end = start + nodes.length;
    return {
      status: 200,
      body: {
        data: { quarantine: { totalCount: 250, nodes, pageInfo: { hasNextPage: end < 250, endCursor: String(end) } } },
      },
    };
  };

  it('ls lists the first, and says how many there are', async () => {
    const stub = await server(pages);

    const ran = await runLeadline(['quarantine', 'ls', '--limit', '2', '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatchInlineSnapshot(`
      "ID   RECEIVED              ENDPOINT  CODE          WHY
      0:0  2026-06-01T10:00:00Z  github    invalid_body  /deployment/id: expected a number
      0:1  2026-06-01T10:00:00Z  github    invalid_body  /deployment/id: expected a number
      and 248 more (--limit)

      Look closer: leadline quarantine show 0:0
      "
    `);
  });

  it('ls reads as many pages as it needs', async () => {
    const stub = await server(pages);

    const ran = await runLeadline(['quarantine', 'ls', '--limit', '240', '--json', '--server', stub.address]);

    const { items } = JSON.parse(ran.stdout) as { items: { id: string }[] };
    expect([items.length, new Set(items.map(({ id }) => id)).size, stub.seen.length]).toEqual([240, 240, 3]);
  });

  it('show prints what was sent, harmlessly', async () => {
    const stub = await server(pages);

    const ran = await runLeadline(['quarantine', 'show', '0:3', '--server', stub.address]);

    expect(ran.stdout).toContain('invalid_body: expected a number');
    expect(ran.stdout).toContain('x-github-event: push\n\n{"a":\\u001b1}\n');
  });

  it('retry of what is in no quarantine is refused, and says where ids come from', async () => {
    const error = {
      message: 'ids: there is nothing in quarantine under "nope"; nothing is read again',
      extensions: { code: 'NOT_FOUND', argument: 'ids', fix: 'Take ids from `quarantine { nodes { id } }`' },
    };
    const stub = await server(() => ({ status: 200, body: { data: null, errors: [error] } }));

    const ran = await runLeadline(['quarantine', 'retry', 'nope', '--server', stub.address]);

    expect([ran.code, ran.stdout]).toEqual([4, '']);
    expect(ran.stderr).toContain('there is nothing in quarantine under "nope"');
    expect(ran.stderr).toContain('Take ids from `quarantine { nodes { id } }`\n');
    expect(ran.stderr).toContain('What there is: leadline quarantine ls\n');
  });

  it('retry says how many had been understood before', async () => {
    const stub = await server(() => ({ status: 200, body: { data: { retryQuarantined: { retried: 1 } } } }));

    const ran = await runLeadline(['quarantine', 'retry', '0:3', '0:4', '--server', stub.address]);

    expect(ran.stdout).toContain('1 delivery will be read again.\n1 had been understood before.\n');
  });

  it('retry asks in portions', async () => {
    const stub = await server(pages);

    const ran = await runLeadline(['quarantine', 'retry', '--all', '--json', '--server', stub.address]);

    expect(JSON.parse(ran.stdout)).toEqual({ asked: 250, retried: 250 });
    expect(stub.seen.filter(({ body }) => body.includes('retryQuarantined')).length).toBe(3);
  });
});

describe('leadline token', () => {
  it('create prints the token alone, so that a script can keep it', async () => {
    const stub = await server(() => ({
      status: 201,
      body: { id: '7f3', token: 'leadline_pat_abc', scopes: ['events:write'] },
    }));

    const ran = await runLeadline([
      'token',
      'create',
      '--scope',
      'events:write',
      '--name',
      'ci',
      '--expires',
      '90d',
      '--server',
      stub.address,
    ]);

    expect([ran.code, ran.stdout]).toEqual([0, 'leadline_pat_abc\n']);
    expect(ran.stderr).toContain('shown this once');
    expect(asked(stub)).toEqual([
      ['/admin/tokens', { name: 'ci', scopes: ['events:write'], expiresAt: '2026-08-30T12:00:00.000Z' }],
    ]);
  });

  it('ls and revoke', async () => {
    const token = {
      id: '7f3',
      name: 'ci',
      scopes: ['events:write'],
      createdAt: '2026-06-01T10:00:00Z',
      expiresAt: null,
    };
    const stub = await server(({ path }) => ({
      status: 200,
      body: path.endsWith('list') ? { tokens: [token] } : { id: '7f3' },
    }));

    const list = await runLeadline(['token', 'ls', '--server', stub.address]);
    const revoked = await runLeadline(['token', 'revoke', '7f3', '--server', stub.address]);

    expect(list.stdout).toBe(
      'ID   NAME  SCOPES        CREATED               EXPIRES\n7f3  ci    events:write  2026-06-01T10:00:00Z  never\n',
    );
    expect([revoked.code, revoked.stdout]).toEqual([0, 'Token 7f3 is revoked.\n']);
    expect(asked(stub).at(-1)).toEqual(['/admin/tokens/revoke', { id: '7f3' }]);
  });
});

describe('leadline log', () => {
  const record = (key: string, text: string) => ({
    key,
    time: noon,
    headers: { endpoint: 'github' },
    value: Buffer.from(text).toString('base64'),
  });
  const [one, two, three] = [record('a', '{"n":1}'), record('b', '{"n":2}'), record('a', '\u0000\u00ff')];
  const exported = [one, two, three].map((line) => `${JSON.stringify(line)}\n`).join('');

  /** A server whose log has three deliveries, two on its first page. */
  const serverWithLog = (): Promise<StubServer> =>
    server(({ path, body }) => {
      if (path === '/healthz') return { status: 200, body: { ok: true } };
      if (path === '/admin/log/import') return { status: 200, body: { records: 3 } };
      const { after } = JSON.parse(body) as { after: string | null };
      const pages = after === null ? { records: [one, two], next: '0:2' } : { records: [three], next: null };
      return { status: 200, body: pages };
    });
  const nobody: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause: refused() }));
  const refused = (): Error => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const data = (cwd: string) => ({ PATH: process.env['PATH'], HOME: '/nonexistent', LEADLINE_DATA: join(cwd, 'data') });

  it('verify tells what is damaged, and fails', async () => {
    const damage = { segment: 'deliveries/0/0.log', place: 17, offset: 4, until: 6, reason: 'checksum' };
    const stub = await server(({ path }) =>
      path === '/healthz' ? { status: 200 } : { status: 200, body: { segments: 1, records: 12, damage: [damage] } },
    );

    const ran = await runLeadline(['log', 'verify', '--server', stub.address]);

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('deliveries/0/0.log at byte 17: records 4 to 5 cannot be read (checksum)\n');
    expect(asked(stub).at(-1)).toEqual(['/admin/log/verify', {}]);
  });

  it('export writes every page to a file or a pipe, import sends it back', async () => {
    const stub = await serverWithLog();
    const cwd = folder();

    const written = await runLeadline(['log', 'export', 'out.ndjson', '--server', stub.address], { cwd });
    const piped = await runLeadline(['log', 'export', '--server', stub.address], { cwd });
    const imported = await runLeadline(['log', 'import', 'out.ndjson', '--server', stub.address], { cwd });

    expect([written.code, written.stdout]).toEqual([0, 'Wrote 3 deliveries to out.ndjson.\n']);
    expect([readFileSync(join(cwd, 'out.ndjson'), 'utf8'), piped.stdout]).toEqual([exported, exported]);
    expect([imported.code, imported.stdout]).toEqual([0, 'Imported 3 deliveries.\n']);
    expect(asked(stub).at(-1)).toEqual(['/admin/log/import', { records: [one, two, three] }]);
  });

  it('works on the log itself where no server runs', async () => {
    const cwd = folder();
    const alone = { cwd, fetch: nobody, env: data(cwd) };
    writeFileSync(join(cwd, 'in.ndjson'), exported);

    const imported = await runLeadline(['log', 'import', 'in.ndjson'], alone);
    const verified = await runLeadline(['log', 'verify', '--json'], alone);
    const written = await runLeadline(['log', 'export', 'out.ndjson'], alone);

    expect([imported.code, verified.code, written.code]).toEqual([0, 0, 0]);
    expect(JSON.parse(verified.stdout)).toMatchObject({ records: 3, damage: [] });
    const lines = readFileSync(join(cwd, 'out.ndjson'), 'utf8').trimEnd().split('\n');
    const byValue = (a: typeof one, b: typeof one): number => (a.value < b.value ? -1 : 1);
    const read = lines.map((line) => JSON.parse(line) as typeof one);
    expect(read.sort(byValue)).toEqual([one, two, three].sort(byValue));
  });

  it('verify refuses where there is neither a server nor a log, and where the server that was named is away', async () => {
    const cwd = folder();

    const empty = await runLeadline(['log', 'verify'], { cwd, fetch: nobody, env: data(cwd) });
    const away = await runLeadline(['log', 'verify', '--server', 'http://127.0.0.1:9'], { cwd, fetch: nobody });

    expect([empty.code, away.code]).toEqual([4, 3]);
    expect(empty.stderr).toContain(`there is no log in ${join(cwd, 'data', 'log')}`);
  });

  it('export that breaks off leaves no file behind', async () => {
    const cwd = folder();
    const stub = await server(({ path, body }) => {
      if (path === '/healthz') return { status: 200 };
      const { after } = JSON.parse(body) as { after: string | null };
      return after === null ? { status: 200, body: { records: [one], next: '0:1' } } : 'reset';
    });

    const ran = await runLeadline(['log', 'export', 'out.ndjson', '--server', stub.address], { cwd });

    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect([existsSync(join(cwd, 'out.ndjson')), existsSync(join(cwd, 'out.ndjson.part'))]).toEqual([false, false]);
  });

  it.each([
    ['no JSON', '{"key":', 'in.ndjson:1 is not JSON'],
    ['no delivery', `${JSON.stringify(record('a', 'x'))}\n{"key":"b"}\n`, 'in.ndjson:2 is no delivery: time'],
  ])('import names the line that is %s', async (_, content, message) => {
    const cwd = folder();
    const stub = await serverWithLog();
    writeFileSync(join(cwd, 'in.ndjson'), content);

    const ran = await runLeadline(['log', 'import', 'in.ndjson', '--server', stub.address], { cwd });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain(message);
  });

  it('import refuses what is no file', async () => {
    const ran = await runLeadline(['log', 'import', 'missing.ndjson'], { cwd: folder() });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('missing.ndjson cannot be read (ENOENT)');
  });
});

describe('leadline config', () => {
  it('check shows every problem with its line, and never a secret', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'leadline.yaml'), 'organisation: { name: Acme, timeZone: Mars/Olympus }\nservces: {}\n');

    const bad = await runLeadline(['config', 'check'], { cwd });
    writeFileSync(join(cwd, 'leadline.yaml'), 'organisation: { name: Acme }\n');
    const good = await runLeadline(['config', 'check', '--json'], {
      cwd,
      env: { LEADLINE_SECRET_GITHUB: 'hidden-3f9a' },
    });

    expect(bad.code).toBe(4);
    expect(bad.stdout).toMatch(/leadline\.yaml:1:\d+ .*\n(.*\n)*.*leadline\.yaml:2:/);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.stdout)).toMatchObject({ valid: true, endpoints: [{ name: 'github', source: 'github' }] });
    expect(good.stdout).not.toContain('hidden-3f9a');
  });

  it('check says where there is no file', async () => {
    const ran = await runLeadline(['config', 'check'], { cwd: folder() });

    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('There is no ./leadline.yaml: the defaults hold');
  });

  it('plan sends the file, and admits that a server cannot', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'leadline.yaml'), 'organisation: { name: Acme }\n');
    const stub = await server(() => ({ status: 404, body: { message: 'There is nothing at this address' } }));

    const ran = await runLeadline(['config', 'plan', '--server', stub.address], { cwd });

    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(asked(stub)).toEqual([['/admin/config/plan', { yaml: 'organisation: { name: Acme }\n' }]]);
  });
});

describe('leadline send-test-event', () => {
  it('asks the server to sign and take in an example', async () => {
    const stub = await server(cameOut({ outcome: 'IGNORED', reason: 'test event: understood as deployment' }));

    const ran = await runLeadline(['send-test-event', 'github', 'deployment_status', '--server', stub.address]);

    expect(ran.code).toBe(0);
    expect(asked(stub)[0]).toEqual(['/admin/test-events', { source: 'github', event: 'deployment_status' }]);
    expect(ran.stdout).toBe(
      'Sent deployment_status to github as delivery d-1 (position 0:9).\n' +
        'It came through: test event: understood as deployment. It counts nowhere.\n',
    );
  });

  it('leaves it to the server which example, where none is named', async () => {
    const stub = await server(cameOut({ outcome: 'IGNORED', reason: 'test event: understood as commit' }));

    const ran = await runLeadline(['send-test-event', 'github', '--server', stub.address]);

    expect(asked(stub)[0]).toEqual(['/admin/test-events', { source: 'github' }]);
    expect(ran.stdout).toContain('Sent push to github as delivery d-1');
  });

  it('fails where it was not understood, or is not read in time', async () => {
    const quarantined = await server(cameOut({ outcome: 'QUARANTINED', reason: 'invalid_body' }));
    const refused = await runLeadline(['send-test-event', 'github', 'push', '--server', quarantined.address]);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('It was not understood (invalid_body): leadline quarantine ls');

    const slow = await server(cameOut(null));
    const waited = await runLeadline(['send-test-event', 'github', 'push', '--server', slow.address]);
    expect(waited.code).toBe(1);
    expect(waited.stdout).toContain('It is stored, and not read yet');
    expect(waited.slept).toEqual(Array.from({ length: 20 }, () => 500));
  });

  const cameOut =
    (delivery: { outcome: string; reason: string } | null) =>
    ({ path, body }: SeenRequest): StubAnswer =>
      path === '/graphql'
        ? { status: 200, body: { data: { delivery } } }
        : { status: 200, body: { id: 'd-1', position: '0:9', endpoint: 'github', event: 'push', ...JSON.parse(body) } };
});

describe('leadline correct', () => {
  const recorded = (): Promise<StubServer> =>
    server(() => ({ status: 200, body: { data: { recordCorrection: { event: 'e-1', position: '0:9' } } } }));
  const inputsOf = ({ seen }: StubServer): unknown[] =>
    seen.map(({ body }) => (JSON.parse(body) as { variables: { input: unknown } }).variables.input);

  it.each([
    [['deployment', 'run-30', '--failed'], { kind: 'DEPLOYMENT_FAILED', deployment: 'run-30' }],
    [['deployment', 'run-30', '--ok'], { kind: 'DEPLOYMENT_OK', deployment: 'run-30' }],
    [['deployment', 'run-30', '--exclude'], { kind: 'DEPLOYMENT_EXCLUDED', deployment: 'run-30' }],
    [
      ['deployment', 'run-31', '--hotfix', '--fixes', 'run-30'],
      { kind: 'DEPLOYMENT_IS_HOTFIX', deployment: 'run-31', fixes: 'run-30' },
    ],
    [
      ['incident', 'INC-7', '--caused-by', 'run-30'],
      { kind: 'INCIDENT_CAUSED_BY', incident: 'INC-7', deployment: 'run-30' },
    ],
    [
      ['incident', 'INC-7', '--caused-by-flag', 'evt-4711'],
      { kind: 'INCIDENT_CAUSED_BY_FLAG', incident: 'INC-7', flagChange: 'evt-4711' },
    ],
    [['incident', 'INC-7', '--not-caused-by-change'], { kind: 'INCIDENT_NOT_CAUSED_BY_CHANGE', incident: 'INC-7' }],
    [['incident', 'INC-7', '--false-positive'], { kind: 'INCIDENT_FALSE_POSITIVE', incident: 'INC-7' }],
  ])('%j', async (words, input) => {
    const stub = await recorded();

    const ran = await runLeadline(['correct', ...words, '--reason', 'Seen in the traces', '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(inputsOf(stub)).toEqual([{ ...input, reason: 'Seen in the traces' }]);
    expect(ran.stdout).toContain('Written down');
  });

  it.each([
    ['nothing is said', ['deployment', 'run-30', '--reason', 'x'], '--failed, --ok, --hotfix, --exclude'],
    ['two things are said', ['incident', 'INC-7', '--false-positive', '--caused-by', 'a', '--reason', 'x'], 'only one'],
    ['no reason is given', ['deployment', 'run-30', '--failed'], '--reason is missing'],
    ['it fixes something and is no hotfix', ['deployment', 'a', '--ok', '--fixes', 'b', '--reason', 'x'], '--hotfix'],
  ])('asks nothing of the server where %s', async (_, words, message) => {
    const stub = await recorded();

    const ran = await runLeadline(['correct', ...words, '--server', stub.address]);

    expect([ran.code, stub.seen.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain(message);
  });
});

describe('leadline withdraw', () => {
  const takenBack = (): Promise<StubServer> =>
    server(() => ({ status: 200, body: { data: { withdrawCorrection: { event: 'e-2', position: '0:10' } } } }));
  const inputsOf = ({ seen }: StubServer): unknown[] =>
    seen.map(({ body }) => (JSON.parse(body) as { variables: { input: unknown } }).variables.input);

  it.each([
    [['--deployment', 'run-30'], { deployment: 'run-30' }],
    [['--incident', 'INC-7'], { incident: 'INC-7' }],
  ])('takes back the word of an event, of %j', async (of, named) => {
    const stub = await takenBack();

    const ran = await runLeadline(['withdraw', 'e-1', ...of, '--reason', 'Meant another', '--server', stub.address]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(inputsOf(stub)).toEqual([{ event: 'e-1', ...named, reason: 'Meant another' }]);
    expect(ran.stdout).toContain('Taken back: e-1.');
  });

  it('tells programs which word, of what, and where it was written down', async () => {
    const stub = await takenBack();
    const of = ['--deployment', 'run-30', '--reason', 'Meant another'];

    const ran = await runLeadline(['withdraw', 'e-1', ...of, '--json', '--server', stub.address]);

    expect(JSON.parse(ran.stdout)).toEqual({
      event: 'e-2',
      position: '0:10',
      withdrawn: 'e-1',
      deployment: 'run-30',
      reason: 'Meant another',
    });
  });

  it.each([
    ['it is of nothing', ['e-1', '--reason', 'x'], '--deployment, --incident'],
    ['it is of two things', ['e-1', '--deployment', 'a', '--incident', 'b', '--reason', 'x'], 'only one'],
    ['no reason is given', ['e-1', '--deployment', 'a'], '--reason is missing'],
    ['the word is not named', [' ', '--deployment', 'a', '--reason', 'x'], 'which word?'],
  ])('asks nothing of the server where %s', async (_, words, message) => {
    const stub = await takenBack();

    const ran = await runLeadline(['withdraw', ...words, '--server', stub.address]);

    expect([ran.code, stub.seen.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain(message);
  });

  it('says what the server said where there is no such word', async () => {
    const stub = await server(() => ({
      status: 200,
      body: { errors: [{ message: 'event: nothing was said by it', extensions: { code: 'NOT_FOUND' } }] },
    }));

    const ran = await runLeadline([
      'withdraw',
      'e-9',
      '--incident',
      'INC-7',
      '--reason',
      'x',
      '--server',
      stub.address,
    ]);

    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('nothing was said by it');
  });
});
