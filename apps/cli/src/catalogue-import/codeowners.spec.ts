import { describe, expect, it } from 'vitest';
import { importCodeowners } from './codeowners.js';
import type { CatalogueFragment, Remark } from './fragment.js';

function imported(...lines: readonly string[]): { fragment: CatalogueFragment; remarks: readonly Remark[] } {
  const result = importCodeowners(lines.join('\n'), 'github:acme/shop');
  if (result.outcome !== 'fragment') throw new Error(JSON.stringify(result.problems));
  return result;
}
const servicesIn = (...lines: readonly string[]) =>
  imported(...lines).fragment.services.map(({ name, paths, teams }) => ({ name, paths, teams }));
const linesRemarkedOn = (...lines: readonly string[]) => imported(...lines).remarks.map(({ line }) => line);

describe('a CODEOWNERS file', () => {
  it('makes each directory with owners a service of its teams', () => {
    const { fragment, remarks } = imported(
      '# Who reviews what',
      '',
      '/services/checkout/   @acme/payments',
      '/services/search/**   @acme/search @acme/platform # both',
    );
    const alike = { repository: 'github:acme/shop', aliases: {}, tags: {} };
    expect(fragment).toEqual({
      teams: ['payments', 'platform', 'search'],
      services: [
        { ...alike, name: 'checkout', paths: ['services/checkout/**'], teams: ['payments'] },
        { ...alike, name: 'search', paths: ['services/search/**'], teams: ['search', 'platform'] },
      ],
    });
    expect(remarks).toEqual([]);
  });

  it('without directories is one service, the repository', () => {
    expect(servicesIn('* @acme/payments')).toEqual([{ name: 'shop', paths: [], teams: ['payments'] }]);
    expect(servicesIn('* @acme/payments', '* @acme/search')).toEqual([{ name: 'shop', paths: [], teams: ['search'] }]);
  });

  it('gives a directory to the last rule that covers it', () => {
    expect(servicesIn('/a/ @acme/one', '/b/ @acme/two', '/a/ @acme/three')).toMatchObject([
      { name: 'a', teams: ['three'] },
      { name: 'b', teams: ['two'] },
    ]);
    expect(servicesIn('/a/ @acme/one', '* @acme/two')).toMatchObject([{ name: 'a', teams: ['two'] }]);
    // Nobody owns what a later rule without owners covers.
    expect(servicesIn('/a/ @acme/one', '/a/')).toMatchObject([{ name: 'a', teams: [] }]);
  });

  it('of GitLab gives a directory to the last rule of each section, but for what a section leaves out', () => {
    const file = [
      '/api/ @acme/first',
      '/web/',
      '[Backend][2] @acme/backend',
      '/api/',
      '^[Security] @acme/security',
      '*',
      '!/web/',
      '[BACKEND]',
      '/api/ @acme/core',
    ];
    expect(servicesIn(...file)).toEqual([
      { name: 'api', paths: ['api/**'], teams: ['first', 'core', 'security'] },
      { name: 'web', paths: ['web/**'], teams: [] },
    ]);
  });

  it('may begin with the mark of its encoding', () => {
    expect(servicesIn('\uFEFF/api/ @acme/core')).toMatchObject([{ name: 'api', teams: ['core'] }]);
  });

  it.each([
    ['/apps/web', 'apps/web/**'],
    ['apps/web/', 'apps/web/**'],
    ['web/', '**/web/**'],
    ['**/web/', '**/web/**'],
    ['/apps/*/web/', 'apps/*/web/**'],
    ['/my\\ apps/web/', 'my apps/web/**'],
  ])('reads %s as the paths %s', (pattern, path) => {
    expect(servicesIn(`${pattern} @acme/web`)).toMatchObject([{ name: 'web', paths: [path] }]);
  });

  it.each(['*.js', '/package.json', '/docs/*', '/apps/*/', '.github/', '/a/[bc]/', '!/a/', '/../a/'])(
    'makes no service of %s, and says so',
    (pattern) => {
      expect(servicesIn(`${pattern} @acme/web`)).toEqual([]);
      expect(linesRemarkedOn('', `${pattern} @acme/web`)).toEqual([2]);
    },
  );

  it('tells directories of one name apart by where they are', () => {
    expect(servicesIn('/apps/web/ @acme/web', '/libs/web/ @acme/web').map(({ name }) => name)).toEqual([
      'apps-web',
      'libs-web',
    ]);
  });

  it('says which changes would count twice', () => {
    const remarks = imported('/apps/web/ @acme/web', '/apps/web/docs/ @acme/docs').remarks;
    expect(remarks).toEqual([{ line: 2, message: expect.stringContaining('lies within apps/web') }]);
  });

  it('makes no team of people, and says so', () => {
    const { fragment, remarks } = imported('/a/ @ada ada@example.org', '/b/ @ada @acme/two');
    expect(fragment.teams).toEqual(['two']);
    expect(fragment.services.map(({ teams }) => teams)).toEqual([[], ['two']]);
    expect(remarks).toEqual([{ line: 1, message: '/a/: people own it, and no team' }]);
  });

  it("reads GitLab's sections, whose owners hold for rules without any", () => {
    const services = servicesIn('[Backend][2] @acme/eng/payments', '/a/', '^[Docs]', '/b/ @acme/docs', '/c/');
    expect(services.map(({ teams }) => teams)).toEqual([['eng/payments'], ['docs'], []]);
  });

  it('names the line of what is no owner', () => {
    expect(importCodeowners('* @acme/a\n/b/ payments\n/c/ @acme/\n', 'acme/shop')).toEqual({
      outcome: 'problems',
      problems: [
        { line: 2, message: expect.stringContaining('"payments" is no owner') },
        { line: 3, message: expect.stringContaining('"@acme/" is no owner') },
      ],
    });
  });
});
