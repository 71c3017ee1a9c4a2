import { type Delivery, type Source, sourceById, sources } from '@leadline/sources';
import { capturedBodies, captureProblem, fixtureBodies, type SenderBody } from '../e2e/sender-bodies.js';
import type { Bench, Figure } from './bench.js';
import { medianOf } from './quantiles.js';

const sizes = {
  full: { rounds: 60, perRound: 8 },
  quick: { rounds: 2, perRound: 5 },
} as const;

/** Above it parsing takes so long that a share of it is a goal; below, a time. */
const LARGE_BYTES = 10 * 1024;
const PADDED_BYTES = 12 * 1024;
const WARMING_ROUNDS = 20;
const RECEIVED_AT = Date.parse('2026-03-02T12:00:00Z');

/** What it costs to understand bodies, beyond parsing them, by sender. */
export const normalize: Bench = {
  name: 'normalize',
  about: 'to make events of the bodies of each sender, beyond what JSON.parse of them takes',
  run: (size, say) => {
    if (captureProblem !== undefined) say(captureProblem);
    const bodies = [...fixtureBodies(), ...(captureProblem === undefined ? capturedBodies() : [])];
    const figures: Figure[] = [];
    warm(bodies);
    for (const source of sources) {
      const own = bodies.filter(({ source: id }) => id === source.id);
      if (own.length === 0) continue;
      say(`${source.id}: ${own.length} bodies`);
      const small = own.filter(({ body }) => body.length <= LARGE_BYTES);
      const large = own.filter(({ body }) => body.length > LARGE_BYTES);
      figures.push(...smallFigure(source, small, sizes[size]));
      figures.push(...largeFigure(source, [...large, ...small.flatMap(padded)], sizes[size]));
    }
    const { rounds, perRound } = sizes[size];
    return Promise.resolve({ parameters: { bodies: bodies.length, rounds, perRound }, figures });
  },
};

/** What all senders share is compiled in any server that runs: else the first in the alphabet would pay for it. */
function warm(bodies: readonly SenderBody[]): void {
  for (let round = 0; round < WARMING_ROUNDS; round += 1) {
    for (const { source, headers, body } of bodies) {
      sourceById(source)?.normalize({ endpoint: source, receivedAt: RECEIVED_AT, headers, body });
    }
  }
}

type Size = (typeof sizes)[keyof typeof sizes];

/** Microseconds of one body. */
interface Cost {
  readonly parse: number;
  readonly normalize: number;
}

function smallFigure(source: Source, bodies: readonly SenderBody[], size: Size): Figure[] {
  if (bodies.length === 0) return [];
  const costs = bodies.map((body) => costOf(source, body, size));
  const beyond = medianOf(costs.map((cost) => cost.normalize - cost.parse));
  const goal = { atMost: 10 };
  return [{ figure: `${source.id}, up to 10 KB, beyond parsing`, measured: beyond, unit: 'µs/body', goal }];
}

function largeFigure(source: Source, bodies: readonly SenderBody[], size: Size): Figure[] {
  if (bodies.length === 0) return [];
  const costs = bodies.map((body) => costOf(source, body, size));
  const beyond = medianOf(costs.map((cost) => (cost.normalize - cost.parse) / cost.parse));
  const goal = { atMost: 0.3 };
  return [{ figure: `${source.id}, above 10 KB, beyond parsing`, measured: beyond, unit: 'of JSON.parse', goal }];
}

/** Parsing and normalizing take turns, so that what else the machine does hits both. */
function costOf(source: Source, { headers, body }: SenderBody, { rounds, perRound }: Size): Cost {
  const delivery: Delivery = { endpoint: source.id, receivedAt: RECEIVED_AT, headers, body };
  const parse = parserOf(body);
  const parsing: number[] = [];
  const normalizing: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const parsed = microseconds(perRound, parse);
    const normalized = microseconds(perRound, () => source.normalize(delivery));
    // The first makes both warm.
    if (round === 0) continue;
    parsing.push(parsed);
    normalizing.push(normalized);
  }
  // The round that was disturbed least.
  return { parse: Math.min(...parsing), normalize: Math.min(...normalizing) };
}

function microseconds(times: number, work: () => unknown): number {
  const startedAt = performance.now();
  for (let time = 0; time < times; time += 1) work();
  return ((performance.now() - startedAt) * 1000) / times;
}

const utf8 = new TextDecoder();

/** What nobody who reads the body gets round: its text, the field of a form, and the value that JSON stands for. */
function parserOf(body: Uint8Array): () => unknown {
  const textOf = (): string => utf8.decode(body);
  const fieldOf = (): string => new URLSearchParams(textOf()).get('payload') ?? '';
  if (isJson(textOf())) return () => JSON.parse(textOf()) as unknown;
  return isJson(fieldOf()) ? () => JSON.parse(fieldOf()) as unknown : fieldOf;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The body with as much as most senders add that nobody asks for: addresses, people, states. None of a form. */
function padded({ body, ...rest }: SenderBody): SenderBody[] {
  const text = utf8.decode(body);
  const end = text.lastIndexOf('}');
  if (!text.startsWith('{') || end < 0) return [];
  const links: object[] = [];
  for (let bytes = text.length; bytes < PADDED_BYTES; bytes += JSON.stringify(links.at(-1)).length + 1) {
    links.push(link(links.length));
  }
  const joint = /^\{\s*\}$/.test(text) ? '' : ',';
  return [{ ...rest, body: Buffer.from(`${text.slice(0, end)}${joint}"_links":${JSON.stringify(links)}}`) }];
}

const link = (number: number): object => ({
  id: number,
  href: `https://api.example.org/repos/acme/shop/links/${number}{/other_user}`,
  type: 'User',
  site_admin: number % 2 === 0,
  weight: number / 8,
});
