import { describe, expect, it } from 'vitest';
import { checkEvent, type EventData, type EventKind, eventOf, kinds, parseEvent, withVeil } from './index.js';

const at = '2026-03-02T10:00:00Z';
const veil = { person: (name: string) => `<${name.length}>`, message: (value: unknown) => ({ kept: typeof value }) };

const veiled = <K extends EventKind>(kind: K, data: EventData<K>, from: 'sender' | 'leadline' = 'sender') =>
  withVeil(eventOf(kind, { id: 'e', source: 's' }, data), veil, from).data;

describe('a veil over an event', () => {
  it('lies over everybody whom the kinds have a place for', () => {
    expect(veiled('commit', { sha: 'a', author: 'Ada' })).toEqual({ sha: 'a', author: '<3>' });
    expect(veiled('deployment', { id: 'd', actor: 'Ada' })).toEqual({ id: 'd', actor: '<3>' });
    expect(veiled('pipeline_run', { run: 'r', actor: 'Ada' })).toEqual({ run: 'r', actor: '<3>' });
    const reviews = [{ at, by: 'Grace', bot: false, state: 'approved' }];
    expect(veiled('pull_request', { repo: 'r', number: 1, author: 'Ada', reviews })).toEqual({
      repo: 'r',
      number: 1,
      author: '<3>',
      reviews: [{ at, by: '<5>', bot: false, state: 'approved' }],
    });
    expect(veiled('mark', { deployment: 'd', verdict: 'ok', by: 'Ada', at })).toMatchObject({ by: '<3>' });
  });

  it('lies over who is corrected, and over who corrects unless Leadline itself says so', () => {
    const data = { entity: 'deployment:d', by: 'ci', at, reason: 'It was her', set: { actor: 'Ada', kind: 'hotfix' } };
    const set = { actor: '<3>', kind: 'hotfix' };
    expect(veiled('correction', data)).toEqual({ ...data, by: '<2>', set });
    expect(veiled('correction', data, 'leadline')).toEqual({ ...data, set });
  });

  it('lies over who is told beyond the kinds: by customary members, however deep', () => {
    const told = {
      id: 'd',
      approvers: ['Ada', 'Grace'],
      release: { requestedBy: { name: 'Ada', email: 'a@x.org', id: 7, bot: false }, notes: ['Ada did it'] },
    };
    expect(veiled('deployment', told)).toEqual({
      id: 'd',
      approvers: ['<3>', '<5>'],
      release: { requestedBy: { name: '<3>', email: '<7>', id: 7, bot: false }, notes: ['Ada did it'] },
    });
  });

  it('closes messages that are kept as they came', () => {
    expect(veiled('cdevent', { id: 'c', cdEvent: { context: {} } })).toEqual({ id: 'c', cdEvent: { kept: 'object' } });
    expect(veiled('foreign', { endpoint: 'e', id: 'm', body: 'Ada' })).toMatchObject({ body: { kept: 'string' } });
    expect(veiled('deployment', { id: 'd', cdEvent: {} })).toEqual({ id: 'd', cdEvent: { kept: 'object' } });
  });

  it('leaves what names nobody as the very object', () => {
    const events = [
      eventOf('commit', { id: 'e', source: 's' }, { sha: 'a', author: null, parents: ['b'], bot: true }),
      eventOf('deployment', { id: 'e', source: 's' }, { id: 'd', actor: '', components: [] }),
      eventOf(
        'approval_given',
        { id: 'e', source: 's' },
        { id: 'a', request: 'r', at, decision: 'approved', by: 'person' },
      ),
      eventOf('repository', { id: 'e', source: 's' }, { repositoryId: 'r', repo: 'a/b', by: 'Ada' }),
    ];
    for (const event of events) expect(withVeil(event, veil, 'sender')).toBe(event);
  });

  it('keeps an event one that was checked, and its prototype untouched', () => {
    const data: unknown = JSON.parse('{"id":"d","actor":"Ada","__proto__":{"author":"Ada"}}');
    const parsed = parseEvent({ specversion: '1.0', id: 'e', source: 's', type: kinds.deployment.type, data });
    if (parsed.outcome !== 'event') throw new Error('It is an event');
    const changed = withVeil(parsed.known.event, veil, 'sender');
    const checked = checkEvent(changed);
    expect(checked.outcome === 'event' && checked.known.event).toBe(changed);
    expect(JSON.stringify(changed)).not.toContain('Ada');
    expect(Object.getPrototypeOf(changed.data)).toBe(Object.prototype);
  });
});
