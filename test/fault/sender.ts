import { type Client, signed } from '../e2e/client.js';
import type { Delivery } from './workload.js';

export const SECRET = 'secret-of-the-hook';
const LANES = 6;

/** Sends a workload, whatever becomes of the receiver, and remembers what it was told: a witness from outside. */
export class Sender {
  /** Position of every acknowledgement, by name of what was sent. */
  readonly acknowledged = new Map<string, string>();
  /** How often each was sent, answered or not. */
  readonly attempts = new Map<string, number>();
  readonly #waiting: Delivery[];
  readonly #thresholds: { readonly count: number; readonly reached: () => void }[] = [];

  constructor(deliveries: readonly Delivery[]) {
    this.#waiting = [...deliveries];
  }

  /** What was not tried, or has to be tried again. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when so many are acknowledged. */
  reached(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.acknowledged.size >= count) resolve();
      else this.#thresholds.push({ count, reached: resolve });
    });
  }

  /** Sends what waits, at most so many, until the receiver is gone. */
  async sendTo(client: Client, most = Number.POSITIVE_INFINITY): Promise<void> {
    const turn = this.#waiting.splice(0, most);
    await Promise.all(Array.from({ length: LANES }, () => this.#lane(client, turn)));
    this.#waiting.push(...turn);
  }

  async #lane(client: Client, turn: Delivery[]): Promise<void> {
    for (let delivery = turn.shift(); delivery !== undefined; delivery = turn.shift()) {
      if (!(await this.#send(client, delivery))) return;
    }
  }

  /** Whether the receiver is still there. */
  async #send(client: Client, delivery: Delivery): Promise<boolean> {
    const { name, body, hook, isRepeated } = delivery;
    this.attempts.set(name, (this.attempts.get(name) ?? 0) + 1);
    const init: RequestInit =
      hook === undefined
        ? { method: 'POST', body, headers: { 'content-type': 'application/json' } }
        : signed({ ...hook, endpoint: 'github', body, secret: SECRET });
    const answer = await client.request(hook === undefined ? '/events' : '/hooks/github', init).catch(() => undefined);
    if (answer === undefined) {
      // Whether it was stored, nobody knows.
      if (isRepeated) this.#waiting.push(delivery);
      return false;
    }
    if (answer.status !== 202) throw new Error(`${name} was answered ${answer.status}: ${answer.body.toString()}`);
    const { position } = JSON.parse(answer.body.toString()) as { position: string };
    this.acknowledged.set(name, position);
    for (const { count, reached } of this.#thresholds) if (this.acknowledged.size >= count) reached();
    return true;
  }
}
