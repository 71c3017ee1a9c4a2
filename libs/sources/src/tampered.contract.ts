import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './body-reading.js';
import { sources } from './registry.js';
import type { Normalized, Source } from './source.js';

const NOW = Date.parse('2026-03-02T12:00:00Z');

/** A request of a sender as its fixture holds it, its body as JSON wherever that stands. */
export interface Request {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Whether the body is the field `payload` of a form. */
  readonly isForm: boolean;
}

export function requestsOf({ id }: Source): Request[] {
  const folder = join(import.meta.dirname, id, 'fixtures');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.request.json')) : [];
  return files.flatMap((file) => {
    const { headers, body } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Request, 'name'>;
    const payload = typeof body === 'string' ? new URLSearchParams(body).get('payload') : null;
    // Other forms hold no JSON.
    if (typeof body === 'string' && payload === null) return [];
    const json: unknown = payload === null ? body : JSON.parse(payload);
    return [{ name: file.replace('.request.json', ''), headers, body: json, isForm: payload !== null }];
  });
}

export function normalized(source: Source, { headers, body, isForm }: Request): Normalized {
  const json = JSON.stringify(body);
  const sent = isForm ? new URLSearchParams({ payload: json }).toString() : json;
  return source.normalize({ endpoint: source.id, receivedAt: NOW, headers, body: Buffer.from(sent) });
}

type Path = readonly string[];

/** Where a value stands, as RFC 6901 writes it. */
export const pointerTo = (path: Path): string =>
  path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Every value that is no container, with its path. */
export function leavesOf(value: unknown, path: Path = []): (readonly [path: Path, value: unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

/** The value with what stands at the path replaced; undefined: taken out. */
export function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  }
  return isRecord(value) ? { ...value, [name]: replaced(value[name], rest, by) } : value;
}

/** Those whose bodies stand for no tool have specs of their own. */
export const tools = sources.filter((source) => requestsOf(source).length > 0);
export const telling = (source: Source): Request[] =>
  requestsOf(source).filter((request) => normalized(source, request).outcome === 'events');
