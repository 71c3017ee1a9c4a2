import type { Catalogue, LeadlineEvent, TokenScope } from '@leadline/events';
import type { SentMail } from '@leadline/insights';
import type { AskedNotice, KnownEndpoint, KnownNotice, ListedMail } from '@leadline/pipeline';
import type { Analytics, Clock } from '@leadline/ports';
import type { FastifyRequest } from 'fastify';

/** What a caller must be allowed to do. Every question needs metrics:read; the others are for what is named so. */
export type GraphqlScope = Extract<TokenScope, 'metrics:read' | 'deliveries:read' | 'corrections:write'>;

/** Whether a request may do what a scope names; `Authorisation` of @leadline/http is one. */
export type GraphqlAuthorisation =
  /** `by`: who it is, for what they write down. */
  | { readonly outcome: 'allowed'; readonly by: string }
  | { readonly outcome: 'unauthenticated' }
  | { readonly outcome: 'forbidden' };

/** A delivery as it lies in the log. */
export interface RawDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The catalogue in force, and its version. */
export interface CatalogueInForce {
  readonly catalogue: Catalogue;
  readonly version: string;
}

export interface ListedMails {
  readonly sending: boolean;
  readonly mails: readonly ListedMail[];
}

/** What the API is made of. */
export interface GraphqlDeps {
  /** The warehouse of the generation in force: asked once for each request. */
  readonly analytics: () => Analytics;
  readonly catalogue: () => Promise<CatalogueInForce>;
  readonly clock: Clock;
  /** The instant of questions that name none, never after the clock's: asked once for each request. */
  readonly present: () => Promise<number>;
  /** The endpoints that are on. */
  readonly endpoints: () => readonly KnownEndpoint[];
  /** Where people reach Leadline, without a slash at the end: links in mails lead there. */
  readonly publicAddress: () => string;
  /** The delivery at a position of the log, "<partition>:<offset>"; null: nothing is there any more. */
  readonly deliveryAt: (position: string) => Promise<RawDelivery | null>;
  readonly authorise: (request: FastifyRequest, scope: GraphqlScope) => GraphqlAuthorisation;
  /** Everybody's weekly mails of so many weeks, and whether a mail server is there to take them. */
  readonly weeklyMails: (weeks: number) => Promise<ListedMails>;
  /** Weekly mails that a mail server took. */
  readonly sentMails: () => readonly SentMail[];
  /** What channels were told in the last weeks, as it stands at an instant; the latest first. */
  readonly notices: (now: number) => readonly KnownNotice[];
  /** Has a notice sent once more; `by`: who wants it, `now` in epoch milliseconds. Durable when it resolves. */
  readonly askForNotice: (asked: {
    readonly id: string;
    readonly by: string;
    readonly now: number;
  }) => Promise<AskedNotice>;
  /**
   * Appends a mark, a correction or an answer; resolves with its position, "<partition>:<offset>", when it is durable.
   * Rejects with LogUnavailable or RecordTooLarge of @leadline/ports.
   */
  readonly appendCorrection: (event: LeadlineEvent) => Promise<string>;
  /** Reads deliveries in quarantine again, by their positions; resolves with how many there were. */
  readonly retryQuarantined: (ids: readonly string[]) => Promise<number>;
  /** Told of every error that is Leadline's own fault, with all that the caller must not see. */
  readonly report: (error: unknown, request: { readonly id: string }) => void;
}

/** Under what the dependencies are injected. */
export const GRAPHQL_DEPS = Symbol('GraphqlDeps');
