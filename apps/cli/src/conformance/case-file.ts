import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const event = z.looseObject({ type: z.string() });
const tolerance = z.object({ rel: z.number().default(1e-9), abs: z.number().default(1e-6) }).prefault({});
const query = z.looseObject({
  metric: z.string().optional(),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  asOf: z.iso.datetime({ offset: true }),
  options: z.record(z.string(), z.unknown()).default({}),
  granularity: z.enum(['day', 'week', 'month', 'quarter']).optional(),
  by: z.enum(['flag', 'service', 'environment']).optional(),
  filters: z.looseObject({ service: z.union([z.string(), z.array(z.string())]).optional() }).optional(),
});
export type CaseQuery = z.infer<typeof query>;

/** A worked case of a metric: events, a query that names every option, and the expected numbers. */
const metricCase = z.looseObject({
  id: z.string(),
  title: z.string().default(''),
  metric: z.string(),
  input: z.object({ events: z.array(event) }),
  query,
  expected: z.record(z.string(), z.unknown()),
  tolerance,
});
export type MetricCase = z.infer<typeof metricCase>;

/** Events, and what they must have come to at several instants. */
const scenarioCase = z.looseObject({
  id: z.string(),
  title: z.string().default(''),
  input: z.object({ events: z.array(event) }),
  checkpoints: z
    .array(
      z.looseObject({
        asOf: z.iso.datetime({ offset: true }),
        /** Every alert that there is; absent: they are not compared. */
        alerts: z
          .array(
            z.looseObject({ rule: z.string(), key: z.string(), state: z.string(), severity: z.string().optional() }),
          )
          .optional(),
        metrics: z.array(z.looseObject({ query, expected: z.record(z.string(), z.unknown()), tolerance })),
      }),
    )
    .min(1),
});
export type ScenarioCase = z.infer<typeof scenarioCase>;

/** A worked case of a statistical function; without a name: DORA's quick check. */
const functionCase = z.looseObject({
  id: z.string(),
  title: z.string().default(''),
  function: z.string().default('quickCheck'),
  input: z.record(z.string(), z.unknown()),
  expected: z.unknown().refine((value) => value !== undefined, 'is missing'),
  tolerance: z.object({ rel: z.number().optional(), abs: z.number().optional() }).optional(),
});
export type FunctionCase = z.infer<typeof functionCase>;

export type Case =
  | { readonly form: 'metric'; readonly case: MetricCase; readonly headlines: readonly string[] }
  | { readonly form: 'scenario'; readonly case: ScenarioCase }
  | { readonly form: 'function'; readonly case: FunctionCase }
  /** Of no known form, or not as its form wants: a failed case, never a skipped one. */
  | {
      readonly form: 'unreadable';
      readonly case: { readonly id: string; readonly title: string };
      readonly problem: string;
    };

const caseFile = z.union([
  z.looseObject({
    cases: z.array(z.unknown()).min(1),
    /** Fields of each metric that may never be skipped. */
    headlines: z.record(z.string(), z.array(z.string())).default({}),
  }),
  z.looseObject({ vectors: z.array(z.unknown()).min(1) }),
  z.looseObject({ scenarios: z.array(z.unknown()).min(1) }),
]);

/** The cases of a file. A file that is none is one unreadable case that says what is wrong, and where. */
export async function readCases(file: string): Promise<readonly Case[]> {
  const unreadable = (problem: string): readonly Case[] => [
    { form: 'unreadable', case: { id: 'file', title: '' }, problem },
  ];
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return unreadable(`cannot be read: ${messageOf(error)}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return unreadable(`is not JSON: ${await placed(messageOf(error), text)}`);
  }
  const parsed = caseFile.safeParse(json);
  if (!parsed.success) return unreadable('is no case file: it has no list named cases, vectors or scenarios');
  return casesIn(parsed.data);
}

function casesIn(file: z.infer<typeof caseFile>): Case[] {
  if ('scenarios' in file) {
    return list(file.scenarios).map((entry, at) => read(scenarioCase, entry, `scenarios[${at}]`, scenario));
  }
  if ('vectors' in file) {
    return list(file.vectors).map((entry, at) => read(functionCase, entry, `vectors[${at}]`, statistical));
  }
  const headlines = file.headlines as Readonly<Record<string, readonly string[]>>;
  return list(file.cases).map((entry, at) => {
    const isMetric = typeof entry === 'object' && entry !== null && 'metric' in entry;
    if (!isMetric) return read(functionCase, entry, `cases[${at}]`, statistical);
    return read(metricCase, entry, `cases[${at}]`, (one) => metric(one, headlines[one.metric] ?? []));
  });
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const metric = (one: MetricCase, headlines: readonly string[]): Case => ({ form: 'metric', case: one, headlines });
const scenario = (one: ScenarioCase): Case => ({ form: 'scenario', case: one });
const statistical = (one: FunctionCase): Case => ({ form: 'function', case: one });

function read<T>(schema: z.ZodType<T>, entry: unknown, place: string, caseOf: (one: T) => Case): Case {
  const parsed = schema.safeParse(entry);
  if (parsed.success) return caseOf(parsed.data);
  const id = z.object({ id: z.string() }).safeParse(entry).data?.id ?? place;
  const problem = parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${[place, ...path.map(String)].join('.')}: ${message}`)
    .join('; ');
  return { form: 'unreadable', case: { id, title: '' }, problem };
}

/** What JSON.parse said, with line and column: it names no place in short texts, where the stricter reader of YAML does. */
async function placed(message: string, text: string): Promise<string> {
  const { LineCounter, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const [problem] = parseDocument(text, { lineCounter: counter, schema: 'json', logLevel: 'silent' }).errors;
  if (problem === undefined) return message;
  const { line, col } = counter.linePos(problem.pos[0]);
  return `line ${line}, column ${col} (${message})`;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
