import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { givenServer, type SeenRequest, type StubAnswer, type StubServer } from '../testing/given-server.js';
import { runLeadline } from '../testing/run-leadline.js';
import type { Finding } from './finding.js';
import { nodeVersion } from './local-checks.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function server(answers: (request: SeenRequest) => StubAnswer | undefined): Promise<StubServer> {
  const healthy = ({ path }: SeenRequest): StubAnswer => {
    if (path === '/healthz') return { status: 200, headers: { date: 'Mon, 01 Jun 2026 12:00:01 GMT' } };
    if (path === '/readyz')
      return { status: 200, body: { ready: true, stages: [{ stage: 'fold', position: 1, head: 1, behind: 0 }] } };
    return { status: 200, body: { findings: [{ code: 'LL-1201', status: 'ok', title: 'the log is writable' }] } };
  };
  const made = await givenServer((request) => answers(request) ?? healthy(request));
  cleanups.push(made.close);
  return made;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'leadline-doctor-'));
  cleanups.push(() => rmSync(made, { recursive: true }));
  return made;
}

async function examine(
  stub: StubServer,
  { argv = [], env = {}, cwd = folder() }: { argv?: string[]; env?: Record<string, string>; cwd?: string } = {},
) {
  const ran = await runLeadline(['doctor', '--json', ...argv], {
    cwd,
    env: { PATH: process.env['PATH'], LEADLINE_URL: stub.address, LEADLINE_DATA: '.', ...env },
  });
  const { findings } = JSON.parse(ran.stdout) as { findings: Finding[] };
  return { code: ran.code, of: (code: string) => findings.find((finding) => finding.code === code), findings };
}

describe('leadline doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const { code, findings } = await examine(await server(() => undefined));

    expect(code).toBe(0);
    const statuses = findings
      .filter(({ code: name }) => name !== 'LL-1004')
      .map(({ code: name, status }) => `${name} ${status}`);
    expect(statuses).toEqual([
      'LL-1001 ok',
      'LL-1002 ok',
      'LL-1003 ok',
      'LL-1101 ok',
      'LL-1102 ok',
      'LL-1103 ok',
      'LL-1201 ok',
    ]);
  });

  it('says what to do when nothing answers', async () => {
    const stub = await server(() => undefined);
    await stub.close();

    const { code, of } = await examine(stub);

    expect(code).toBe(1);
    expect(of('LL-1101')).toMatchObject({ status: 'problem', fix: expect.stringContaining('leadline serve') });
  });

  it.each<[string, string, StubAnswer, Partial<Finding>]>([
    [
      'a stage behind',
      '/readyz',
      { status: 503, body: { ready: false, stages: [{ stage: 'derive', behind: 12 }] } },
      { code: 'LL-1102', status: 'warning', detail: 'derive is 12 records behind' },
    ],
    [
      'clocks apart',
      '/healthz',
      { status: 200, headers: { date: 'Mon, 01 Jun 2026 12:10:00 GMT' } },
      { code: 'LL-1103', status: 'warning', detail: 'are 10 min apart' },
    ],
    [
      'no checks of the server',
      '/admin/doctor',
      { status: 404, body: { message: 'nothing here' } },
      { code: 'LL-1104', status: 'warning', detail: 'nothing here' },
    ],
    ['something else that answers', '/healthz', { status: 404 }, { code: 'LL-1101', status: 'problem' }],
  ])('reports %s', async (_, path, answer, finding) => {
    const { of } = await examine(await server((request) => (request.path === path ? answer : undefined)));

    expect(of(finding.code ?? '')).toMatchObject(finding);
  });

  it('reports a bad configuration and a bad address of the server', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'leadline.yaml'), 'servces: {}\n');

    const { code, of } = await examine(await server(() => undefined), { cwd, env: { LEADLINE_URL: 'nonsense' } });

    expect(code).toBe(1);
    expect(of('LL-1003')).toMatchObject({ status: 'problem', fix: 'See them all: leadline config check' });
    expect(of('LL-1100')).toMatchObject({ status: 'problem' });
  });

  it('closes a token file to others, when asked', async () => {
    const cwd = folder();
    const file = join(cwd, 'token');
    writeFileSync(file, 'leadline_pat_1');
    chmodSync(file, 0o644);
    const stub = await server(() => undefined);

    const before = await examine(stub, { cwd, env: { LEADLINE_TOKEN_FILE: file } });
    const after = await examine(stub, { cwd, env: { LEADLINE_TOKEN_FILE: file }, argv: ['--fix'] });

    expect(before.of('LL-1005')).toMatchObject({ status: 'warning' });
    expect(after.of('LL-1005')).toMatchObject({ status: 'ok', fixed: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('shows a line a finding, and its fix beneath', async () => {
    const stub = await server(({ path }) =>
      path === '/admin/doctor'
        ? {
            status: 200,
            body: {
              findings: [
                { code: 'LL-1202', status: 'problem', title: 'disk full', detail: '0 % free', fix: 'make room' },
              ],
            },
          }
        : undefined,
    );

    const ran = await runLeadline(['doctor'], {
      cwd: folder(),
      env: { PATH: process.env['PATH'], LEADLINE_URL: stub.address },
    });

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('PROBLEM  LL-1202  disk full: 0 % free\n                  make room\n\n1 problem, ');
  });
});

describe('Node.js', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['24.0.1', 'ok'],
    ['20.18.3', 'problem'],
    ['18.20.0', 'problem'],
  ])('%s: %s', (version, status) => {
    expect(nodeVersion(version).status).toBe(status);
  });
});
