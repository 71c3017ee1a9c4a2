import { type Catalogue, namesInstead } from '@leadline/events';
import type { Bucket, GroupBy, MetricId, MetricQuery, Scope, Window } from '@leadline/metrics';
import { shortened, unknownTeams } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { GroupByInput, ScopeInput, WindowInput } from './metric-inputs.js';
import type { GivenOptions } from './metric-options.input.js';
import { problemAt } from './name-problems.js';
import { optionsOf } from './query-options.js';

/** What a metric query says, as the schema gives it. */
export interface AskedMetrics {
  readonly ids: readonly MetricId[];
  readonly window: WindowInput;
  readonly bucket?: Bucket | null;
  readonly by?: readonly GroupByInput[] | null;
  readonly scope?: ScopeInput | null;
  readonly compareTo?: WindowInput | null;
  readonly asOf?: number | null;
  readonly options?: GivenOptions | null;
}

export interface ReadQuery {
  readonly query: MetricQuery;
  readonly compareTo: Window | null;
  /** Everything that makes it unanswerable; the query is to be run only where there is nothing. */
  readonly problems: readonly ArgumentProblem[];
}

/** Reads the arguments of a metric query. Services are not judged here: who they are is known to the warehouse. */
export function readMetricQuery(asked: AskedMetrics, catalogue: Catalogue, now: number): ReadQuery {
  const { options, problems } = optionsOf(catalogue, asked.options);
  const scope = readScope(asked.scope);
  return {
    query: {
      ids: [...new Set(asked.ids)],
      window: readWindow(asked.window),
      ...(asked.bucket ? { bucket: asked.bucket } : {}),
      by: (asked.by ?? []).map(readGroupBy),
      scope,
      asOf: asked.asOf ?? now,
      options,
    },
    compareTo: asked.compareTo ? readWindow(asked.compareTo) : null,
    problems: [
      ...(asked.ids.length === 0
        ? [{ argument: 'ids', message: 'it is empty', fix: 'Name at least one metric; metricCatalog lists them' }]
        : []),
      ...windowProblems('window', asked.window),
      ...(asked.compareTo ? windowProblems('compareTo', asked.compareTo) : []),
      ...groupProblems(asked.by ?? []),
      ...scopeProblems(scope, catalogue),
      ...problems,
    ],
  };
}

const readWindow = ({ from, to, timeZone }: WindowInput): Window => ({ from, to, timeZone: timeZone ?? 'UTC' });

const readGroupBy = ({ dimension, tagKey }: GroupByInput): GroupBy =>
  tagKey === undefined || tagKey === null ? { dimension } : { dimension, tagKey };

export function readScope(scope: ScopeInput | null | undefined): Scope {
  return Object.fromEntries(
    Object.entries(scope ?? {}).filter(([, values]: [string, string[] | null]) => values && values.length > 0),
  );
}

/** First and last instants a civil calendar can be made for. */
const YEAR_1970 = 0;
const YEAR_2200 = Date.UTC(2200, 0);

export function windowProblems(argument: string, { from, to, timeZone }: WindowInput): ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  if (from >= to) {
    problems.push({
      argument: `${argument}.from`,
      message: 'it is not before `to`',
      fix: `Make ${argument}.from earlier than ${argument}.to`,
    });
  }
  if (from < YEAR_1970 || to > YEAR_2200) {
    problems.push({
      argument,
      message: 'it reaches before 1970 or beyond 2200',
      fix: 'Ask for years in which you deployed',
    });
  }
  if (!isTimeZone(timeZone ?? 'UTC')) {
    const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
    const fix = namesInstead(timeZone ?? '', zones, 'time zone');
    problems.push({
      argument: `${argument}.timeZone`,
      message: `there is no time zone "${shortened(timeZone ?? '')}"`,
      fix: fix.startsWith('Did') ? fix : 'Use a name of the IANA database, like "Europe/Berlin"',
    });
  }
  return problems;
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets are no zones: they know nothing of summer time.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

const MOST_DIMENSIONS = 3;

function groupProblems(by: readonly GroupByInput[]): ArgumentProblem[] {
  const problems = by.flatMap(({ dimension, tagKey }, index): ArgumentProblem[] => {
    const argument = `by[${index}].tagKey`;
    if (dimension === 'TAG' && !tagKey) {
      return [
        { argument, message: 'it is missing', fix: 'With TAG, name the tag: { dimension: TAG, tagKey: "language" }' },
      ];
    }
    if (dimension !== 'TAG' && tagKey !== undefined && tagKey !== null) {
      return [{ argument, message: `it means nothing with ${dimension}`, fix: 'Leave it out, or group by TAG' }];
    }
    const isRepeated = by.slice(0, index).some((earlier) => earlier.dimension === dimension);
    return isRepeated
      ? [
          {
            argument: `by[${index}].dimension`,
            message: `${dimension} is there twice`,
            fix: 'Name each dimension once',
          },
        ]
      : [];
  });
  if (by.length > MOST_DIMENSIONS) {
    problems.push({
      argument: 'by',
      message: `it has ${by.length} dimensions`,
      fix: `Group by at most ${MOST_DIMENSIONS}`,
    });
  }
  return problems;
}

/** Most names one list of a scope may hold. */
const MOST_NAMES = 1_000;

export function scopeProblems(scope: Scope, catalogue: Catalogue, argument = 'scope'): ArgumentProblem[] {
  return [
    ...unknownTeams(catalogue, scope.teams ?? []).map((team) => problemAt(`${argument}.teams`, team)),
    ...(scope.tags ?? [])
      .filter((tag) => tag.indexOf(':') < 1)
      .map((tag) => ({
        argument: `${argument}.tags`,
        message: `"${shortened(tag)}" is no tag`,
        fix: 'Write tags as "key:value"',
      })),
    ...Object.entries(scope)
      .filter(([, names]: [string, readonly string[]]) => names.length > MOST_NAMES)
      .map(([name]) => ({
        argument: `${argument}.${name}`,
        message: 'it is too long',
        fix: `Name at most ${MOST_NAMES}`,
      })),
  ].slice(0, 20);
}
