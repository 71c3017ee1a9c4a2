import { z } from 'zod';
import { timeZoneProblem } from './civil-time.js';
import { didYouMean } from './did-you-mean.js';
import { globProblem } from './glob-syntax.js';

/**
 * An object whose members are all known. Unknown ones are problems, each with the member that was probably meant:
 * one line of the message per unknown key, in the order of the keys.
 *
 * @param misplaced What to say of a key that is known elsewhere and has no meaning here.
 */
export function closed<Shape extends z.ZodRawShape>(
  shape: Shape,
  misplaced: (key: string) => string | undefined = () => undefined,
) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return issue.keys
        .map(
          (key) =>
            misplaced(key) ?? `unknown key "${key}"${didYouMean(key, known) || `; known are ${known.join(', ')}`}`,
        )
        .join('\n');
    },
  });
}

/** Text that people also write without quotes: `benchmark: 2025`, `tier: 1`. Fractions must be quoted: 1.10 is 1.1 to YAML. */
export const text = z.preprocess(
  (value) => (typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : value),
  z.string().min(1, 'must not be empty'),
);

/** A list, or a single item standing for a list of one. */
export const oneOrMore = <S extends z.ZodType>(item: S) =>
  z.preprocess((value) => (Array.isArray(value) || value === undefined ? value : [value]), z.array(item));

/** Text for which `problem` finds nothing to say. */
export const textWithout = (problem: (value: string) => string | undefined) =>
  text.superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

export const glob = textWithout(globProblem);
export const timeZone = textWithout(timeZoneProblem);

/** A civil day in the organisation's time zone, or an instant with an offset. Resolved once the zone is known. */
export const moment = text.refine(
  (value) => /^\d{4}-\d{2}-\d{2}($|T)/.test(value),
  'expected a day such as 2025-01-01, or an instant such as 2025-01-01T09:00:00+01:00',
);

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** A number; of times seconds, or text with a unit: "90s", "15m", "36h", "2d", "1w". */
export const duration = z.preprocess(
  (value) => {
    const [, amount, unit] = typeof value === 'string' ? (/^(\d+(?:\.\d+)?)([smhdw])$/.exec(value) ?? []) : [];
    return amount === undefined ? value : Number(amount) * (SECONDS[unit ?? ''] ?? 1);
  },
  z.number({ error: 'expected a number, or a time such as "15m", "36h" or "2d"' }).nonnegative('must be at least 0'),
);

/** What is wrong, in words for whoever wrote the file. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `expected ${article(issue.expected)}, got ${article(typeNameOf(issue.input))}${quotesHint(issue.expected, issue.input)}`;
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const got = typeof issue.input === 'string' ? `"${issue.input}"` : article(typeNameOf(issue.input));
      return `${got} is not one of ${allowed.join(', ')}${didYouMean(String(issue.input), allowed)}`;
    }
    case 'too_small':
      return issue.origin === 'string' ? undefined : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string' ? undefined : `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

function typeNameOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

function article(type: string): string {
  return names[type] ?? type;
}

function quotesHint(expected: string, input: unknown): string {
  return expected === 'string' && typeof input === 'number' ? '; put it in quotes' : '';
}
