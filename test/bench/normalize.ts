import { z } from 'zod';
import { type Delivery, OnceParsed, type Source, sourceById, sources } from '@leadline/sources';
import {
  capturedBodies,
  captureProblem,
  cdEventBodies,
  fixtureBodies,
  type SenderBody,
  testEventBodies,
} from '../e2e/sender-bodies.js';
import type { Bench, Figure } from './bench.js';
import { medianOf } from './quantiles.js';

const sizes = {
  full: { rounds: 40, warmingCalls: 5_000 },
  quick: { rounds: 3, warmingCalls: 50 },
} as const;

/** Above it parsing takes so long that a share of it is a goal; below, a time. */
const LARGE_BYTES = 10 * 1024;
const PADDED_BYTES = 12 * 1024;
/** So many calls take a fifth of a millisecond or more: far above the microsecond that processor time is counted in. */
const CALLS = { small: 16, large: 6 } as const;
const WARMING_ROUNDS = 20;
const RECEIVED_AT = Date.parse('2026-03-02T12:00:00Z');

/**
 * What it costs to understand bodies, beyond parsing them, by sender: everything that the step asks a source of a
 * delivery. Of a sender with many deliveries, that is: its code is compiled before anything is measured. It is processor
 * time, so what else the machine does counts only by what it displaces from the caches. What is given is the median of
 * the bodies of which events are made, each the median of its rounds; beside it stands the dearest of them.
 */
export const normalize: Bench = {
  name: 'normalize',
  about: 'to make events of the bodies of each sender, beyond what JSON.parse of them takes, in processor time',
  run: (size, say) => {
    if (captureProblem !== undefined) say(captureProblem);
    const bodies = allBodies();
    const figures: Figure[] = [];
    warm(bodies);
    for (const source of sources) {
      const own = tellingOf(source, bodies);
      const small = own.filter(({ body }) => body.length <= LARGE_BYTES);
      const large = own.filter(({ body }) => body.length > LARGE_BYTES);
      figures.push(
        ...smallFigure(source, costsOf(source, small, CALLS.small, sizes[size])),
        ...largeFigure(source, costsOf(source, [...large, ...small.flatMap(padded)], CALLS.large, sizes[size])),
      );
      say(`${source.id}: ${own.length} bodies`);
    }
    const { rounds } = sizes[size];
    return Promise.resolve({ parameters: { bodies: bodies.length, rounds, ...CALLS }, figures });
  },
};

/** Fixtures, captures where there are any, and what the test events of a sender are for one that has neither. */
function allBodies(): readonly SenderBody[] {
  const captured = captureProblem === undefined ? [...capturedBodies(), ...cdEventBodies()] : [];
  const known = [...fixtureBodies(), ...captured];
  const told = new Set(known.map(({ source }) => source));
  return [...known, ...testEventBodies(RECEIVED_AT).filter(({ source }) => !told.has(source))];
}

/** What is turned away by its headers is not even parsed, so it would only flatter. */
function tellingOf(source: Source, bodies: readonly SenderBody[]): readonly SenderBody[] {
  const telling = bodies.filter(
    (body) => body.source === source.id && source.normalize(deliveryOf(body)).outcome === 'events',
  );
  if (telling.length === 0) throw new Error(`There is no body of which ${source.id} makes events`);
  return telling;
}

const deliveryOf = ({ source, headers, body }: SenderBody): Delivery => ({
  endpoint: source,
  receivedAt: RECEIVED_AT,
  headers,
  body,
});

/** What all senders share is compiled in any server that runs, and has seen the objects of all of them. */
function warm(bodies: readonly SenderBody[]): void {
  for (let round = 0; round < WARMING_ROUNDS; round += 1) {
    for (const body of bodies) sourceById(body.source)?.normalize(deliveryOf(body));
  }
}

type Size = (typeof sizes)[keyof typeof sizes];

/** Of one body. */
interface Cost {
  readonly name: string;
  /** Microseconds. */
  readonly beyond: number;
  /** The same in the time that parsing takes. */
  readonly share: number;
}

function smallFigure({ id }: Source, costs: readonly Cost[]): Figure[] {
  if (costs.length === 0) return [];
  const measured = medianOf(costs.map(({ beyond }) => beyond));
  const dearest = costs.reduce((one, other) => (other.beyond > one.beyond ? other : one));
  const figure = `${id}, up to 10 KB, beyond parsing (${costs.length} bodies, dearest ${dearest.beyond.toFixed(1)}: ${fileOf(dearest)})`;
  return [{ figure, measured, unit: 'µs/body', goal: { atMost: 10 } }];
}

function largeFigure({ id }: Source, costs: readonly Cost[]): Figure[] {
  if (costs.length === 0) return [];
  const measured = medianOf(costs.map(({ share }) => share));
  const dearest = costs.reduce((one, other) => (other.share > one.share ? other : one));
  const figure = `${id}, above 10 KB, beyond parsing (${costs.length} bodies, dearest ${dearest.share.toFixed(2)}: ${fileOf(dearest)})`;
  return [{ figure, measured, unit: 'of JSON.parse', goal: { atMost: 0.3 } }];
}

const fileOf = ({ name }: Cost): string => name.slice(name.lastIndexOf('/') + 1).replace(/(?:\.request)?\.json$/, '');

/**
 * Bodies take turns, and with each of them parsing and normalizing: what else the machine does meanwhile hits all, and
 * no branch predictor learns one body by heart. The two are compared within their round; of the rounds the median
 * counts, as the best one would leave out what collecting garbage costs.
 */
function costsOf(source: Source, bodies: readonly SenderBody[], calls: number, size: Size): Cost[] {
  const subjects = bodies.map((body) => subjectOf(source, body));
  for (let call = 0; call * subjects.length < size.warmingCalls && subjects.length > 0; call += 1) {
    for (const { parse, understand } of subjects) {
      parse();
      understand();
    }
  }
  for (let round = 0; round < size.rounds; round += 1) {
    for (const { parse, understand, rounds } of subjects) {
      const parseFirst = round % 2 === 0;
      const first = microseconds(calls, parseFirst ? parse : understand);
      const second = microseconds(calls, parseFirst ? understand : parse);
      const parsing = parseFirst ? first : second;
      const beyond = first + second - 2 * parsing;
      rounds.push({ beyond, share: beyond / parsing });
    }
  }
  return subjects.map(({ name, rounds }) => ({
    name,
    beyond: medianOf(rounds.map(({ beyond }) => beyond)),
    share: medianOf(rounds.map(({ share }) => share)),
  }));
}

interface Subject {
  readonly name: string;
  readonly parse: () => unknown;
  readonly understand: () => unknown;
  readonly rounds: Omit<Cost, 'name'>[];
}

function subjectOf(source: Source, body: SenderBody): Subject {
  const recorded = deliveryOf(body);
  const understand = (): unknown => {
    const delivery = new OnceParsed(recorded);
    return [source.normalize(delivery), source.eventName(delivery)];
  };
  return { name: body.name, parse: parserOf(body.body), understand, rounds: [] };
}

/** Of the processor, in all threads: what collecting garbage and compiling take elsewhere belongs to the work. */
function microseconds(times: number, work: () => unknown): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const utf8 = new TextDecoder();

/**
 * What nobody who reads the body gets round: its text, the field of a form, the value that JSON stands for, and of a
 * message of Pub/Sub that of the JSON it carries.
 */
function parserOf(body: Uint8Array): () => unknown {
  const textOf = (): string => utf8.decode(body);
  const fieldOf = (): string => new URLSearchParams(textOf()).get('payload') ?? '';
  const valueOf = (): unknown => JSON.parse(textOf());
  const carriedIn = (value: unknown): string | undefined => {
    const { data } = message.safeParse(value);
    return data && utf8.decode(Buffer.from(data.message.data, 'base64'));
  };
  if (!isJson(textOf())) return isJson(fieldOf()) ? () => JSON.parse(fieldOf()) as unknown : fieldOf;
  if (!isJson(carriedIn(valueOf()) ?? '')) return valueOf;
  return () => {
    const { data } = (valueOf() as z.infer<typeof message>).message;
    return JSON.parse(utf8.decode(Buffer.from(data, 'base64'))) as unknown;
  };
}

const message = z.object({ message: z.object({ data: z.string() }) });

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
