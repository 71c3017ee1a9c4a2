import type { MetricId } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { rejectionCodes } from '@leadline/sources';
import type { Page, PageRequest } from './paging.types.js';

export interface EventReference {
  readonly id: string;
  readonly entity: string;
  readonly kind: string;
  /** When it happened by the source's clock. */
  readonly time: number | null;
  /** Position of the delivery it came with, "<partition>:<offset>": its bytes lie there in the log. */
  readonly delivery: string;
}

export interface StoredEvent extends EventReference {
  readonly source: string;
  readonly revision: number;
  readonly receivedAt: number;
  /** `data` of the event. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type ListEvents = (analytics: Analytics, entity: string, page: PageRequest) => Promise<Page<StoredEvent>>;

export interface DeliverySummary {
  /** Position in the log, "<partition>:<offset>"; raw bytes are read there. */
  readonly position: string;
  /** As the sender gave it, else the SHA-256 of the body. */
  readonly deliveryId: string;
  readonly endpoint: string;
  readonly source: string;
  readonly event: string;
  readonly outcome: 'normalized' | 'ignored' | 'quarantined';
  readonly reason: string | null;
  readonly bytes: number;
  readonly receivedAt: number;
  readonly events: readonly EventReference[];
}

/** `id`: position or delivery id (of several deliveries with one id, the latest). null: there is none. */
export type FindDelivery = (analytics: Analytics, id: string) => Promise<DeliverySummary | null>;

export interface QuarantineEntry {
  /** Position of the delivery. */
  readonly id: string;
  readonly deliveryId: string;
  readonly endpoint: string;
  readonly source: string;
  readonly stage: 'normalize' | 'fold';
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the body; '' the whole. */
  readonly pointer: string;
  readonly receivedAt: number;
  readonly state: 'open' | 'resolved';
  readonly attempts: number;
}

/** Codes of what is not understood: of a delivery, or of an event that was read from one. */
export const quarantineCodes = [...rejectionCodes, 'invalid_event'] as const;

export interface QuarantineFilter {
  readonly ids?: readonly string[];
  readonly endpoints?: readonly string[];
  readonly codes?: readonly string[];
  /** Default: open ones; empty: all. */
  readonly states?: readonly QuarantineEntry['state'][];
}
export type ListQuarantine = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: QuarantineFilter },
) => Promise<Page<QuarantineEntry>>;

export interface OutcomeCounts {
  readonly normalized: number;
  readonly ignored: number;
  readonly quarantined: number;
}

/** A configured endpoint, or one that ever received something. */
export interface SourceHealth {
  readonly endpoint: string;
  readonly source: string;
  /** Whether the configuration has it on. */
  readonly configured: boolean;
  /** null: never. */
  readonly lastReceivedAt: number | null;
  /** The topic of Kafka that it reads; absent: it is sent hooks. */
  readonly topic?: string | undefined;
  /** When a test event was sent to it last; test events count nowhere else. */
  readonly lastTestAt: number | null;
  /** Received in the 24 hours and the 7 days before `now`. */
  readonly last24Hours: OutcomeCounts;
  readonly last7Days: OutcomeCounts;
  /** In quarantine now, whenever they came. */
  readonly openInQuarantine: number;
  /** The last delivery that was not understood, and why. */
  readonly lastError: { readonly at: number; readonly reason: string } | null;
  /** 19 of 20 gaps between deliveries of the last 28 days were shorter; null: fewer than 20 came. */
  readonly usualGapSeconds: number | null;
  /** Nothing came for longer than a day, and for longer than thrice the usual gap. */
  readonly silent: boolean;
  /** The last look at what its sender could not deliver, one for each of its targets; empty: nobody looked. */
  readonly reconciled: readonly ReconciledTarget[];
  /** What was refused in the last seven days: nothing of it is stored. null: nothing was. */
  readonly refused: RefusedHooks | null;
  /** What is wrong with it, and the next step; empty: nothing. */
  readonly advice: readonly Advice[];
}

/** Hooks whose signature was wrong or missing, or too old: counted, and not stored. */
export interface RefusedHooks {
  /** Epoch milliseconds. */
  readonly lastAt: number;
  readonly last24Hours: number;
  readonly last7Days: number;
  /** Of those of the 7 days, how many were signed well, too long ago or ahead of our clock. */
  readonly stale: number;
}

/** What a look at a sender's own list of deliveries came to. */
export interface ReconciledTarget {
  /** Whose webhook: "acme/shop". */
  readonly target: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attempts: number;
  readonly missed: number;
  readonly sentAgain: number;
  readonly givenUp: number;
  /** Why it could not be done; null: it could. */
  readonly problem: string | null;
}

/** What to do about something. */
export interface Advice {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** An endpoint that is on, or would be if it had a secret and is knocked at. */
export interface KnownEndpoint {
  readonly name: string;
  readonly source: string;
  readonly isOff?: boolean;
  /** Of Kafka, where it is sent no hooks. */
  readonly topic?: string;
  readonly refused?: RefusedHooks | null;
  readonly reconciled?: readonly ReconciledTarget[];
}
export type ListSources = (
  analytics: Analytics,
  now: number,
  configured?: readonly KnownEndpoint[],
) => Promise<readonly SourceHealth[]>;

export const dataGapCodes = [
  'no_deployments',
  'no_production',
  'no_commits',
  'commits_unknown',
  'no_incidents',
  'incidents_elsewhere',
  'incidents_open',
  'deployments_open',
] as const;

/** Something without which numbers cannot be known, or are less than they seem. */
export interface DataGap extends Advice {
  readonly code: (typeof dataGapCodes)[number];
  /** Metrics that suffer. */
  readonly metrics: readonly MetricId[];
}
export type FindDataGaps = (analytics: Analytics, now: number) => Promise<readonly DataGap[]>;
