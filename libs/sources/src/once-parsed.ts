import { type JsonBody, parseJson, textOf } from './json-body.js';
import type { Delivery, HookRequest } from './source.js';

/**
 * A delivery whose body is parsed when its JSON is first asked for, and once for all who ask: most senders say in the
 * body alone what they call the event, and parsing costs more than everything else that is read of it. A copy with another
 * body (`{ ...delivery, body }`) has no JSON of this one.
 */
export class OnceParsed implements Delivery {
  readonly endpoint: string;
  readonly receivedAt: number;
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
  private parsed: JsonBody | undefined;

  constructor({ endpoint, receivedAt, headers, body }: Delivery) {
    this.endpoint = endpoint;
    this.receivedAt = receivedAt;
    this.headers = headers;
    this.body = body;
  }

  get json(): JsonBody {
    return (this.parsed ??= parseJson(textOf(this.body)));
  }
}

/** The body as JSON, parsed now where it was not before. */
export const jsonOf = ({ json, body }: HookRequest): JsonBody => json ?? parseJson(textOf(body));
