import { createHash } from 'node:crypto';
import { canonicalJson, compareText } from '@leadline/events';
import { ALWAYS } from '@leadline/tables';
import type { Moment, Timeline } from './timeline.js';

/** An event of an entity as it is stored: attributes that were said of it at once. */
export interface Patch<D = Readonly<Record<string, unknown>>> {
  readonly eventId: string;
  readonly kind: string;
  readonly source: string;
  /** Envelope time in epoch milliseconds; orders what carries no revision. */
  readonly time: number | null;
  readonly revision: number;
  /** SHA-256 hex of the canonical JSON of `data`. */
  readonly hash: string;
  readonly data: D;
}

/** SHA-256 hex of the canonical JSON (RFC 8785): the last resort among equals, the same wherever it is computed. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** What a person says of an entity, and may take back. */
const isWord = ({ kind }: Patch): boolean => kind === 'mark' || kind === 'correction';

/** Without the words that were taken back, and without the taking back. */
function inForce(applied: readonly Patch[]): readonly Patch[] {
  const withdrawals = applied.filter(({ kind }) => kind === 'withdrawal');
  if (withdrawals.length === 0) return applied;
  const withdrawn = new Set(withdrawals.map(({ data }) => data['event']));
  return applied.filter((patch) => patch.kind !== 'withdrawal' && !(isWord(patch) && withdrawn.has(patch.eventId)));
}

/** When a patch was known, in epoch milliseconds: its `occurredAt`, else always; a person's word from when it was given. */
export function knownAt(patch: Patch): number {
  const { occurredAt, at } = patch.data;
  const said = typeof occurredAt === 'string' ? Date.parse(occurredAt) : ALWAYS;
  const givenByPerson = (isWord(patch) || patch.kind === 'withdrawal') && typeof at === 'string';
  return givenByPerson ? Math.max(said, Date.parse(at)) : said;
}

/** Ascending (revision, time, hash); people's corrections outrank every source (metrics.md §2, "Precedence"). */
export function inOrderOfRevision(patches: readonly Patch[]): Patch[] {
  const rank = (patch: Patch): number => (patch.kind === 'correction' ? 1 : 0);
  const said = (patch: Patch): number => {
    const known = knownAt(patch);
    return known === ALWAYS && patch.time !== null ? patch.time : known;
  };
  return withoutSuperseded(patches).sort(
    (a, b) => rank(a) - rank(b) || a.revision - b.revision || said(a) - said(b) || compareText(a.hash, b.hash),
  );
}

/** Of patches with one event id the greatest (revision, time, hash) stands for all: a sender corrected itself. */
function withoutSuperseded(patches: readonly Patch[]): Patch[] {
  const byId = new Map<string, Patch>();
  for (const patch of patches) {
    const rival = byId.get(patch.eventId);
    if (!rival || isGreater(patch, rival)) byId.set(patch.eventId, patch);
  }
  return [...byId.values()];
}

function isGreater(a: Patch, b: Patch): boolean {
  const order = a.revision - b.revision || (a.time ?? ALWAYS) - (b.time ?? ALWAYS) || compareText(a.hash, b.hash);
  return order > 0;
}

/**
 * What was known of an entity at each instant at which more became known. `project` turns the attributes in force
 * (null: erased, absent: nobody said) into the entity's state; moments with equal states are one.
 */
export function foldPatches<S>(
  patches: readonly Patch[],
  project: (attributes: Readonly<Record<string, unknown>>, applied: readonly Patch[]) => S,
): Timeline<S> {
  const [only, ...others] = patches;
  if (only !== undefined && others.length === 0) {
    const applied = inForce(patches);
    return [{ from: knownAt(only), state: project(attributesIn(applied), applied) }];
  }
  const ordered = inOrderOfRevision(patches);
  const instants = [...new Set(ordered.map(knownAt))].sort((a, b) => a - b);
  const moments: (Moment<S> & { text: string })[] = [];
  for (const from of instants) {
    const applied = inForce(ordered.filter((patch) => knownAt(patch) <= from));
    const state = project(attributesIn(applied), applied);
    // Most entities have one moment, and nothing to compare it with.
    const text = instants.length > 1 ? canonicalJson(state) : '';
    if (moments.length === 0 || moments.at(-1)?.text !== text) moments.push({ from, state, text });
  }
  return moments.map(({ from, state }) => ({ from, state }));
}

/** Attributes in force after patches in this order. */
export function attributesIn(applied: readonly Patch[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const said of inForce(applied).flatMap(attributesSaid)) {
    for (const [name, value] of Object.entries(said)) if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

/** What a patch says of the entity itself: a mark judges it, a correction says it in the name of a person. */
export function attributesSaid({ kind, data }: Patch): Readonly<Record<string, unknown>>[] {
  if (kind === 'mark' || kind === 'withdrawal') return [];
  return [kind === 'correction' ? (data['set'] as Record<string, unknown>) : data];
}

/** Everything any event ever said under these names, single values and lists alike: what an entity may have concerned. */
export function everSaid(patches: readonly Patch[], names: readonly string[]): string[] {
  const values = patches.flatMap(attributesSaid).flatMap((said) => names.flatMap((name) => said[name] ?? []));
  return [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))].sort();
}
