import { describe, expect, it } from 'vitest';
import { importBackstage } from './backstage.js';

const entity = (kind: string, name: string, spec: object = {}, annotations: object = {}): string =>
  JSON.stringify({ apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name, annotations }, spec });
const imported = (...entities: readonly string[]) => {
  const result = importBackstage(entities.join('\n---\n'));
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
    expect(importBackstage(text)).toEqual({
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
    expect(remarks).toEqual([
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
    ['dir:.', { repository: undefined, paths: [] }],
  ])('reads the location %s', (location, expected) => {
    const annotations = { 'backstage.io/source-location': location };
    expect(imported(entity('Component', 'a', { owner: 'x' }, annotations)).fragment.services).toMatchObject([expected]);
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
    const result = importBackstage(text);
    expect(result.outcome === 'problems' && result.problems.map(({ line }) => line)).toEqual([2, 4, 8, 13]);
  });

  it.each([
    ['no YAML', 'kind: [', 1],
    ['an entity that is there twice', `${entity('Component', 'a')}\n---\n${entity('Component', 'a')}`, 3],
    ['nothing', '', 1],
    ['a list', '- a', 1],
  ])('refuses %s', (_, text, line) => {
    expect(importBackstage(text)).toMatchObject({ outcome: 'problems', problems: [{ line }] });
  });
});
