import { catalogue } from '@leadline/events';
import { ALWAYS, FOREVER } from '@leadline/tables';
import { describe, expect, it } from 'vitest';
import { foldEntity } from './entity.js';
import type { Patch } from './patches.js';

const declared = (issues?: readonly string[]) =>
  catalogue.parse({ version: 'v1', declaredAt: '2026-01-01T00:00:00Z', ...(issues && { rules: { issues } }) });

const patch = (kind: string, data: Record<string, unknown>, revision = 0): Patch => ({
  eventId: `${kind} ${revision}`,
  kind,
  source: 'github',
  time: null,
  revision,
  hash: '',
  data,
});

function statesOf(entity: string, patches: readonly Patch[], issues?: readonly string[]) {
  const rows = foldEntity(entity, patches, declared(issues)).rows;
  return rows.flatMap((folded) => (folded.table === 'linked_issues' ? [folded.row.states] : []))[0];
}

const said = { repo: 'acme/shop', number: 7 };
const request = 'change:acme/shop#7';

describe('issues of a pull request', () => {
  it('are those of its title and those that were said, numbers being of its own repository', () => {
    const patches = [patch('pull_request', { ...said, title: 'SHOP-1 Sum', issues: ['#12', 'acme/blog#3', 'shop-2'] })];

    expect(statesOf(request, patches)).toEqual([
      { knownFrom: ALWAYS, knownUntil: FOREVER, issues: ['SHOP-1', 'acme/blog#3', 'acme/shop#12'] },
    ]);
  });

  it('change when the description does, and what was known then stays known of then', () => {
    const [noon, one] = ['2026-03-02T12:00:00Z', '2026-03-02T13:00:00Z'];
    const patches = [
      patch('pull_request', { ...said, title: 'Sum', issues: ['SHOP-1'], occurredAt: noon }, 1),
      patch('pull_request', { ...said, issues: [], occurredAt: one }, 2),
    ];

    expect(statesOf(request, patches)).toEqual([
      { knownFrom: Date.parse(noon), knownUntil: Date.parse(one), issues: ['SHOP-1'] },
    ]);
  });

  it('are those that the configuration lets count, written as the tracker writes them', () => {
    const patches = [patch('pull_request', { ...said, title: 'X-9', issues: ['shop-2', 'node-20', '#4', 'PAY-1'] })];

    expect(statesOf(request, patches, ['Shop-*', 'acme/*#*'])?.[0]?.issues).toEqual(['SHOP-2', 'acme/shop#4']);
  });

  it('are no row where nobody ever named one', () => {
    expect(statesOf(request, [patch('pull_request', { ...said, title: 'Sum (#7)' })])).toBeUndefined();
  });
});

describe('issues of a commit', () => {
  it('are all that any of its pushes names, as each knows another branch', () => {
    const patches = [
      patch('commit', { sha: 'a', repo: 'acme/shop', title: 'Sum', issues: ['SHOP-1'] }, 1),
      patch('commit', { sha: 'a', repo: 'acme/shop', title: 'Sum', issues: ['SHOP-2'] }, 2),
      patch('commit', { sha: 'a', repo: 'acme/shop', title: 'Sum' }, 3),
    ];

    expect(statesOf('commit:a', patches)?.[0]?.issues).toEqual(['SHOP-1', 'SHOP-2']);
  });
});
