import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { countOption, optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { duration, grouped } from '../terminal/quantities.js';
import { table } from '../terminal/table.js';
import { inWords } from '../terminal/words.js';
import { askedOf, idOf, optionsText, partsOf, windowOf } from './asked.js';

const summary = { id: z.string(), n: z.number(), mean: z.number().nullable(), p50: z.number().nullable() };
const phasesAnswer = z.object({
  leadTimePhases: z.array(
    z.object({ ...summary, missing: z.number(), phases: z.array(z.object({ ...summary, phase: z.string() })) }),
  ),
});
const boundary = z.object({
  what: z.string(),
  at: z.string(),
  toldAt: z.string(),
  toldBy: z.array(z.object({ id: z.string(), entity: z.string() })),
});
const part = z.object({
  phase: z.string(),
  seconds: z.number().nullable(),
  reason: z.string().nullable(),
  from: boundary.nullable(),
  to: boundary.nullable(),
  gates: z.array(
    z.object({ id: z.string(), gate: z.string(), requestedAt: z.string(), decidedAt: z.string().nullable() }),
  ),
});
const node = z.object({
  id: z.string(),
  title: z.string().nullish(),
  value: z.number().nullable(),
  counted: z.boolean(),
  reason: z.string().nullish(),
  phases: z.object({ change: z.string(), seconds: z.number(), phases: z.array(part) }).nullable(),
});
const explained = z.object({
  explain: z.object({
    title: z.string(),
    rule: z.string(),
    source: z.string(),
    arithmetic: z.string().nullish(),
    options: z.array(z.object({ name: z.string(), value: z.string(), isDefault: z.boolean() })),
    counts: z.object({ sample: z.number(), leftOut: z.number() }),
    evidence: z.object({ totalCount: z.number().nullish(), nodes: z.array(node) }),
  }),
});

type Summary = z.infer<typeof phasesAnswer>['leadTimePhases'][number];
type Explained = z.infer<typeof explained>['explain'];
type Part = z.infer<typeof part>;

/** `leadline explain lead-time-phases`: where lead time goes, and of each change what bounds its phases. */
export async function explainPhases(invocation: Invocation): Promise<ExitCode> {
  const { options, output } = invocation;
  const window = windowOf(invocation);
  const first = countOption(options, 'limit', { initial: 20, most: 100 });
  const wanted = optionalText(options, 'phase');
  const server = await invocation.server();
  const asked = { window, ...askedOf(invocation) };
  const { leadTimePhases } = readAnswer(phasesAnswer, await server.graphql(documents.phases, asked));
  const [whole] = leadTimePhases;
  if (whole === undefined) {
    output.data({ window, phases: null }, () => 'No deployments finished in this window.');
    return exitCodes.ok;
  }
  const chosen = wanted === undefined ? null : named(wanted, whole);
  const { explain } = readAnswer(
    explained,
    await server.graphql(documents.phasesEvidence, { point: (chosen ?? whole).id, first, ...partsOf(invocation) }),
  );
  output.data({ window, phases: whole, explanation: explain }, () =>
    [
      output.style('bold', explain.title),
      explain.rule,
      '',
      summaryText(whole),
      '',
      optionsText(explain),
      '',
      changesText(explain, chosen?.phase ?? null),
    ].join('\n'),
  );
  return exitCodes.ok;
}

function named(typed: string, { phases }: Summary): Summary['phases'][number] {
  const word = idOf(typed);
  const found = phases.find(({ phase }) => phase === word);
  if (found !== undefined) return found;
  const all = phases.map(({ phase }) => inWords(phase).replaceAll(' ', '-')).join(', ');
  throw new Failure('usage', `there is no phase "${oneLine(typed)}"`, [`There are: ${all}`]);
}

const durationOf = (seconds: number | null): string => (seconds === null ? '' : duration(seconds));

function summaryText({ n, mean, p50, missing, phases }: Summary): string {
  const rows = phases.map((one) => [inWords(one.phase), durationOf(one.mean), durationOf(one.p50), String(one.n)]);
  const unknown = missing === 0 ? '' : ` Of ${grouped(missing)} a boundary is not known: two phases are one there.`;
  return [
    table(['PHASE', 'MEAN', 'MEDIAN', 'KNOWN OF'], [...rows, ['total', durationOf(mean), durationOf(p50), String(n)]]),
    `Means add up, medians do not.${unknown}`,
  ].join('\n');
}

function changesText({ counts, arithmetic, evidence }: Explained, phase: string | null): string {
  const lines = evidence.nodes.flatMap(({ id, title, value, counted, reason, phases }) => {
    const head = oneLine(`${id}${title ? ` ${title}` : ''}`);
    if (!counted) return [`${head}\n  left out: ${reason ?? 'no reason given'}`];
    const shown = (phases?.phases ?? []).filter((one) => phase === null || one.phase === phase);
    const isKnown = phase === null || shown.some(({ seconds }) => seconds !== null);
    return [[`${head}: ${isKnown ? durationOf(value) : 'counts 0'}`, ...shown.map(partText)].join('\n')];
  });
  const rest = (evidence.totalCount ?? evidence.nodes.length) - evidence.nodes.length;
  return [
    `${grouped(counts.sample)} counted, ${grouped(counts.leftOut)} left out:`,
    ...(arithmetic ? [`  ${arithmetic}`] : []),
    ...lines,
    ...(rest > 0 ? [`and ${grouped(rest)} more (--limit)`] : []),
  ].join('\n');
}

function partText({ phase, seconds, reason, from, to, gates }: Part): string {
  const head = `  ${inWords(phase)}: ${seconds === null ? `not known. ${reason ?? ''}` : duration(seconds)}`;
  if (seconds === null) return head;
  const waits = gates.map(
    ({ gate, requestedAt, decidedAt }) =>
      `    ${oneLine(gate)}, asked for ${requestedAt}, ${decidedAt ? `decided ${decidedAt}` : 'not decided'}`,
  );
  return [head, ...(from && to ? [`    ${boundText(from)}`, `    ${boundText(to)}`] : []), ...waits].join('\n');
}

/** What happened, when, and who told it; where it moved up to the boundary before it, both instants. */
function boundText({ what, at, toldAt, toldBy }: z.infer<typeof boundary>): string {
  const moved = toldAt === at ? '' : ` (told as ${toldAt})`;
  const entities = [...new Set(toldBy.map(({ entity }) => entity))];
  const by =
    entities.length === 0
      ? ''
      : `, by ${toldBy.length === 1 ? 'an event' : `${toldBy.length} events`} of ${entities.join(', ')}`;
  return `${inWords(what)} ${at}${moved}${by}`;
}
