import { describe, expect, it } from 'vitest';
import { contentHash, foldPatches, type Patch } from './patches.js';

const at = (hour: number): string => `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`;

const patch = (eventId: string, kind: string, data: Patch['data']): Patch => ({
  eventId,
  kind,
  source: 'test',
  time: null,
  revision: 0,
  hash: contentHash(data),
  data,
});

const reported = patch('r', 'incident', { status: 'open' });
const said = (id: string, status: string, hour: number): Patch =>
  patch(id, 'correction', { entity: 'incident:i', by: 'ana', at: at(hour), reason: 'seen', set: { status } });
const takenBack = (id: string, event: string, hour: number): Patch =>
  patch(id, 'withdrawal', { entity: 'incident:i', event, by: 'ben', at: at(hour), reason: 'not so' });

/** The status in force from each hour on. */
const statuses = (patches: readonly Patch[]) =>
  foldPatches(patches, ({ status }) => status).map(({ from, state }) => [
    from < Date.parse(at(0)) ? 'always' : new Date(from).getUTCHours(),
    state,
  ]);

describe('a word that was taken back', () => {
  it('holds from when it was given until it was taken back, whatever arrives first', () => {
    const patches = [reported, said('c', 'false_positive', 3), takenBack('w', 'c', 5)];
    const expected = [
      ['always', 'open'],
      [3, 'false_positive'],
      [5, 'open'],
    ];
    expect(statuses(patches)).toEqual(expected);
    expect(statuses(patches.toReversed())).toEqual(expected);
    expect(statuses([...patches, ...patches])).toEqual(expected);
  });

  it('leaves the word before it in force', () => {
    const patches = [reported, said('a', 'resolved', 1), said('b', 'false_positive', 2), takenBack('w', 'b', 4)];
    expect(statuses(patches)).toEqual([
      ['always', 'open'],
      [1, 'resolved'],
      [2, 'false_positive'],
      [4, 'resolved'],
    ]);
  });

  it('never held where it was taken back before it was given', () => {
    expect(statuses([reported, said('c', 'false_positive', 3), takenBack('w', 'c', 2)])).toEqual([['always', 'open']]);
  });

  it('can be said again, and reports of sources cannot be taken back', () => {
    const again = [said('c', 'false_positive', 3), takenBack('w', 'c', 4), said('d', 'false_positive', 6)];
    expect(statuses([reported, ...again]).at(-1)).toEqual([6, 'false_positive']);
    expect(statuses([reported, takenBack('w', 'r', 4)])).toEqual([['always', 'open']]);
  });
});
