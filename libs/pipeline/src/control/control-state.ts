import type { ControlRecord, StoredToken } from './control-record.js';
import { type Erasures, noErasures, withErasureRecord } from './erasure-record.js';
import {
  emptyNotices,
  type NoticeLedger,
  withNoticeAsked,
  withNoticeChannel,
  withNoticeClaim,
  withNoticeSettlement,
} from './notice-ledger.js';
import { type Reconciliations, withReconciled, withReconciliationClaim } from './reconciliations.js';
import { type Refusals, withRefusal } from './refusals.js';
import { type DigestLedger, emptyLedger, withClaim, withSettlement, withSubscription } from './digest-ledger.js';

/** What the records of `control` come to. */
export interface ControlState {
  /** Live tokens by their SHA-256; those that are over are still here. */
  readonly tokens: ReadonlyMap<string, StoredToken>;
  /** Version of the catalogue declared last; null: none was. */
  readonly catalogueVersion: string | null;
  readonly generations: {
    readonly inForce: number;
    /** Every number that was ever taken, with what became of it. */
    readonly known: ReadonlyMap<number, 'kept' | 'dropped'>;
  };
  /** Weekly mails: what was claimed and sent, and who left. */
  readonly digests: DigestLedger;
  /** Notices to channels: what was claimed and sent, and what of alerts was told. */
  readonly notices: NoticeLedger;
  /** Looks for deliveries that were missed. */
  readonly reconciliations: Reconciliations;
  /** Hooks that were refused lately. */
  readonly refusals: Refusals;
  /** People who were erased. */
  readonly erasures: Erasures;
}

/** The first generation needs no record: it begins with the first delivery. */
export const initialControl: ControlState = {
  tokens: new Map(),
  catalogueVersion: null,
  generations: { inForce: 1, known: new Map([[1, 'kept']]) },
  digests: emptyLedger,
  notices: emptyNotices,
  reconciliations: new Map(),
  refusals: new Map(),
  erasures: noErasures,
};

export function withRecord(state: ControlState, record: ControlRecord): ControlState {
  const { tokens, generations } = state;
  switch (record.kind) {
    case 'token_created':
      return { ...state, tokens: new Map([...tokens, [record.sha256, record]]) };
    case 'token_revoked':
      return { ...state, tokens: new Map([...tokens].filter(([, { id }]) => id !== record.id)) };
    case 'catalogue_declared':
      return { ...state, catalogueVersion: record.version };
    case 'generation_begun':
      return { ...state, generations: { ...generations, known: marked(generations.known, record.generation, 'kept') } };
    case 'generation_in_force':
      return { ...state, generations: { ...generations, inForce: record.generation } };
    case 'generation_dropped':
      return {
        ...state,
        generations: { ...generations, known: marked(generations.known, record.generation, 'dropped') },
      };
    case 'digest_claimed':
      return { ...state, digests: withClaim(state.digests, record) };
    case 'digest_settled':
      return { ...state, digests: withSettlement(state.digests, record) };
    case 'digest_subscription':
      return { ...state, digests: withSubscription(state.digests, record) };
    case 'notice_channel':
      return { ...state, notices: withNoticeChannel(state.notices, record) };
    case 'notice_claimed':
      return { ...state, notices: withNoticeClaim(state.notices, record) };
    case 'notice_settled':
      return { ...state, notices: withNoticeSettlement(state.notices, record) };
    case 'notice_asked':
      return { ...state, notices: withNoticeAsked(state.notices, record) };
    case 'reconciliation_claimed':
      return { ...state, reconciliations: withReconciliationClaim(state.reconciliations, record) };
    case 'reconciled':
      return { ...state, reconciliations: withReconciled(state.reconciliations, record) };
    case 'hooks_refused':
      return { ...state, refusals: withRefusal(state.refusals, record) };
    case 'people_key':
    case 'subject_erased':
    case 'subject_gone':
      return { ...state, erasures: withErasureRecord(state.erasures, record) };
  }
}

function marked<V>(map: ReadonlyMap<number, V>, key: number, value: V): ReadonlyMap<number, V> {
  return new Map([...map, [key, value]]);
}
