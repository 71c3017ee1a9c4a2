import { type Named, neededFor, renamed } from './layers.js';
import type { MetricOptions, OptionName } from './options.js';
import type { MetricQuestion } from './query.js';
import type { Parameters } from './statement.js';

/** Name of the set of rules that a row is under, where services have rules of their own: 0, or their place. */
const RULE_SET = 'rule_set';

/**
 * Names of a row under the rules of its own service. Where no service has rules these are the names that `build` gives.
 * Else it is asked for once under each set of rules, and a name whose meaning differs among them becomes one that looks
 * at the service of the row.
 *
 * @param service Expression of the service of a row.
 */
export const namedPerService = (
  service: string,
  query: MetricQuestion,
  bind: Parameters,
  build: (query: MetricQuestion) => Named,
): Named => namedUnderRules(service, query, bind, build).named;

/** Names of a row, and of each that means something else under some rules which sets of rules give it which meaning. */
export interface NamesUnderRules {
  readonly named: Named;
  /** By name, for each set of rules the first that gives it the same meaning. */
  readonly meanings: ReadonlyMap<string, readonly number[]>;
}

/** As {@link namedPerService}, with what differs. */
export function namedUnderRules(
  service: string,
  query: MetricQuestion,
  bind: Parameters,
  build: (query: MetricQuestion) => Named,
): NamesUnderRules {
  const { ofServices = [], ...options } = query.options;
  if (ofServices.length === 0) return { named: build(query), meanings: new Map() };
  const variants = [{}, ...ofServices.map(({ rules }) => rules)].map((rules) =>
    build({ ...query, options: { ...options, ...rules } }),
  );
  const { named, meanings } = combined(variants);
  return { named: { ...named, [RULE_SET]: ruleSetOf(service, query, bind) }, meanings };
}

/**
 * Which rules a number was made under: an expression for an array of the sets of rules of a row, those that mean the same
 * to the number being one. null: all mean the same to it.
 *
 * @param text What is counted of a row.
 * @param judgedBy Options that make a difference outside of that text.
 * @param judgedAs Expressions of the services of a row, where it has several.
 */
export function rulesOfRow(
  { named, meanings }: NamesUnderRules,
  { text, judgedBy, judgedAs }: { text: string; judgedBy: readonly OptionName[]; judgedAs?: string | undefined },
  query: MetricQuestion,
  bind: Parameters,
): string | null {
  const sets = [{}, ...(query.options.ofServices ?? []).map(({ rules }) => rules)];
  const used = Object.keys(neededFor(text, named)).flatMap((name) => meanings.get(name) ?? []);
  const wordsOf = sets.map((rules, index) => {
    const meant = used.filter((_, position) => position % sets.length === index);
    return JSON.stringify([meant, judgedBy.map((name) => ({ ...query.options, ...rules })[name])]);
  });
  const places = wordsOf.map((words) => wordsOf.indexOf(words));
  if (new Set(places).size < 2) return null;
  const placeOf = (set: string): string => `[${places.join(', ')}][${set} + 1]`;
  return judgedAs === undefined
    ? `[${placeOf(RULE_SET)}]`
    : `arrayMap(s -> ${placeOf(ruleSetOf('s', query, bind))}, ${judgedAs})`;
}

/** One expression under the rules of the service that a row is of: the same where no service has rules. */
export function perService(
  service: string,
  { ofServices = [], ...options }: MetricOptions,
  bind: Parameters,
  build: (options: MetricOptions) => string,
): string {
  const whole = build(options);
  const cases = ofServices.flatMap(({ services, rules }) => {
    const own = build({ ...options, ...rules });
    return own === whole ? [] : [`has(${bind.bind('Array(String)', services)}, ${service}), ${own}`];
  });
  return cases.length === 0 ? whole : `multiIf(${cases.join(', ')}, ${whole})`;
}

/** Which set of rules a service is under, as an expression: 0, or the place of its rules. */
function ruleSetOf(service: string, { options }: MetricQuestion, bind: Parameters): string {
  const { ofServices = [] } = options;
  const cases = ofServices.map(
    ({ services }, index) => `has(${bind.bind('Array(String)', services)}, ${service}), ${index + 1}`,
  );
  return `toUInt16(multiIf(${[...cases, 0].join(', ')}))`;
}

/** Whether any service is judged by rules of its own. */
export const haveOwnRules = ({ options }: Pick<MetricQuestion, 'options'>): boolean =>
  (options.ofServices ?? []).length > 0;

/** Whether some service has a rule of its own about one of the options. */
export const haveRulesOn = ({ options }: MetricQuestion, names: readonly OptionName[]): boolean =>
  (options.ofServices ?? []).some(({ rules }) => names.some((name) => Object.hasOwn(rules, name)));

const variantOf = (name: string, index: number): string => `${name.replaceAll('.', '_')}__${index}`;

/** A name that is written differently under some rules stands for that of the rules that the row is under. */
function combined(variants: readonly Named[]): NamesUnderRules {
  const names = [...new Set(variants.flatMap((variant) => Object.keys(variant)))];
  const differing = new Set(names.filter((name) => new Set(variants.map((variant) => variant[name])).size > 1));
  const texts = new Map<string, readonly (string | undefined)[]>();
  // Within one set of rules names use each other directly: what lies between may be of another type than elsewhere.
  const textsOf = (name: string): readonly (string | undefined)[] => {
    const known = texts.get(name);
    if (known !== undefined) return known;
    const own = variants.map(({ [name]: text }, index) =>
      text === undefined
        ? undefined
        : renamed(text, (used) => (differing.has(used) ? variantOf(used, placeOf(used, index)) : undefined)),
    );
    texts.set(name, own);
    return own;
  };
  const placeOf = (name: string, index: number): number => textsOf(name).indexOf(textsOf(name)[index]);
  const all: Record<string, string> = {};
  const meanings = new Map<string, readonly number[]>();
  for (const name of names) {
    const own = textsOf(name);
    const places = own.map((text) => own.indexOf(text));
    if (!differing.has(name)) {
      all[name] = variants[0]?.[name] ?? '';
      continue;
    }
    meanings.set(name, places);
    own.forEach((text, index) => {
      if (text !== undefined && places[index] === index) all[variantOf(name, index)] = text;
    });
    // One that exists under some rules alone is used by those alone.
    if (own.includes(undefined)) continue;
    const cases = places.flatMap((place, index) =>
      place === 0 ? [] : [`${RULE_SET} = ${index}, ${variantOf(name, place)}`],
    );
    all[name] = cases.length === 0 ? variantOf(name, 0) : `multiIf(${cases.join(', ')}, ${variantOf(name, 0)})`;
  }
  return { named: all, meanings };
}
