import { metricOptions, type OptionName } from '@leadline/metrics';
import type { Invocation } from '../command.js';
import { Failure } from '../failure.js';
import { optionalText } from '../option-values.js';
import { parsePointInTime } from '../point-in-time.js';
import { oneLine } from '../terminal/printable.js';

/** Metrics whose change is taken apart, by what is typed. */
export const drivenIds = {
  CHANGE_LEAD_TIME_DRIVERS: 'CHANGE_LEAD_TIME',
  CHANGE_FAIL_RATE_DRIVERS: 'CHANGE_FAIL_RATE',
} as const;
/** A metric whose change is taken apart. */
export type Driven = (typeof drivenIds)[keyof typeof drivenIds];

/** "change-lead-time" is CHANGE_LEAD_TIME. */
export const idOf = (typed: string): string =>
  typed
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_');

const WINDOW_MS = 28 * 86_400_000;

/** The window that is asked for: 28 days unless it is said. */
export function windowOf({ options, io }: Invocation): { from: string; to: string; timeZone: string } {
  const instant = (name: string): number | undefined => {
    const text = optionalText(options, name);
    return text === undefined ? undefined : parsePointInTime(text, `--${name}`, io.now());
  };
  const to = instant('to') ?? io.now();
  const from = instant('from') ?? to - WINDOW_MS;
  if (from >= to) throw new Failure('usage', '--from must be before --to');
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    timeZone: optionalText(options, 'timeZone') ?? 'UTC',
  };
}

/** What of everything is asked for, as it was known when, and how it is counted; what is not said is absent. */
export function askedOf(invocation: Invocation): Readonly<Record<string, unknown>> {
  const { options, io } = invocation;
  const scope = scopeOf(invocation);
  const asOf = optionalText(options, 'asOf');
  const chosen = options.texts('option').map(metricOption);
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(asOf === undefined ? {} : { asOf: new Date(parsePointInTime(asOf, '--as-of', io.now())).toISOString() }),
    ...(chosen.length === 0 ? {} : { options: Object.fromEntries(chosen) }),
  };
}

/** Which of the evidence `--only` names, as GraphQL asks for it; what is not said is absent. */
export function partsOf({ options }: Invocation): { readonly parts?: readonly string[] } {
  switch (optionalText(options, 'only')) {
    case 'counted':
      return { parts: ['NUMERATOR', 'DENOMINATOR', 'SAMPLE'] };
    case 'left-out':
      return { parts: ['LEFT_OUT'] };
    default:
      return {};
  }
}

/** "unit=change" as GraphQL takes it. What the value may be, the server says. */
function metricOption(text: string): readonly [name: string, value: unknown] {
  const [name = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (!Object.hasOwn(metricOptions.shape, name) || rest.length === 0) {
    const known = Object.keys(metricOptions.shape).join(', ');
    throw new Failure('usage', `--option ${oneLine(text)} names no option`, [`Write name=value; there are: ${known}`]);
  }
  const initial: unknown = metricOptions.parse({})[name as OptionName];
  if (Array.isArray(initial)) return [name, value.split(',').filter((one) => one !== '')];
  if (value === 'null') return [name, null];
  if (typeof initial === 'boolean' && (value === 'true' || value === 'false')) return [name, value === 'true'];
  if (typeof initial === 'number' && value.trim() !== '' && Number.isFinite(Number(value)))
    return [name, Number(value)];
  // Words of a choice are written in capitals there; what is free has no default.
  return [name, typeof initial === 'string' ? value.toUpperCase() : value];
}

function scopeOf({ options }: Invocation): Readonly<Record<string, readonly string[]>> | undefined {
  const dimensions = { service: 'services', team: 'teams', repository: 'repositories', environment: 'environments' };
  const entries = Object.entries(dimensions).map(([option, field]) => [field, options.texts(option)] as const);
  const given = entries.filter(([, values]) => values.length > 0);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

interface OptionShown {
  readonly name: string;
  readonly value: string;
  readonly isDefault: boolean;
}

/** Options that differ from their defaults. */
export function optionsText({ options }: { readonly options: readonly OptionShown[] }): string {
  const changed = options.filter(({ isDefault }) => !isDefault);
  if (changed.length === 0) return `Options: all ${options.length} have their defaults (--json shows them).`;
  return ['Options that differ from their defaults:', ...changed.map(({ name, value }) => `  ${name}: ${value}`)].join(
    '\n',
  );
}
