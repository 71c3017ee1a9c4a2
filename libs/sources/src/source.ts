import type { LeadlineEvent } from '@leadline/events';
import type { History } from './history.js';
import type { JsonBody } from './json-body.js';
import type { TestEvents } from './test-event.js';

/** A webhook as it came in: the bytes that were signed, and the headers in lower case. */
export interface HookRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What the body is as JSON, where that is known already: nobody need parse it again. */
  readonly json?: JsonBody;
}

/** A request that Leadline made durable. */
export interface Delivery extends HookRequest {
  /** Configured instance of the source it came to, e.g. "payments-alerts". */
  readonly endpoint: string;
  /** Epoch milliseconds, from the log record; a replay sees the same. */
  readonly receivedAt: number;
}

export type Verification =
  { readonly outcome: 'verified' } | { readonly outcome: 'refused'; readonly reason: RefusalReason };
export type RefusalReason = 'missing_signature' | 'invalid_signature' | 'stale';

/** Codes of what cannot be understood; every one is shown in quarantine. */
export const rejectionCodes = [
  'unreadable_body',
  'invalid_body',
  'unknown_type',
  'type_mismatch',
  'absurd_time',
  'too_complex',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

export type Normalized =
  | { readonly outcome: 'events'; readonly events: readonly LeadlineEvent[] }
  /** Of the right sender, but nothing Leadline measures. */
  | { readonly outcome: 'ignored'; readonly reason: string }
  | {
      readonly outcome: 'rejected';
      readonly code: RejectionCode;
      readonly message: string;
      /** JSON pointer into the body, "" for the whole. */
      readonly pointer: string;
    };

/** How a sender's API is asked. */
export interface SenderApi {
  /** Of the sender's own servers, without a slash at its end. */
  readonly address: string;
  /** Headers that say what is understood, and who asks. */
  readonly headers: (token: string | undefined) => Readonly<Record<string, string>>;
  /** For how many days it keeps what it sent. */
  readonly keptDays: number;
}

/** A kind of sender: how its hooks are authenticated, told apart and understood. Pure; knows no configuration. */
export interface Source {
  /** Also the default name of its endpoint, e.g. "github". */
  readonly id: string;
  readonly title: string;
  /** Id the sender gives a delivery, the same when it is sent again; null: none, the body's hash stands for it. */
  deliveryId(request: HookRequest): string | null;
  /** What the sender calls the event, from headers alone where possible. */
  eventName(request: HookRequest): string;
  /** Checks the signature over the raw bytes against each live secret. `now` in epoch milliseconds. */
  verify(request: HookRequest, secrets: readonly string[], now: number): Verification;
  normalize(delivery: Delivery): Normalized;
  /** Requests to try its way with: `leadline send-test-event`. */
  readonly testEvents?: TestEvents;
  readonly api?: SenderApi;
  /** Reads what happened before there was a hook: `leadline backfill`. */
  readonly history?: History;
  /** Has the sender deliver again what it could not deliver: `leadline reconcile`. What it finds comes as hooks, later. */
  readonly redelivery?: History;
}
