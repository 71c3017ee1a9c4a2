import type { ParameterProblem } from './exported.js';

const lists = new Set([
  'ids',
  'by',
  'teams',
  'services',
  'repositories',
  'environments',
  'flags',
  'targets',
  'tags',
  'statuses',
  'kinds',
  'sources',
]);

/** Options that are lists. */
const listOptions = new Set(['options.assumeExposed', 'options.measuredServices']);

/** What has one value and is there several times: nobody knows which was meant. */
export function repeatedIn(query: URLSearchParams): ParameterProblem[] {
  return [...new Set(query.keys())]
    .filter((name) => !lists.has(name) && !listOptions.has(name) && query.getAll(name).length > 1)
    .map((parameter) => ({ parameter, message: 'is there several times; give it once' }));
}

/** The parameters by name, lists as lists, options below `options`. */
export function objectOf(query: URLSearchParams): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  const options: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    if (name.startsWith('options.')) options[name.slice('options.'.length)] = optionValue(name, values);
    else plain[name] = lists.has(name) ? values.flatMap(split) : values[0];
  }
  return Object.keys(options).length > 0 ? { ...plain, options } : plain;
}

const split = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** What stands in an address is text; an option is a list, a truth value, a number, null or text. */
function optionValue(name: string, values: readonly string[]): unknown {
  if (listOptions.has(name)) return values.flatMap(split);
  const [text = ''] = values;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
