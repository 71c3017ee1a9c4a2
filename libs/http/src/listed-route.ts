import type { BodyProblem, HookEndpoint } from '@leadline/pipeline';
import { type HookRequest, type Source, sourceById } from '@leadline/sources';
import { z } from 'zod';

/** More would make one append of the log long. */
const MOST_DELIVERIES = 1_000;

/** What a program read from a sender's API, in the shape of the sender's hooks. */
const listed = z.strictObject({
  deliveries: z
    .array(
      z.strictObject({
        /** In lower case, as the sender's hooks carry them. */
        headers: z.record(z.string().regex(/^[a-z0-9-]{1,64}$/), z.string().max(1_024)),
        /** The body as text: what is parsed are these characters. */
        body: z.string(),
      }),
    )
    .min(1)
    .max(MOST_DELIVERIES),
});

export type ListedRequest =
  | { readonly outcome: 'listed'; readonly requests: readonly HookRequest[] }
  | { readonly outcome: 'problems'; readonly problems: readonly BodyProblem[] };

/** The deliveries of a body of `POST /history/:endpoint`, or everything wrong with it. */
export function readListed(body: Uint8Array): ListedRequest {
  const parsed = listed.safeParse(jsonIn(body));
  if (parsed.success) {
    const requests = parsed.data.deliveries.map(({ headers, body: text }) => ({ headers, body: Buffer.from(text) }));
    return { outcome: 'listed', requests };
  }
  const problems = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message,
  }));
  return { outcome: 'problems', problems };
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Where a history goes: an endpoint that is on, else the default one of a source, which needs no secret for it. */
export function listedTarget(
  name: string,
  endpoint: (name: string) => HookEndpoint | undefined,
): { readonly name: string; readonly source: Source } | undefined {
  const source = endpoint(name)?.source ?? sourceById(name);
  return source === undefined || source.history === undefined ? undefined : { name, source };
}
