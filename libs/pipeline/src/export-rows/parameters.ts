import { deploymentKinds, instant } from '@leadline/events';
import { buckets, civilDate, dayStarts, dimensions, type GroupBy, metricIds, someOptions } from '@leadline/metrics';
import { z } from 'zod';
import { deploymentStatuses } from '../query-entities/deployment.types.js';
import { objectOf, repeatedIn } from './address-parameters.js';
import type { ParameterProblem } from './exported.js';

/** Parameters of an address: a value for each name, or what is wrong, by name. */
export type ReadParameters<T> =
  | { readonly outcome: 'read'; readonly parameters: T }
  | { readonly outcome: 'problems'; readonly problems: readonly ParameterProblem[] };

/** "a,b" or the parameter several times; at most 1,000 values. */
const list = z.array(z.string().min(1)).max(1_000).optional();

const zone = z.string().refine(isTimeZone, 'expected a time zone of the IANA database, like Europe/Berlin');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

const groupBy = z.string().transform((text, context): GroupBy => {
  const [name = '', ...key] = text.split(':');
  const dimension = dimensions.find((candidate) => candidate === name.toUpperCase());
  const tagKey = key.join(':');
  if (dimension === 'TAG' && tagKey !== '') return { dimension, tagKey };
  if (dimension !== undefined && dimension !== 'TAG' && key.length === 0) return { dimension };
  const expected = dimensions.map((one) => (one === 'TAG' ? 'TAG:<key>' : one)).join(', ');
  context.addIssue({ code: 'custom', message: `expected ${expected}` });
  return z.NEVER;
});

const MOST_DIMENSIONS = 3;

/** As in a query: two tags are one dimension, too. */
const isEachOnce = (by: readonly GroupBy[]): boolean =>
  new Set(by.map(({ dimension }) => dimension)).size === by.length;

const upper = (text: unknown): unknown => (typeof text === 'string' ? text.toUpperCase() : text);

/** An instant, or a day that begins in the zone. */
export const moment = z
  .union([instant, z.iso.date()], { error: 'expected an instant like 2026-03-01T00:00:00Z, or a day like 2026-03-01' })
  .optional();

const shared = {
  from: moment,
  to: moment,
  timeZone: zone.default('UTC'),
  asOf: moment,
  since: moment,
};

const scope = {
  teams: list,
  services: list,
  repositories: list,
  environments: list,
  flags: list,
  targets: list,
  tags: list,
};
const tags = z
  .array(z.string().regex(/^[^:]+:/, 'expected key:value'))
  .max(1_000)
  .optional();

/** Parameters of each export, under the names of GraphQL. */
export const exportParameters = {
  metrics: z.strictObject({
    ...shared,
    from: z.string({ error: 'is missing' }).pipe(moment.unwrap()),
    to: z.string({ error: 'is missing' }).pipe(moment.unwrap()),
    ...scope,
    tags,
    ids: z
      .array(z.preprocess(upper, z.enum(metricIds)))
      .min(1, { error: 'is empty; name at least one, or leave it out for all' })
      .optional(),
    by: z
      .array(groupBy)
      .max(MOST_DIMENSIONS, { error: `expected at most ${MOST_DIMENSIONS}` })
      .refine(isEachOnce, { error: 'one is there twice; name each once' })
      .default([]),
    bucket: z.preprocess(upper, z.enum(buckets)).optional(),
    options: someOptions.optional(),
  }),
  deployments: z.strictObject({
    ...shared,
    ...scope,
    tags,
    statuses: z.array(z.enum(deploymentStatuses)).optional(),
    kinds: z.array(z.enum(deploymentKinds)).optional(),
  }),
  changes: z.strictObject({ ...shared, ...scope, tags }),
  incidents: z.strictObject({ ...shared, teams: list, services: list }),
  flags: z.strictObject({ ...shared, flags: list, services: list, environments: list }),
} as const;

/** Reads the parameters of an address. Every problem at once; what is not known is a problem too. */
export function readParameters<T extends Moments>(
  schema: z.ZodType<T> & Pick<z.ZodObject, 'shape'>,
  query: URLSearchParams,
): ReadParameters<T> {
  const repeated = repeatedIn(query);
  if (repeated.length > 0) return { outcome: 'problems', problems: repeated };
  const parsed = schema.safeParse(objectOf(query));
  const known = Object.keys(schema.shape);
  if (!parsed.success) {
    return { outcome: 'problems', problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, known)) };
  }
  const problems = windowProblems(parsed.data);
  return problems.length > 0 ? { outcome: 'problems', problems } : { outcome: 'read', parameters: parsed.data };
}

/** First and last instants a civil calendar can be made for. */
const YEAR_1970 = 0;
const YEAR_2200 = Date.UTC(2200, 0);

function windowProblems(given: Moments): ParameterProblem[] {
  const { from, to } = momentsIn(given);
  const beyond = Object.entries({ from, to }).filter(
    ([, at]) => at !== undefined && (at < YEAR_1970 || at > YEAR_2200),
  );
  return [
    ...beyond.map(([parameter]) => ({ parameter, message: 'lies before 1970 or beyond 2200' })),
    ...(from !== undefined && to !== undefined && from >= to
      ? [{ parameter: 'from', message: 'is not before to' }]
      : []),
  ];
}

function problemsOf(issue: z.core.$ZodIssue, known: readonly string[]): ParameterProblem[] {
  const name = (path: readonly PropertyKey[]): string =>
    path
      .filter((step) => typeof step !== 'number')
      .map(String)
      .join('.');
  if (issue.code === 'unrecognized_keys') {
    const message = `is not known; there are: ${known.join(', ')}`;
    return issue.keys.map((key) => ({ parameter: name([...issue.path, key]), message }));
  }
  const message =
    issue.code === 'invalid_value' ? `expected one of ${issue.values.map(String).join(', ')}` : issue.message;
  return [{ parameter: name(issue.path), message }];
}

/** An instant, or the beginning of a day in the zone, in epoch milliseconds. */
export function momentIn(text: string, timeZone: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(text);
  const noon = Date.parse(`${text}T12:00:00Z`);
  const day = dayStarts(noon - 86_400_000, noon + 86_400_000, timeZone).find(
    (start) => civilDate(start, timeZone) === text,
  );
  return day ?? Date.parse(`${text}T00:00:00Z`);
}

export interface Moments {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
  readonly since?: string | undefined;
  readonly timeZone: string;
}

/** Epoch milliseconds of what was given. */
export function momentsIn({ timeZone, ...given }: Moments): {
  from?: number;
  to?: number;
  asOf?: number;
  since?: number;
} {
  const { from, to, asOf, since } = given;
  return Object.fromEntries(
    Object.entries({ from, to, asOf, since })
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([name, text]) => [name, momentIn(text, timeZone)]),
  );
}
