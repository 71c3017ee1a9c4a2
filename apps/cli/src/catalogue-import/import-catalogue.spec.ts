import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, runLeadline } from '../testing/run-leadline.js';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'leadline-catalogue-'));
  writeFileSync(join(cwd, 'CODEOWNERS'), '/services/checkout/ @acme/payments\n*.js @acme/web\n');
  writeFileSync(join(cwd, 'wrong'), '* nobody\u001b[31m\n');
  writeFileSync(join(cwd, 'teams.json'), '[{"slug": "eng", "parent": null}]');
  writeFileSync(join(cwd, 'odd.yaml'), 'kind: Component\nmetadata: { name: " " }\n');
  writeFileSync(
    join(cwd, 'leadline.yaml'),
    'teams: { eng/payments: {} }\nservices: { cart: {}, search: { teams: [eng/payments] } }\n',
  );
  const group = (name: string, parent: string) => `kind: Group\nmetadata: { name: ${name} }\nspec: { ${parent} }\n`;
  const groups = [group('find', 'parent: eng'), group('ops', 'parent: acme'), group('eng', '')];
  writeFileSync(join(cwd, 'groups.yaml'), groups.join('---\n'));
  writeFileSync(join(cwd, 'cart.yaml'), 'kind: Component\nmetadata: { name: search }\nspec: { owner: FIND }\n');
  writeFileSync(join(cwd, 'broken.yaml'), 'teams: [a]\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Ran> => runLeadline(['catalogue', 'import', ...args], { cwd });

describe('leadline catalogue import', () => {
  it('prints what leadline.yaml would say, and tells what it left out', async () => {
    const { code, stdout, stderr } = await run('codeowners', 'CODEOWNERS', '--repository', 'github:acme/shop');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'teams:',
        '  payments: {}',
        '  web: {}',
        'services:',
        '  checkout:',
        '    repository: github:acme/shop',
        '    paths:',
        '      - services/checkout/**',
        '    teams:',
        '      - payments',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('CODEOWNERS:2: *.js: files, no service\n');
  });

  it('says what would change in a file', async () => {
    const told = await run('codeowners', 'CODEOWNERS', '--repository', 'acme/shop', '--merge', 'leadline.yaml');
    expect(told.code).toBe(0);
    expect(told.stdout).toContain('leadline.yaml would change:\n+ team web\n+ service checkout\n');
    expect(told.stdout).toContain('Services: 0 the same, 2 only in leadline.yaml, where they stay: cart, search.');
    expect(told.stdout).toContain('    teams:\n      - eng/payments\n');
  });

  it('reads several files of Backstage as one catalogue, and says how a past stays with who had it', async () => {
    const told = await run('backstage', 'groups.yaml', 'cart.yaml', '--merge', 'leadline.yaml');
    expect([told.code, told.stderr]).toEqual([
      0,
      'groups.yaml:5: ops: its parent "acme" is no Group here; read its file too, or correct it\n',
    ]);
    expect(told.stdout).toContain('~ service search: teams eng/payments → eng/find\n');
    expect(told.stdout).toContain(
      '  To keep the past of search with eng/payments: teams: [{ team: eng/payments, until: <date> }, { team: eng/find, from: <date> }]',
    );
    expect((await run('github-teams', 'teams.json', 'teams.json')).stderr).toContain('one file is read at a time');
  });

  it('answers in JSON', async () => {
    const { stdout } = await run('github-teams', 'teams.json', '--json');
    expect(JSON.parse(stdout)).toEqual({ teams: ['eng'], services: [], remarks: [], yaml: 'teams:\n  eng: {}\n' });
  });

  it.each([
    ['an unknown format', ['xml', 'teams.json'], 2, 'none of codeowners, backstage, github-teams'],
    ['a file that is not there', ['backstage', 'nothing.yaml'], 4, 'there is no file nothing.yaml'],
    [
      'a line that cannot be understood',
      ['codeowners', 'wrong', '--repository', 'a/b'],
      4,
      'wrong:1: "nobody\\u001b[31m"',
    ],
    ['a name that leadline.yaml does not take', ['backstage', 'odd.yaml'], 4, 'says what leadline.yaml cannot'],
    ['a repository that nothing names', ['codeowners', 'CODEOWNERS'], 2, '--repository'],
    ['a leadline.yaml with problems', ['github-teams', 'teams.json', '--merge', 'broken.yaml'], 4, 'broken.yaml:1'],
  ])('refuses %s', async (_, args, code, message) => {
    const ran = await run(...args);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(message);
  });
});
