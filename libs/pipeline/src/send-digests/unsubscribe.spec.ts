import { MemoryLog } from '@leadline/adapters';
import { describe, expect, it } from 'vitest';
import { Control } from '../control/control.js';
import { hasLeft } from '../control/digest-ledger.js';
import type { DigestClaim } from '../control/digest-record.js';
import { tokenHash } from './send-digests.js';
import { unsubscribing } from './unsubscribe.js';

const at = '2026-11-16T06:30:00.000Z';
const NOW = Date.parse(at);

/** A mail that another process sent, with this token in its link. */
async function given(token: string) {
  const log = new MemoryLog();
  const web = await Control.open(log);
  const scheduler = await Control.open(log);
  const claim: DigestClaim = {
    kind: 'digest_claimed',
    id: 'c',
    recipient: 'a'.repeat(64),
    list: 'eng',
    week: '2026-W46',
    attempt: 1,
    by: 'scheduler',
    at,
    unsubscribe: tokenHash(token),
    shown: { week: '2026-W46', values: {}, told: [] },
  };
  await scheduler.append(claim, NOW);
  return { claim, log, web, scheduler, ...unsubscribing(web, { now: () => NOW }) };
}

describe('the link of a mail', () => {
  it('leaves one list of one person, for every process, and takes it back', async () => {
    const { find, set, scheduler, claim } = await given('right');
    expect(await find('right')).toEqual({ list: 'eng', isWanted: true });
    expect(await set('right', false)).toEqual({ list: 'eng', isWanted: false });
    await scheduler.refresh();
    expect(hasLeft(scheduler.state.digests, claim)).toBe(true);
    expect(hasLeft(scheduler.state.digests, { ...claim, list: '' })).toBe(false);
    expect(await set('right', true)).toEqual({ list: 'eng', isWanted: true });
    expect(await find('right')).toEqual({ list: 'eng', isWanted: true });
  });

  it('writes nothing down when nothing changes', async () => {
    const { set, log } = await given('right');
    await set('right', false);
    const before = await log.head('control');
    await set('right', false);
    expect(await log.head('control')).toEqual(before);
  });

  it('is not guessed: the log holds its hash alone', async () => {
    const { find, set, log } = await given('right');
    expect([await find('wrong'), await set('wrong', false), await find(tokenHash('right'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for await (const { value } of log.read('control')) expect(Buffer.from(value).toString()).not.toContain('right"');
  });
});
