import { MemoryLog } from '@leadline/adapters';
import { Control, RefusalTally } from '@leadline/pipeline';
import { sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { knownEndpoints } from './known-endpoints.js';

const NOW = Date.parse('2026-03-12T10:00:00Z');

async function given(knockedAt: readonly string[]) {
  const control = await Control.open(new MemoryLog());
  const refused = new RefusalTally(() => true);
  for (const name of knockedAt) refused.count(name, 'unauthorized', NOW);
  const github = { name: 'github', source: sourceById('github')!, secrets: ['a-secret'], unsigned: false };
  const declaredEndpoints = [
    { name: 'github', source: 'github' },
    { name: 'pay-alerts', source: 'alertmanager' },
  ];
  return { on: new Map([['github', github]]), config: { declaredEndpoints }, control, refused, now: NOW };
}
const one = { lastAt: NOW, last24Hours: 1, last7Days: 1, stale: 0 };

describe('known endpoints', () => {
  it('are those that are on, and those declared without a secret', async () => {
    expect(knownEndpoints(await given([]))).toMatchObject([
      { name: 'github', source: 'github', refused: null },
      { name: 'pay-alerts', source: 'alertmanager', isOff: true, refused: null },
    ]);
  });

  it('are also those that are knocked at, with what was refused there and by whom else it was told', async () => {
    const world = await given(['github', 'jira', 'pay-alerts', 'events']);
    const told = { kind: 'hooks_refused' as const, endpoint: 'github', at: new Date(NOW - 1).toISOString() };
    await world.control.append({ ...told, unauthorized: 4, stale: 1 }, NOW);
    expect(knownEndpoints(world)).toMatchObject([
      { name: 'github', refused: { lastAt: NOW, last24Hours: 6, last7Days: 6, stale: 1 } },
      { name: 'pay-alerts', isOff: true, refused: one },
      { name: 'jira', source: 'jira', isOff: true, refused: one },
      { name: 'events', source: 'cloudevents', refused: one },
    ]);
  });
});
