import type { Clock } from '@leadline/ports';
import { randomBytes } from 'node:crypto';
import type { Control } from '../control/control.js';

const KEY_BYTES = 32;

/** What people's names are hashed with: made once for an installation, by whichever process is first. */
export async function peopleKey(control: Control, clock: Clock): Promise<string> {
  if (control.state.erasures.key === null) {
    const now = clock.now();
    const key = randomBytes(KEY_BYTES).toString('hex');
    await control.append({ kind: 'people_key', key, at: new Date(now).toISOString() }, now);
  }
  const { key } = control.state.erasures;
  if (key === null) throw new Error('unreachable: a key was just appended');
  return key;
}
