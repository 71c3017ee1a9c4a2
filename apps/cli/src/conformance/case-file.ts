import { z } from 'zod';

const tolerance = z.object({ rel: z.number().default(1e-9), abs: z.number().default(1e-6) }).prefault({});

/** A worked case of a metric: events, a query that names every option, and the expected numbers. */
export const metricCase = z.looseObject({
  id: z.string(),
  title: z.string().default(''),
  metric: z.string(),
  input: z.object({ events: z.array(z.looseObject({ type: z.string() })) }),
  query: z.looseObject({
    from: z.string(),
    to: z.string(),
    asOf: z.string(),
    options: z.record(z.string(), z.unknown()).default({}),
    granularity: z.enum(['day', 'week', 'month']).optional(),
    filters: z.looseObject({ service: z.union([z.string(), z.array(z.string())]).optional() }).optional(),
  }),
  expected: z.record(z.string(), z.unknown()),
  tolerance,
});
export type MetricCase = z.infer<typeof metricCase>;

/** A worked case of a statistical function. */
export const functionCase = z.looseObject({
  id: z.string(),
  function: z.string().optional(),
  input: z.unknown(),
  expected: z.unknown(),
  tolerance: z.object({ rel: z.number().optional(), abs: z.number().optional() }).optional(),
});
export type FunctionCase = z.infer<typeof functionCase>;

const caseFile = z.union([
  z.looseObject({ cases: z.array(z.looseObject({ id: z.string() })) }),
  z.looseObject({ vectors: z.array(z.looseObject({ id: z.string() })) }),
]);

export type Case =
  | { readonly form: 'metric'; readonly case: MetricCase }
  | { readonly form: 'function'; readonly case: FunctionCase }
  | { readonly form: 'unknown'; readonly id: string; readonly problem: string };

/** Tells the cases of a file apart; what is of no known form is a failed case, never a skipped one. */
export function casesIn(json: unknown): readonly Case[] {
  const file = caseFile.parse(json);
  const cases: readonly { id: string }[] =
    'cases' in file ? (file.cases as { id: string }[]) : (file.vectors as { id: string }[]);
  return cases.map((entry) => {
    const metric = metricCase.safeParse(entry);
    if (metric.success) return { form: 'metric', case: metric.data };
    const asFunction = functionCase.safeParse(entry);
    if (asFunction.success && 'input' in entry) return { form: 'function', case: asFunction.data };
    return { form: 'unknown', id: entry.id, problem: 'neither a metric case nor a function case' };
  });
}
