import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Normalized, Source } from './source.js';

interface WrittenRequest {
  readonly receivedAt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Fixtures {
  readonly request: (name: string) => WrittenRequest;
  /** What becomes of a fixture, with these members of its body and these headers in place of its own. */
  readonly normalize: (name: string, body?: object, headers?: Record<string, string>) => Normalized;
  /** What its events say, each with its entity; none where there are no events. */
  readonly factsOf: (name: string, body?: object) => Record<string, unknown>[];
}

/** The fixtures of a source, to be told with something changed. */
export function fixturesOf(source: Source, folder: string): Fixtures {
  const request = (name: string): WrittenRequest =>
    JSON.parse(readFileSync(join(folder, 'fixtures', `${name}.request.json`), 'utf8')) as WrittenRequest;
  const normalize: Fixtures['normalize'] = (name, body = {}, headers = {}) => {
    const written = request(name);
    return source.normalize({
      endpoint: source.id,
      receivedAt: Date.parse(written.receivedAt),
      headers: { ...written.headers, ...headers },
      body: new TextEncoder().encode(JSON.stringify({ ...written.body, ...body })),
    });
  };
  const factsOf: Fixtures['factsOf'] = (name, body) => {
    const normalized = normalize(name, body);
    return normalized.outcome === 'events' ? normalized.events.map(({ subject, data }) => ({ subject, ...data })) : [];
  };
  return { request, normalize, factsOf };
}
