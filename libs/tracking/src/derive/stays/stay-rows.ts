import { FOREVER } from '@leadline/tables';
import type { KeyedStay, Stay, StayRow } from './stay.js';

/** Reads back what {@link rowsOf} told; null: the text is of something else. */
export function staysIn(text: string): Stay[] | null {
  if (!text.startsWith('["stays",')) return null;
  const [, ...told] = JSON.parse(text) as ['stays', ...Text[]];
  return told.map(([service, environment, tier, target, deployment, occurrence, sha, status, ...instants]) => {
    const [at, until, firstAt, changedAt, shas, knownAt, committedAt] = instants;
    const place = { service, environment, tier, target, deployment, occurrence, sha, status };
    return { ...place, at, until, firstAt, changedAt, carried: { shas, knownAt, committedAt } };
  });
}

type Text = [
  ...[string, string, string, string, string, number, string, Stay['status']],
  ...[number, number, number | null, number, readonly string[], number, number],
];

function textOf(stay: Stay): Text {
  const { service, environment, tier, target, deployment, occurrence, sha, status, carried } = stay;
  const { at, until, firstAt, changedAt } = stay;
  return [
    ...([service, environment, tier, target, deployment, occurrence, sha, status] as const),
    ...([at, until, firstAt, changedAt, carried.shas, carried.knownAt, carried.committedAt] as const),
  ];
}

function untoldRow(repository: string, { key, stay }: KeyedStay): Omit<StayRow, 'told'> {
  const { service, environment, target, status, until, changedAt, carried } = stay;
  const place = status === 'gone' || status === 'elsewhere' ? '' : JSON.stringify([environment, target]);
  const last_instant = Math.max(until, changedAt, carried.committedAt);
  return { repository, last_instant, service, place, row: key };
}

/** A service's deployments are told anew with each that comes, and nearly all stays are over and as they were. */
const overRows = new WeakMap<KeyedStay, StayRow>();

function overRow(repository: string, keyed: KeyedStay): StayRow {
  const known = overRows.get(keyed);
  if (known !== undefined) return known;
  const row = { ...untoldRow(repository, keyed), told: JSON.stringify(['stays', textOf(keyed.stay)]) };
  overRows.set(keyed, row);
  return row;
}

/** Of one repository: what stands at a place now in one row, everything else in a row of its own. */
export function rowsOf(repository: string, stays: readonly KeyedStay[]): StayRow[] {
  const standing = new Map<string, { row: Omit<StayRow, 'told'>; texts: Text[] }>();
  const rows: StayRow[] = [];
  for (const keyed of stays) {
    if (keyed.stay.until < FOREVER) {
      rows.push(overRow(repository, keyed));
      continue;
    }
    const row = untoldRow(repository, keyed);
    const known = standing.get(row.place);
    if (known) known.texts.push(textOf(keyed.stay));
    else standing.set(row.place, { row: { ...row, row: '' }, texts: [textOf(keyed.stay)] });
  }
  for (const { row, texts } of standing.values()) rows.push({ ...row, told: JSON.stringify(['stays', ...texts]) });
  return rows;
}
