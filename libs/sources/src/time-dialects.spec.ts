import { describe, expect, test } from 'vitest';
import { leavesOf, normalized, pointerTo, replaced, telling, tools } from './tampered.contract.js';

const INSTANT = /20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)/g;
const TWO_HOURS_MS = 2 * 60 * 60 * 1000;

/** "…+0200" is no instant for JavaScript. */
const epochMs = (instant: string): number => Date.parse(instant.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

/** The instant that a value of a fixture is (epoch milliseconds); undefined: it is none, or does not say in which zone. */
function instantIn(value: unknown): number | undefined {
  const text = String(value);
  // Seconds, milli-, micro- or nanoseconds of 2026.
  if (/^17\d{8}(?:\d{3}){0,3}$/.test(text)) return Number(text.slice(0, 13).padEnd(13, '0'));
  const instant = text.replace(/ (?:UTC|(?=[+-]))/, (zone) => (zone === ' UTC' ? 'Z' : '')).replace(' ', 'T');
  return instant.replace(INSTANT, '') === '' && instant !== '' ? epochMs(instant) : undefined;
}

/** The same instant as other senders write it. */
function dialectsOf(at: number): unknown[] {
  const utc = new Date(at).toISOString();
  const ahead = new Date(at + TWO_HOURS_MS).toISOString().replace('Z', '');
  const spaced = utc.replace('T', ' ').replace('Z', '');
  const numbers = [`${at}`, `${at}000`, `${at}000000`, ...(at % 1000 === 0 ? [`${at / 1000}`] : [])];
  return [
    utc,
    `${ahead}+02:00`,
    `${ahead}+0200`,
    `${spaced} UTC`,
    `${spaced} +0000`,
    ...numbers,
    ...numbers.map(Number),
  ];
}

/** What was said, with all its instants written one way. */
const meant = (said: unknown): string =>
  JSON.stringify(said).replaceAll(INSTANT, (instant) => new Date(epochMs(instant)).toISOString());

/** What is none of an instant of the sender, however it is written, or none in that dialect. */
const otherwise: Readonly<Record<string, (pointer: string, written: unknown) => boolean>> = {
  // Each deployment is known by its times as they were told; the API takes numbers.
  'datadog-dora': (_, written) => Number.isNaN(Number(written)),
  // Its times need not be there, and only ISO 8601 is documented.
  gocd: (_, written) => !Number.isNaN(Number(written)),
  'split-harness-fme': (pointer) => pointer.endsWith('/changeNumber'),
};

describe.each(tools.map((source) => [source.id, source] as const))('%s', (id, source) => {
  test('an instant in another dialect is the same instant, or is quarantined where it stands', () => {
    const misread = telling(source).flatMap((request) => {
      const before = meant(normalized(source, request));
      return leavesOf(request.body).flatMap(([path, value]) => {
        const [at, pointer] = [instantIn(value), pointerTo(path)];
        const written = at === undefined ? [] : dialectsOf(at).filter((by) => otherwise[id]?.(pointer, by) !== true);
        return written.flatMap((by) => {
          const said = normalized(source, { ...request, body: replaced(request.body, path, by) });
          const isRight = said.outcome === 'rejected' ? said.pointer === pointer : meant(said) === before;
          return isRight ? [] : [`${request.name} ${pointer}: ${JSON.stringify(by)}`];
        });
      });
    });
    expect(misread).toEqual([]);
  });
});

test('is tried of instants that do stand there', () => {
  const told = tools.filter((source) =>
    telling(source).some(({ body }) => leavesOf(body).some(([, value]) => instantIn(value) !== undefined)),
  );
  // They tell no times, or in a header, or in UTC without saying so.
  const silent = tools.filter((source) => !told.includes(source)).map(({ id }) => id);
  expect(silent).toEqual(['appveyor', 'codeship', 'configcat', 'servicenow']);
});
