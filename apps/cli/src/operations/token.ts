import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { table } from '../terminal/table.js';

const described = z.object({
  id: z.string(),
  name: z.string().nullish(),
  scopes: z.array(z.string()),
  createdAt: z.string().nullish(),
  expiresAt: z.string().nullish(),
});
const created = described.extend({ token: z.string() });
const list = z.object({ tokens: z.array(described) });

/** `leadline token create`: the only time the token is shown. */
export async function createToken(invocation: Invocation): Promise<ExitCode> {
  const { options, output } = invocation;
  const scopes = options
    .texts('scope')
    .flatMap((value) => value.split(','))
    .map((scope) => scope.trim());
  if (scopes.length === 0)
    throw new Failure('usage', 'what may it do? Name it with --scope, e.g. --scope events:write');
  const { tokenScopes } = await import('@leadline/config');
  const known: readonly string[] = tokenScopes;
  const unknown = scopes.find((scope) => !known.includes(scope));
  if (unknown !== undefined) {
    throw new Failure('usage', `--scope: there is no scope "${oneLine(unknown)}"`, [
      `There are: ${tokenScopes.join(', ')}`,
    ]);
  }
  const request = { name: optionalText(options, 'name'), scopes, expiresAt: expiry(invocation) };
  const server = await invocation.server();
  const token = readAnswer(created, await server.json({ method: 'POST', path: '/admin/tokens', json: request }));
  output.data(token, () => token.token);
  output.message(
    `Token ${oneLine(token.id)} (${token.scopes.join(', ')}) is shown this once. Give it to programs as LEADLINE_TOKEN.`,
  );
  return exitCodes.ok;
}

/** `leadline token ls`. */
export async function listTokens({ output, server: connect }: Invocation): Promise<ExitCode> {
  const server = await connect();
  const { tokens } = readAnswer(list, await server.json({ method: 'POST', path: '/admin/tokens/list', json: {} }));
  output.data({ tokens }, () => {
    if (tokens.length === 0) return 'There are no tokens. Make one with: leadline token create --scope events:write';
    const rows = tokens.map(({ id, name, scopes, createdAt, expiresAt }) => [
      id,
      name ?? '',
      scopes.join(','),
      createdAt ?? '',
      expiresAt ?? 'never',
    ]);
    return table(['ID', 'NAME', 'SCOPES', 'CREATED', 'EXPIRES'], rows);
  });
  return exitCodes.ok;
}

/** `leadline token revoke <id>`. */
export async function revokeToken({ args, output, server: connect }: Invocation): Promise<ExitCode> {
  const [id = ''] = args;
  if (id.startsWith('leadline_')) {
    throw new Failure(
      'usage',
      'name the id of the token, not the token itself (which this shell has now in its history: revoke it)',
      ['The ids: leadline token ls'],
    );
  }
  const server = await connect();
  await server.json({ method: 'POST', path: '/admin/tokens/revoke', json: { id } });
  output.data({ id, revoked: true }, () => `Token ${oneLine(id)} is revoked.`);
  return exitCodes.ok;
}

/** "90d" is in ninety days; a date is that day, midnight UTC. */
function expiry({ options, io }: Invocation): string | undefined {
  const text = optionalText(options, 'expires');
  if (text === undefined) return undefined;
  const days = /^(\d{1,5})d$/.exec(text);
  const at =
    days === null
      ? Date.parse(/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) ? text : '')
      : io.now() + Number(days[1]) * 86_400_000;
  if (Number.isNaN(at))
    throw new Failure('usage', `--expires: expected 90d (from now) or 2027-01-01, not "${oneLine(text)}"`);
  if (at <= io.now()) throw new Failure('usage', `--expires: ${oneLine(text)} is over`);
  return new Date(at).toISOString();
}
