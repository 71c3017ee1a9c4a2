import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, Failure } from '../failure.js';
import type { Io } from '../io.js';

/** The token that proves who asks: LEADLINE_TOKEN, or the content of the file LEADLINE_TOKEN_FILE names. */
export function serverToken({ env, cwd }: Pick<Io, 'env' | 'cwd'>): string | undefined {
  const token = env['LEADLINE_TOKEN']?.trim() ?? '';
  const file = env['LEADLINE_TOKEN_FILE']?.trim() ?? '';
  if (file === '') return checked(token, 'LEADLINE_TOKEN');
  if (token !== '') throw new Failure('usage', 'set LEADLINE_TOKEN or LEADLINE_TOKEN_FILE, not both');
  try {
    const content = readFileSync(resolve(cwd, file), 'utf8').trim();
    if (content === '') throw new Failure('refused', `LEADLINE_TOKEN_FILE: ${file} is empty`);
    return checked(content, 'LEADLINE_TOKEN_FILE');
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      'refused',
      `LEADLINE_TOKEN_FILE: ${file} cannot be read (${errorCode(error) ?? 'unknown reason'})`,
    );
  }
}

/** What cannot stand in a header is no token; the message does not repeat it. */
function checked(token: string, place: string): string | undefined {
  if (token === '') return undefined;
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Failure('refused', `${place} holds something that is no token (white space or special characters)`);
}
