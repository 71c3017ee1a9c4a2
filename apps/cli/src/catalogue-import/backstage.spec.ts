import { describe, expect, it } from 'vitest';
import { importBackstage } from './backstage.js';

const entity = (kind: string, name: string, spec: object = {}, annotations: object = {}): string =>
  JSON.stringify({ apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name, annotations }, spec });
const imported = (...entities: readonly string[]) => {
  const result = importBackstage([{ file: 'a.yaml', text: entities.join('\n---\n') }]);
  if (result.outcome !== 'fragment') throw new Error(JSON.stringify(result.problems));
  return result;
};

describe('a catalogue of Backstage', () => {
  it('makes components services of the groups that own them', () => {
    const text = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  annotations:
    github.com/project-slug: acme/shop
    backstage.io/source-location: url:https://github.com/acme/shop/tree/main/services/checkout/
    pagerduty.com/service-id: PXYZ
    argocd/app-name: checkout-prod
spec:
  type: service
  lifecycle: production
  owner: group:default/payments
  system: shop
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: payments }
spec: { type: team, parent: eng, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: eng }
spec: { type: department, children: [payments] }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: orders }
spec: { type: openapi, lifecycle: production, owner: payments, definition: '' }
`;
    expect(importBackstage([{ file: 'a.yaml', text }])).toEqual({
      outcome: 'fragment',
      fragment: {
        teams: ['eng', 'eng/payments'],
        services: [
          {
            name: 'checkout',
            repository: 'github:acme/shop',
            paths: ['services/checkout/**'],
            teams: ['eng/payments'],
            aliases: { argocd: ['checkout-prod'], pagerduty: ['PXYZ'] },
            tags: { system: 'shop', lifecycle: 'production' },
          },
        ],
      },
      remarks: [],
    });
  });

  it.each([
    ['payments', 'payments'],
    ['group:payments', 'payments'],
    ['Group:default/payments', 'payments'],
    ['default/payments', 'payments'],
  ])('takes the owner %s for the team %s', (owner, team) => {
    expect(imported(entity('Component', 'a', { owner })).fragment).toMatchObject({
      teams: [team],
      services: [{ teams: [team] }],
    });
  });

  it("takes the system's owner where a component has none", () => {
    const { fragment } = imported(
      entity('System', 'shop', { owner: 'payments' }),
      entity('Component', 'a', { system: 'shop' }),
    );
    expect(fragment.services[0]?.teams).toEqual(['payments']);
  });

  it('takes people for no team, and a library for no service, and says so', () => {
    const { fragment, remarks } = imported(
      entity('Component', 'a', { owner: 'user:ada' }),
      entity('Component', 'b', { type: 'library', owner: 'payments' }),
    );
    expect(fragment).toMatchObject({ teams: [], services: [{ name: 'a', teams: [] }] });
    expect(remarks).toMatchObject([
      { line: 1, message: 'a: no group owns it' },
      { line: 3, message: 'b: a library is not deployed by itself' },
    ]);
  });

  it('says which components nothing tells apart', () => {
    const slug = { 'github.com/project-slug': 'acme/shop' };
    const { remarks } = imported(
      entity('Component', 'a', { owner: 'x' }, slug),
      entity('Component', 'b', { owner: 'x' }, slug),
    );
    expect(remarks.map(({ line }) => line)).toEqual([1, 3]);
  });

  it.each([
    ['url:https://github.com/acme/shop', { repository: 'github:acme/shop', paths: [] }],
    ['url:https://github.com/acme/shop/tree/main/', { repository: 'github:acme/shop', paths: [] }],
    ['url:https://gitlab.com/acme/eng/shop/-/tree/main/a', { repository: 'gitlab:acme/eng/shop', paths: ['a/**'] }],
    ['url:https://github.acme.example/acme/shop/tree/main/', { repository: 'github:acme/shop', paths: [] }],
    ['url:https://dev.azure.com/acme/web/_git/shop?path=/a', { repository: 'azure-devops:web/shop', paths: ['a/**'] }],
    ['url:https://forge.example/acme/shop', { repository: undefined, paths: [] }],
    ['dir:.', { repository: undefined, paths: [] }],
  ])('reads the location %s', (location, expected) => {
    const annotations = { 'backstage.io/source-location': location };
    expect(imported(entity('Component', 'a', { owner: 'x' }, annotations)).fragment.services).toMatchObject([expected]);
  });

  it('takes the repository of Azure DevOps by its project', () => {
    const annotations = { 'dev.azure.com/project-repo': 'web/shop', 'dev.azure.com/host-org': 'dev.azure.com/acme' };
    expect(imported(entity('Component', 'a', { owner: 'x' }, annotations)).fragment.services).toMatchObject([
      { repository: 'azure-devops:web/shop' },
    ]);
  });

  it('finds a group by its name in whatever letters, and its parent also by the children of that', () => {
    const { fragment, remarks } = imported(
      entity('Group', 'Eng', { children: ['group:default/Payments'] }),
      entity('Group', 'payments', {}),
      entity('Group', 'Search', { parent: 'eng' }),
      entity('Component', 'a', { owner: 'group:default/PAYMENTS' }),
      entity('Component', 'b', { system: 'SHOP' }),
      entity('System', 'shop', { owner: 'search' }),
    );
    expect(fragment.teams).toEqual(['Eng', 'Eng/Search', 'Eng/payments']);
    expect(fragment.services.map(({ teams }) => teams)).toEqual([['Eng/payments'], ['Eng/Search']]);
    expect(remarks).toEqual([]);
  });

  it('says which owners and parents are no group, where groups are there at all', () => {
    const lost = [entity('Component', 'a', { owner: 'nobody' }), entity('Component', 'b', { owner: 'eng' })];
    const { remarks } = imported(...lost, entity('Group', 'eng', { parent: 'acme' }));
    expect(remarks.map(({ line, message }) => [line, message])).toEqual([
      [1, 'a: its owner "nobody" is no Group here; read its file too, or correct it'],
      [5, 'eng: its parent "acme" is no Group here; read its file too, or correct it'],
    ]);
    expect(imported(...lost).remarks).toEqual([]);
  });

  it('says what it leaves out: kinds nobody knows, places nobody knows, files that a Location names', () => {
    const { remarks } = imported(
      entity('Componet', 'typo'),
      entity('API', 'orders', { definition: '' }),
      entity('User', 'ada', { memberOf: [] }),
      entity('Location', 'root', { targets: ['./groups.yaml', './a.yaml'] }),
      entity('Component', 'a', { owner: 'x' }, { 'backstage.io/source-location': 'url:https://forge.example/a/b' }),
    );
    expect(remarks.map(({ line, message }) => [line, message])).toEqual([
      [1, 'typo: "Componet" is no kind that is known; Component, Group and System are'],
      [7, 'root: names other files; add them to the command: ./groups.yaml'],
      [9, expect.stringContaining('names no repository that is known; say "repository" in leadline.yaml')],
    ]);
  });

  it('is of several files together, and says of each line in which', () => {
    const groups = { file: 'groups.yaml', text: entity('Group', 'payments', { parent: 'eng' }) };
    const shop = { file: 'shop/catalog-info.yaml', text: entity('Component', 'a', { owner: 'payments' }) };
    expect(importBackstage([shop, groups])).toMatchObject({
      fragment: { services: [{ name: 'a', teams: ['eng/payments'] }] },
      remarks: [{ file: 'groups.yaml', line: 1 }],
    });
    const again = { file: 'again.yaml', text: `# a copy\n${entity('Component', 'A')}` };
    expect(importBackstage([shop, again, { file: 'broken.yaml', text: 'kind: [' }])).toMatchObject({
      outcome: 'problems',
      problems: [
        {
          file: 'again.yaml',
          line: 2,
          message: 'the component "A" stands in shop/catalog-info.yaml:1 already; rename or remove one',
        },
        { file: 'broken.yaml', line: 1 },
      ],
    });
  });

  it('refuses a group that stands there twice, and shows a circle of parents', () => {
    const twice = [entity('Group', 'a'), entity('Group', 'a', { parent: 'b' }), entity('Group', 'b', { parent: 'a' })];
    expect(importBackstage([{ file: 'a.yaml', text: twice.join('\n---\n') }])).toMatchObject({
      outcome: 'problems',
      problems: [
        { line: 1 },
        { line: 3, message: 'the team "a" is above itself: "a" is below "b" is below "a"' },
        { line: 3, message: 'the group "a" stands in line 1 already; rename or remove one' },
        { line: 5 },
      ],
    });
  });

  it('names the line of every problem', () => {
    const text = [
      'kind: Component',
      'metadata: { title: nameless }',
      '---',
      'kind: Group',
      'metadata: { name: a }',
      'spec: { parent: b }',
      '---',
      'kind: Group',
      'metadata: { name: b }',
      'spec: { parent: a }',
      '---',
      'kind: Component',
      'metadata: { name: [x] }',
    ].join('\n');
    const result = importBackstage([{ file: 'a.yaml', text }]);
    expect(result.outcome === 'problems' && result.problems.map(({ line }) => line)).toEqual([2, 4, 8, 13]);
  });

  it.each([
    ['no YAML', 'kind: [', 1],
    ['an entity that is there twice', `${entity('Component', 'a')}\n---\n${entity('Component', 'a')}`, 3],
    ['nothing', '', 1],
    ['a list', '- a', 1],
  ])('refuses %s', (_, text, line) => {
    expect(importBackstage([{ file: 'a.yaml', text }])).toMatchObject({ outcome: 'problems', problems: [{ line }] });
  });
});
