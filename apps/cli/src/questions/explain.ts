import { z } from 'zod';
import type { Invocation } from '../command.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { Failure } from '../failure.js';
import { countOption, optionalText } from '../option-values.js';
import { documents } from '../server/documents.js';
import { readAnswer } from '../server/graphql.js';
import { oneLine } from '../terminal/printable.js';
import { grouped } from '../terminal/quantities.js';
import { listing, table } from '../terminal/table.js';
import { inWords } from '../terminal/words.js';
import { askedOf, type Driven, drivenIds, idOf, optionsText, partsOf, windowOf } from './asked.js';
import { valueText } from './value-text.js';

const number = z.number().nullish();
const definition = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  direction: z.string().nullish(),
  documentation: z.string().nullish(),
});
const point = z.object({
  id: z.string(),
  metric: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  status: z.string(),
  n: z.number(),
  numerator: number,
  denominator: number,
  p75: number,
  p90: number,
  low: number,
  high: number,
  computedAt: z.string(),
  configVersion: z.string(),
});
const item = z.object({
  kind: z.string(),
  id: z.string(),
  title: z.string().nullish(),
  at: z.string().nullish(),
  value: number,
  numerator: number,
  denominator: number,
  service: z.string().nullish(),
  environment: z.string().nullish(),
  deploymentId: z.string().nullish(),
  url: z.string().nullish(),
  counted: z.boolean(),
  reason: z.string().nullish(),
});
const catalogueAnswer = z.object({ metricCatalog: z.array(definition) });
const metricsAnswer = z.object({ metrics: z.array(point) });
const explanation = z.object({
  rule: z.string(),
  source: z.string(),
  made: z.string().nullish(),
  arithmetic: z.string().nullish(),
  options: z.array(z.object({ name: z.string(), value: z.string(), isDefault: z.boolean() })),
  counts: z.object({ numerator: z.number(), denominator: z.number(), sample: z.number(), leftOut: z.number() }),
  incidents: z.array(
    z.object({
      incident: z.object({ id: z.string(), title: z.string(), startedAt: z.string() }),
      counted: z.boolean(),
      reason: z.string().nullish(),
      deployments: z.array(z.object({ reportedId: z.string() })),
    }),
  ),
});
const evidenceAnswer = z.object({
  evidence: z.object({ totalCount: z.number().nullish(), nodes: z.array(item) }),
  explain: explanation,
});

type Definition = z.infer<typeof definition>;
type Point = z.infer<typeof point>;
type Evidence = z.infer<typeof evidenceAnswer>['evidence'];
type Explanation = z.infer<typeof explanation>;

/** Metrics in which incidents say that a deployment failed. */
const aboutFailures = new Set(['CHANGE_FAIL_RATE', 'CHANGE_SUCCESS_RATE', 'FAILED_DEPLOYMENT_RECOVERY_TIME']);

/** `leadline explain <metric>`: what it means, its value now, and what the value was made from. */
export async function explain(invocation: Invocation): Promise<ExitCode> {
  const { args, options, output } = invocation;
  const typed = idOf(args[0] ?? '');
  if (typed === LEAD_TIME_PHASES) return (await import('./explain-phases.js')).explainPhases(invocation);
  const driven = drivenBy(typed);
  if (driven !== undefined) {
    if (optionalText(options, 'only') !== undefined)
      throw new Failure('usage', '--only goes with metrics, not with their drivers');
    return (await import('./explain-drivers.js')).explainDrivers(invocation, driven);
  }
  if (optionalText(options, 'phase') !== undefined)
    throw new Failure('usage', '--phase goes with lead-time-phases', [
      'leadline explain lead-time-phases --phase review',
    ]);
  const window = windowOf(invocation);
  const first = countOption(options, 'limit', { initial: 20, most: 100 });
  const server = await invocation.server();
  const { metricCatalog } = readAnswer(catalogueAnswer, await server.graphql(documents.catalogue, {}));
  const metric = named(args[0] ?? '', metricCatalog);
  const asked = { ids: [metric.id], window, ...askedOf(invocation) };
  const { metrics } = readAnswer(metricsAnswer, await server.graphql(documents.explain, asked));
  const [result] = metrics;
  if (result === undefined) throw new Failure('failed', `the server gave no value of ${metric.id} for this window`);
  const { evidence, explain: how } = readAnswer(
    evidenceAnswer,
    await server.graphql(documents.evidence, { point: result.id, first, ...partsOf(invocation) }),
  );
  output.data({ definition: metric, window, point: result, explanation: how, evidence }, () =>
    [
      output.style('bold', `${metric.title} (${metric.id})`),
      oneLine(metric.documentation ?? '', 1000),
      '',
      pointText(result, window),
      '',
      optionsText(how),
      '',
      evidenceText(evidence, how, metric.unit),
      ...(aboutFailures.has(metric.id) ? incidentsText(how, first) : []),
    ].join('\n'),
  );
  return exitCodes.ok;
}

const LEAD_TIME_PHASES = 'LEAD_TIME_PHASES';
const drivenBy = (id: string): Driven | undefined => Object.entries(drivenIds).find(([name]) => name === id)?.[1];

function named(typed: string, catalogue: readonly Definition[]): Definition {
  const id = idOf(typed);
  const found = catalogue.find((metric) => metric.id === id);
  if (found !== undefined) return found;
  const words = id.split('_').filter((word) => word.length > 2);
  const near = catalogue.filter((metric) => words.some((word) => metric.id.includes(word)));
  const others = [LEAD_TIME_PHASES, ...Object.keys(drivenIds)];
  const shown =
    near.length > 0 ? near.map((metric) => metric.id) : [...catalogue.map((metric) => metric.id), ...others];
  throw new Failure('usage', `there is no metric "${oneLine(typed)}"`, [
    `${near.length > 0 ? 'Near it' : 'There are'}: ${shown.join(', ')}`,
  ]);
}

function pointText(result: Point, window: { from: string; to: string; timeZone: string }): string {
  const { value, unit, status, n, numerator, denominator, low, high, p75, p90, computedAt, configVersion } = result;
  const show = (quantity: number | null | undefined): string | undefined =>
    quantity === null || quantity === undefined ? undefined : valueText(quantity, unit);
  const isRatio = typeof numerator === 'number' && typeof denominator === 'number';
  return listing([
    ['Value', `${show(value) ?? 'none'} (${inWords(status)})`],
    ['Made from', `n = ${grouped(n)}${isRatio ? `, ${numerator} / ${Number(denominator.toFixed(4))}` : ''}`],
    ['95 % interval', show(low) && show(high) ? `${show(low)} to ${show(high)}` : undefined],
    ['75 %, 90 %', show(p75) && show(p90) ? `${show(p75)}, ${show(p90)}` : undefined],
    ['Window', `${window.from} to ${window.to} (${window.timeZone})`],
    ['Computed', `${computedAt}, configuration ${configVersion}`],
  ]);
}

function incidentsText({ incidents }: Explanation, most: number): string[] {
  if (incidents.length === 0) return ['', 'No incidents began in this window.'];
  const rest = incidents.length - most;
  const rows = incidents
    .slice(0, most)
    .map(({ incident, counted, reason, deployments }) => [
      incident.startedAt,
      incident.id,
      counted ? `laid to ${deployments.map(({ reportedId }) => reportedId).join(', ')}` : `left out: ${reason ?? ''}`,
      incident.title,
    ]);
  return [
    '',
    table(['INCIDENT BEGAN', 'ID', 'COUNTED', 'TITLE'], rows),
    ...(rest > 0 ? [`and ${grouped(rest)} more (--limit)`] : []),
  ];
}

function evidenceText({ nodes, totalCount }: Evidence, { counts, arithmetic }: Explanation, unit: string): string {
  if (nodes.length === 0) return 'Nothing to show it from.';
  const sum = counts.numerator + counts.denominator + counts.sample;
  const head = `${grouped(sum)} counted, ${grouped(counts.leftOut)} left out`;
  const rows = nodes.map((entry) => [
    entry.at ?? '',
    inWords(entry.kind),
    entry.id,
    entry.counted ? contributionText(entry, unit) : `left out: ${entry.reason ?? 'no reason given'}`,
    entry.service ?? '',
    entry.title ?? '',
  ]);
  const rest = (totalCount ?? nodes.length) - nodes.length;
  return [
    `${head}:`,
    ...(arithmetic ? [`  ${arithmetic}`] : []),
    table(['AT', 'KIND', 'ID', 'COUNTED', 'SERVICE', 'TITLE'], rows),
    ...(rest > 0 ? [`and ${grouped(rest)} more (--limit)`] : []),
  ].join('\n');
}

/** What an entry adds: its sample, or what stands above the line and below it. */
function contributionText({ value, numerator, denominator, reason }: z.infer<typeof item>, unit: string): string {
  // What adds to a rate is no rate itself.
  const sampleText = (sample: number): string => (unit === 'SECONDS' ? valueText(sample, unit) : String(sample));
  const added =
    typeof value === 'number'
      ? sampleText(value)
      : typeof numerator === 'number' && typeof denominator === 'number'
        ? `${numerator} / ${denominator}`
        : 'counted';
  return reason ? `${added} (${reason})` : added;
}
