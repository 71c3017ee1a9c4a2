import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { table } from '../terminal/table.js';
import { valueText } from './value-text.js';

const number = z.number().nullable();
const evidence = z.object({
  what: z.string(),
  numerator: number,
  denominator: number,
  items: z.array(z.string()),
  point: z
    .object({ id: z.string(), value: number, unit: z.string(), n: z.number(), low: number, high: number })
    .nullable(),
});
const criterion = z.object({
  id: z.string(),
  text: z.string(),
  knownBy: z.string(),
  answerable: z.boolean(),
  asks: z.string().nullable(),
  status: z.string(),
  proposes: z.string().nullable(),
  missing: z.string().nullable(),
  contradicted: z.boolean(),
  answer: z
    .object({
      value: z.string(),
      reason: z.string(),
      link: z.string().nullable(),
      by: z.string(),
      at: z.string(),
      expiresAt: z.string(),
    })
    .nullable(),
  evidence: z.array(evidence),
});
const card = z.object({
  card: z.string(),
  title: z.string(),
  ofSymptoms: z.boolean(),
  reached: z.boolean(),
  total: z.number(),
  met: z.number(),
  notMet: z.number(),
  notApplicable: z.number(),
  proposed: z.number(),
  unknown: z.number(),
  criteria: z.array(criterion),
});
const answered = z.object({
  scorecard: z.object({
    scope: z.object({ kind: z.string(), name: z.string().nullable() }),
    phase: z.number(),
    level: z.number(),
    weeks: z.array(z.object({ from: z.string(), to: z.string() })),
    cards: z.array(card),
    computedAt: z.string(),
    configVersion: z.string(),
  }),
});
type Scorecard = z.infer<typeof answered>['scorecard'];
type Card = Scorecard['cards'][number];
type Criterion = Card['criteria'][number];
type Evidence = Criterion['evidence'][number];

const cardNames = ['phase-1', 'phase-2', 'phase-3', 'level-1', 'level-2', 'level-3', 'level-4', 'level-5'];

/** `leadline scorecard`: where a scope stands, and every criterion with what it rests on. */
export async function showScorecard({ options, io, output, server: connect }: Invocation): Promise<ExitCode> {
  const [team, service] = [optionalText(options, 'team'), optionalText(options, 'service')];
  if (team !== undefined && service !== undefined)
    throw new Failure('usage', 'a scorecard is of one scope: give --team or --service, not both');
  const wanted = optionalText(options, 'card')?.toLowerCase();
  if (wanted !== undefined && !cardNames.includes(wanted))
    throw new Failure('usage', `--card: there is no card "${oneLine(wanted)}"`, [`There are: ${cardNames.join(', ')}`]);
  const to = io.now();
  const window = {
    from: new Date(to - 28 * 86_400_000).toISOString(),
    to: new Date(to).toISOString(),
    timeZone: optionalText(options, 'timeZone') ?? 'UTC',
  };
  const scope = {
    ...(team === undefined ? {} : { teams: [team] }),
    ...(service === undefined ? {} : { services: [service] }),
  };
  const server = await connect();
  const { scorecard } = readAnswer(answered, await server.graphql(documents.scorecard, { scope, window }));
  const cards = scorecard.cards
    .filter((one) => wanted === undefined || one.card === wanted.toUpperCase().replace('-', '_'))
    .map((one) => ({ ...one, criteria: options.isSet('open') ? one.criteria.filter(isOpen) : one.criteria }));
  const isOverview = wanted === undefined && !options.isSet('open');
  output.data({ ...scorecard, cards }, () =>
    [
      output.style('bold', titleOf(scorecard)),
      weeksText(scorecard),
      '',
      summary(cards),
      ...(isOverview
        ? ['', 'The criteria: leadline scorecard --card phase-1, or --open for what is not met.']
        : cards.flatMap((one) => ['', output.style('bold', one.title), criteriaText(one)])),
    ].join('\n'),
  );
  return exitCodes.ok;
}

const isOpen = ({ status, answer }: Criterion): boolean =>
  status !== 'MET' && !(status === 'ANSWERED' && answer?.value !== 'NO');

function titleOf({ scope: { name }, phase, level }: Scorecard): string {
  const reached = phase === 0 ? 'no phase reached' : `phase ${phase} reached`;
  return `${name === null ? 'The organisation' : oneLine(name)}: ${reached}, maturity level ${level}`;
}

function weeksText({ weeks }: Scorecard): string {
  const [first, last] = [weeks[0], weeks.at(-1)];
  return first === undefined || last === undefined
    ? 'No full week is over yet.'
    : `By the four full weeks from ${first.from} to ${last.to}`;
}

function summary(cards: readonly Card[]): string {
  const rows = cards.map((one) => [
    one.title,
    one.ofSymptoms ? '' : one.reached ? 'reached' : 'not reached',
    `${one.met}/${one.total}`,
    String(one.notMet),
    String(one.notApplicable),
    String(one.proposed),
    String(one.unknown),
  ]);
  return table(['CARD', 'STANDING', 'MET', 'NOT MET', 'N/A', 'TO CONFIRM', 'UNKNOWN'], rows);
}

function criteriaText({ criteria }: Card): string {
  if (criteria.length === 0) return 'Nothing is open.';
  return table(
    ['ID', 'STANDING', 'CRITERION', 'RESTS ON'],
    criteria.map((one) => [one.id, statusText(one), one.text, restsOn(one)]),
  );
}

function statusText({ status, proposes, answer, contradicted }: Criterion): string {
  switch (status) {
    case 'PROPOSED':
      return proposes === 'MET' ? 'confirm: met?' : 'confirm: not met?';
    case 'ANSWERED': {
      const said = answer?.value.toLowerCase().replace('_', ' ') ?? '';
      return contradicted ? `${said}, though telemetry differs` : said;
    }
    default:
      return status.toLowerCase().replace('_', ' ');
  }
}

function restsOn({ missing, answer, status, evidence: told }: Criterion): string {
  const parts = told.map(evidenceText);
  if (status === 'ANSWERED' && answer !== null)
    parts.unshift(
      `${answer.by}, ${answer.at.slice(0, 10)}: ${answer.reason}${answer.link === null ? '' : ` ${answer.link}`}`,
    );
  return [...(missing === null ? [] : [missing]), ...parts].map((part) => oneLine(part, 200)).join('; ');
}

function evidenceText({ what, numerator, denominator, items, point }: Evidence): string {
  if (point !== null) {
    const { value, unit, n, low, high } = point;
    const shown = value === null ? 'no value' : valueText(value, unit);
    const interval = low === null || high === null ? '' : `, ${valueText(low, unit)} to ${valueText(high, unit)}`;
    return `${what} ${shown} (n = ${n}${interval})`;
  }
  if (denominator !== null) return `${numerator ?? 0} of ${denominator} ${what}`;
  if (numerator !== null) return `${what}: ${numerator}`;
  return `${what}: ${items.join(', ')}`;
}
