import { Failure } from '../failure.js';

const DEFAULT_ADDRESS = 'http://127.0.0.1:4000';

/** The server's address without a slash at its end: `--server`, else LEADLINE_URL, else the default. */
export function serverAddress(option: unknown, env: Readonly<Record<string, string | undefined>>): string {
  const fromOption = typeof option === 'string' ? option : undefined;
  const place = fromOption === undefined ? 'LEADLINE_URL' : '--server';
  const text = fromOption ?? (env['LEADLINE_URL']?.trim() || DEFAULT_ADDRESS);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Failure('usage', `${place}: "${text}" is not an address; expected one such as ${DEFAULT_ADDRESS}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure('usage', `${place}: an address must not hold a password; put a token into LEADLINE_TOKEN`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw new Failure('usage', `${place}: expected an address without "?" and "#", such as ${DEFAULT_ADDRESS}`);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Whether what is sent there stays on this machine or is encrypted. */
export function isPrivateConnection(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
