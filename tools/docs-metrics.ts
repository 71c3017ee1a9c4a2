import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  defaultOptions,
  detailMeanings,
  metricCatalog,
  type MetricDefinition,
  type MetricId,
  metricOptions,
  type MetricTarget,
  type Unit,
} from '@leadline/metrics';
import { buildSchema, isInputObjectType } from 'graphql';
import { jsonSchema, typeText } from './docs-json-schema.ts';
import { code, page, table } from './docs-markdown.ts';
import { exampleText, madeText, otherNames } from './docs-metric-examples.ts';

const units = {
  PER_DAY: 'a number per civil day',
  SECONDS: 'seconds of elapsed time',
  RATIO: 'a share, from 0 to 1',
  COUNT: 'a number of things',
  FACTOR: 'how many times as much',
};

const detailUnits = { ...units, OWN: 'that of the metric', AMOUNT: 'an amount of money' };

const betters = { HIGHER: 'higher', LOWER: 'lower', NEITHER: 'neither (context)' };

const bounds = { AT_LEAST: 'at least', AT_MOST: 'at most', BELOW: 'below' };
const targetText = ({ is, value, of }: MetricTarget, own: Unit): string => {
  const [told] = of === undefined ? ([own] as const) : detailMeanings[of];
  const unit = told === 'OWN' ? own : told;
  const amount = unit === 'RATIO' ? `${value} (${value * 100} %)` : unit === 'SECONDS' ? `${value} seconds` : value;
  return `${bounds[is]} ${amount}${of === undefined ? '' : `, of its detail ${code(of)}`}`;
};

type Shown<Id extends MetricId> = MetricDefinition<Id> & { readonly example: string };

/** Everything of one metric. */
const sectionOf = ({
  id,
  title,
  summary,
  unit,
  better,
  source,
  target,
  relation,
  looksAhead,
  example,
}: Shown<MetricId>) => [
  `## ${id}`,
  `**${title}.** ${summary}`,
  [
    `- Unit: ${units[unit]} (${code(unit)}). Better: ${betters[better]}.`,
    `- Its value: ${madeText(id)}. Made of ${relation}.`,
    ...(target === undefined ? [] : [`- Customary target: ${targetText(target, unit)}.`]),
    `- Definition: <${source}>.`,
    `- In code: ${code(`libs/metrics/src/${id.toLowerCase().replaceAll('_', '-')}.metric.ts`)}.`,
    ...(looksAhead && relation === 'deployments'
      ? ['- It looks at later deployments of the service too, also beyond the window.']
      : []),
  ].join('\n'),
  example,
];

/** docs/reference/metrics.md, from the registry of metrics and their options. */
export async function metricsPage(): Promise<string> {
  const meanings = await optionMeanings();
  const { properties = {} } = jsonSchema(metricOptions);
  const missing = Object.keys(properties).filter((name) => !meanings.has(name));
  if (missing.length > 0) throw new Error(`MetricOptionsInput documents no ${missing.join(', ')}`);
  const metrics = await Promise.all(
    metricCatalog.map(async (metric) => ({ ...metric, example: await exampleText(metric.id) })),
  );
  return page('Metrics', 'libs/metrics/src/registry.ts', [
    'How a number comes about is told in [How numbers are made](../explanation/how-numbers-are-made.md). Each metric has a worked example, which a test runs through fold, derive and the warehouse: the events, one a line, as `data` of an event, and the sum. `leadline explain <metric>` shows the same of your own numbers.',
    table(
      ['id', 'title', 'unit', 'better'],
      metricCatalog.map(({ id, title, unit, better }) => [
        `[${id}](#${id.toLowerCase()})`,
        title,
        units[unit],
        betters[better],
      ]),
    ),
    '## Other names',
    'What others call these numbers. How a name is asked for that is more than one number, and what is no number at all, says [From your documents to metrics](../explanation/names-of-metrics.md).',
    table(
      ['elsewhere', 'here'],
      otherNames.map(([name, id]) => [name, `[${id}](#${id.toLowerCase()})`]),
    ),
    ...metrics.flatMap(sectionOf),
    '## Details',
    'Beside its value a number may have details, each by its name: `details` of a point in GraphQL, and of a row in exports.',
    table(
      ['name', 'unit', 'meaning'],
      Object.entries(detailMeanings).map(([name, [unit, meaning]]) => [code(name), detailUnits[unit], meaning]),
    ),
    '## Options',
    'Options say how to count. They are arguments of a query (`options` in GraphQL, `options.<name>=` in exports), or stand under `rules` in `leadline.yaml` for the whole organisation, but for `weekStart`, which stands under `organisation`. In GraphQL their values are in capitals.',
    table(
      ['option', 'values', 'default', 'meaning'],
      Object.entries(properties).map(([name, schema]) => [
        code(name),
        typeText(schema),
        code(JSON.stringify(defaultOptions[name as keyof typeof defaultOptions]).replaceAll('"', '')),
        meanings.get(name) ?? '',
      ]),
    ),
  ]);
}

/** What the API says of each option. */
async function optionMeanings(): Promise<Map<string, string>> {
  const schema = buildSchema(
    await readFile(join(import.meta.dirname, '..', 'libs', 'graphql', 'schema.graphql'), 'utf8'),
  );
  const input = schema.getType('MetricOptionsInput');
  if (!isInputObjectType(input)) throw new Error('schema.graphql has no MetricOptionsInput');
  return new Map(Object.values(input.getFields()).map(({ name, description }) => [name, description ?? '']));
}
