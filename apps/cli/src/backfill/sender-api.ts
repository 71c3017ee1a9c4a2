import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ApiAccess } from '@leadline/pipeline';
import { type History, type SenderApi as Api, type Source, sourceById } from '@leadline/sources';
import type { Invocation } from '../command.js';
import { errorCode, Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { isPrivateConnection } from '../server/address.js';
import type { Io } from '../io.js';

/** A sender whose API can be asked by command: where its address and its token stand. */
export interface SenderApi {
  /** Id of the source. */
  readonly id: 'github' | 'gitlab';
  readonly title: string;
  /** Variables that may hold another address: the names that runners of its CI set. */
  readonly addressVariables: readonly string[];
  readonly tokenVariables: readonly string[];
  /** What a name of something there looks like, and an example of it. */
  readonly target: { readonly form: RegExp; readonly example: string };
  /** What becomes of one who asks without a token. */
  readonly withoutToken: string;
}

export const senderApis: Readonly<Record<SenderApi['id'], SenderApi>> = {
  github: {
    id: 'github',
    title: 'GitHub',
    addressVariables: ['GITHUB_API_URL'],
    tokenVariables: ['GITHUB_TOKEN', 'GH_TOKEN'],
    target: { form: /^[A-Za-z0-9][A-Za-z0-9_-]*(\/[A-Za-z0-9._-]+)?$/, example: 'acme/shop or acme' },
    withoutToken: 'GitHub answers 60 questions an hour, of public repositories alone',
  },
  gitlab: {
    id: 'gitlab',
    title: 'GitLab',
    addressVariables: ['GITLAB_API_URL', 'CI_API_V4_URL'],
    tokenVariables: ['GITLAB_TOKEN'],
    target: { form: /^[A-Za-z0-9_][\w.-]*(\/[\w.-]+)*$/, example: 'acme/shop or acme' },
    withoutToken: 'GitLab tells of public projects alone',
  },
};

/** How a sender's API is reached: address and token from the environment or a file, never from the command line. */
export function accessTo(sender: SenderApi, { options, io, output }: Invocation): ApiAccess {
  const address = addressOf(sender, io);
  const token = tokenOf(sender, optionalText(options, 'tokenFile'), io);
  if (token === undefined)
    output.message(`leadline: no token: ${sender.withoutToken}; set ${sender.tokenVariables[0]}`);
  return { name: sender.title, address, headers: apiOf(sender).headers(token) };
}

function addressOf(sender: SenderApi, { env }: Io): string {
  const { addressVariables } = sender;
  const { address } = apiOf(sender);
  const name = addressVariables.find((variable) => (env[variable]?.trim() ?? '') !== '');
  const text = name === undefined ? address : (env[name]?.trim() ?? '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new Failure('usage', `${name}: expected an address such as ${address}`);
  }
  if (!isPrivateConnection(text)) {
    throw new Failure('usage', `${name}: ${url.origin} is not encrypted, and the token would be read on the way`, [
      'Name its https address.',
    ]);
  }
  return text.replace(/\/+$/, '');
}

function tokenOf({ tokenVariables }: SenderApi, file: string | undefined, { env, cwd }: Io): string | undefined {
  if (file !== undefined) return checked(contentOf(resolve(cwd, file), file), `--token-file ${file}`);
  const name = tokenVariables.find((variable) => (env[variable]?.trim() ?? '') !== '');
  return name === undefined ? undefined : checked(env[name]?.trim() ?? '', name);
}

function contentOf(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Failure('refused', `--token-file: ${shown} cannot be read (${errorCode(error) ?? 'unknown reason'})`);
  }
}

/** What cannot stand in a header is no token; the message does not repeat it. */
function checked(token: string, place: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Failure(
    'refused',
    `${place} holds something that is no token (nothing, white space or special characters)`,
  );
}

/** The name of something at a sender, as it was typed. */
export function targetOf({ target, title }: SenderApi, typed: string): string {
  const text = typed.trim().replace(/^\/+|\/+$/g, '');
  if (target.form.test(text) && !text.split('/').some((part) => part === '.' || part === '..')) return text;
  throw new Failure('usage', `"${typed}" names nothing at ${title}; expected ${target.example}`);
}

export function sourceOf({ id }: SenderApi): Source {
  const source = sourceById(id);
  if (source === undefined) throw new Error(`there is no source ${id}`);
  return source;
}

export function apiOf(sender: SenderApi): Api {
  const { api } = sourceOf(sender);
  if (api === undefined) throw new Error(`${sender.title} has no API`);
  return api;
}

export function historyOf(sender: SenderApi): History {
  const { history } = sourceOf(sender);
  if (history === undefined) throw new Error(`${sender.title} has no history`);
  return history;
}
