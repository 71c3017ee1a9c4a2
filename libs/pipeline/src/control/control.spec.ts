import { MemoryLog } from '@leadline/adapters';
import { describe, expect, it } from 'vitest';
import { Control } from './control.js';
import type { ControlRecord } from './control-record.js';

const at = '2026-03-02T10:00:00.000Z';
const NOW = Date.parse(at);
const token = (id: string, digit: string): ControlRecord => ({
  kind: 'token_created',
  id,
  name: null,
  sha256: digit.repeat(64),
  scopes: ['events:write'],
  createdAt: at,
  expiresAt: null,
});

describe('Control', () => {
  it('is empty and of generation 1 before anything was said', async () => {
    const { state } = await Control.open(new MemoryLog());
    expect(state.tokens.size).toBe(0);
    expect(state.generations).toEqual({ inForce: 1, known: new Map([[1, 'kept']]) });
  });

  it('knows what was appended here and what others appended after a refresh', async () => {
    const log = new MemoryLog();
    const here = await Control.open(log);
    const there = await Control.open(log);
    await here.append(token('a', '1'), NOW);
    await here.append(token('b', '2'), NOW);
    await here.append({ kind: 'token_revoked', id: 'a', at }, NOW);
    expect([...here.state.tokens.values()].map(({ id }) => id)).toEqual(['b']);
    expect(there.state.tokens.size).toBe(0);
    await there.refresh();
    expect(there.state).toEqual(here.state);
  });

  it('keeps the numbers of generations that are gone, so that none is taken twice', async () => {
    const control = await Control.open(new MemoryLog());
    await control.append({ kind: 'generation_begun', generation: 2, at }, NOW);
    await control.append({ kind: 'generation_in_force', generation: 2, at }, NOW);
    await control.append({ kind: 'generation_dropped', generation: 1, at }, NOW);
    expect(control.state.generations).toEqual({
      inForce: 2,
      known: new Map([
        [1, 'dropped'],
        [2, 'kept'],
      ]),
    });
  });

  it('passes over what it cannot read', async () => {
    const log = new MemoryLog();
    await log.append('control', [
      { key: 'x', value: Buffer.from('{"kind":"from_the_future"}'), time: NOW },
      { key: 'y', value: Buffer.from('no JSON'), time: NOW },
    ]);
    const control = await Control.open(log);
    await control.append(token('a', '1'), NOW);
    expect(control.state.tokens.size).toBe(1);
  });
});
