import type { Stay, StayRow } from './stay.js';

/** Reads back what {@link overRow} and {@link standingRow} told; null: the text is of something else. */
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

function rowOf(repository: string, row: string, stays: readonly [Stay, ...Stay[]]): StayRow {
  const [{ service, environment, target, status, until, changedAt, carried }] = stays;
  const place = status === 'gone' || status === 'elsewhere' ? '' : JSON.stringify([environment, target]);
  const last_instant = Math.max(until, changedAt, carried.committedAt);
  return { repository, last_instant, service, place, row, told: JSON.stringify(['stays', ...stays.map(textOf)]) };
}

/** What is over stands in a row of its own, under the key of its deployment's row. */
export const overRow = (repository: string, row: string, stay: Stay): StayRow => rowOf(repository, row, [stay]);

/** What stands at a place now, in one row. */
export const standingRow = (repository: string, stays: readonly [Stay, ...Stay[]]): StayRow =>
  rowOf(repository, '', stays);

const keys = new WeakMap<StayRow, string>();

/** Under which it takes the place of another; of one service. */
export function rowKeyOf(stay: StayRow): string {
  const known = keys.get(stay);
  if (known !== undefined) return known;
  const { repository, last_instant: last, place, row } = stay;
  const key = `${last} ${repository}\n${place}\n${row}`;
  keys.set(stay, key);
  return key;
}
