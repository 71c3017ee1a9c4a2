/** The server that mails are handed to. */
export interface SmtpAddress {
  readonly host: string;
  readonly port: number;
  /** implicit: `smtps://`; starttls: `smtp://`, refused where the server has none; off: on loopback, or `?tls=off`. */
  readonly tls: 'implicit' | 'starttls' | 'off';
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

const PORT_OF_SMTPS = 465;
const PORT_OF_SUBMISSION = 587;

const EXPECTED = 'expected smtps://user:password@host or smtp://user:password@host:587';

/** Reads LEADLINE_SMTP_URL. Messages never repeat the address: it may hold a password. */
export function parseSmtpUrl(text: string): SmtpAddress | { readonly problem: string } {
  if (!URL.canParse(text)) return { problem: EXPECTED };
  const url = new URL(text);
  const isImplicit = url.protocol === 'smtps:';
  if (!isImplicit && url.protocol !== 'smtp:') return { problem: EXPECTED };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const unknown = [...url.searchParams].find(([name, value]) => name !== 'tls' || value !== 'off');
  if (host === '' || !['', '/'].includes(url.pathname) || unknown !== undefined) {
    return { problem: `${EXPECTED}; after it only ?tls=off, for a relay without TLS` };
  }
  const auth = credentialsIn(url);
  if (auth === undefined) return { problem: `${EXPECTED}; write special characters of user and password in per cent` };
  const isOff = url.searchParams.get('tls') === 'off';
  if (isImplicit && isOff) return { problem: '?tls=off contradicts smtps://' };
  const isHere = isLoopbackHost(host);
  if (isOff && auth !== null && !isHere) return { problem: 'user and password would go unencrypted with ?tls=off' };
  return {
    host,
    port: Number(url.port) || (isImplicit ? PORT_OF_SMTPS : PORT_OF_SUBMISSION),
    tls: isImplicit ? 'implicit' : isOff || isHere ? 'off' : 'starttls',
    auth,
  };
}

/** null: there are none; undefined: they cannot be read. */
function credentialsIn({ username, password }: URL): SmtpAddress['auth'] | undefined {
  if (username === '' && password === '') return null;
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** `leadline@example.org`, or with a name before it: `Leadline <leadline@example.org>`. */
export const MAIL_FROM = /^(?:[^<>@,;:"\p{Cc}]+ <[^\s@,<>"]+@[^\s@,<>"]+>|[^\s@,<>"]+@[^\s@,<>"]+)$/u;
