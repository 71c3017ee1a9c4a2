import {
  defaultOptions,
  dimensions,
  type MetricId,
  metricIds,
  type MetricOptions,
  metricOptions,
  type MetricQuery,
  type OptionName,
  optionsFor,
  phaseParts,
  phaseReference,
  type Point,
  pointReference,
  type PointReference,
  someOptions,
  type Window,
} from '@leadline/metrics';
import { z } from 'zod';
import { encoded, encodedPart, referredBy } from './page.js';

const list = z.array(z.string()).optional();
const groupBy = z.strictObject({ dimension: z.enum(dimensions), tagKey: z.string().optional() });

const reference = z
  .strictObject({
    m: z.enum(metricIds),
    w: z.tuple([z.number(), z.number(), z.string()]),
    b: z.array(groupBy),
    g: z.array(z.string().nullable()),
    s: z.strictObject({
      teams: list,
      services: list,
      repositories: list,
      environments: list,
      flags: list,
      targets: list,
      tags: list,
    }),
    a: z.number(),
    o: metricOptions,
    /** Part of lead time. */
    p: z.enum(phaseParts).optional(),
    /** Rules of services, each set with its services. */
    r: z.array(z.tuple([z.array(z.string()), someOptions])).optional(),
  })
  .refine(({ m, p }) => p === undefined || m === 'CHANGE_LEAD_TIME');

/** Opaque id of a metric's point: it says all that the point was made from, so it outlives the answer it came with. */
export const pointId = (point: PointReference): string =>
  partOfMetric(point.metric) + partOfSpan(point.window, point.by) + partOfGroup(point);

/**
 * Ids of the points of one query, as {@link pointId} writes them. There are thousands, of few metrics, spans and groups:
 * each of these is written once.
 */
export function pointIds(query: MetricQuery): (point: Point) => string {
  const metrics = new Map<MetricId, string>();
  const spans = new Map<number, string>();
  const groups = new Map<Point['group'], string>();
  return (point) =>
    kept(metrics, point.metric, partOfMetric) +
    kept(spans, point.bucketStart, () => partOfSpan(pointReference(query, point).window, query.by)) +
    kept(groups, point.group, (group) => partOfGroup({ ...query, group }));
}

function kept<Key>(texts: Map<Key, string>, key: Key, make: (key: Key) => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = make(key);
  texts.set(key, text);
  return text;
}

const partOfMetric = (metric: MetricId): string => encodedPart(`{"m":${JSON.stringify(metric)},`);

function partOfSpan({ from, to, timeZone }: Window, by: PointReference['by']): string {
  return encodedPart(`"w":${JSON.stringify([from, to, timeZone])},"b":${JSON.stringify(by)},`);
}

/** The last: what is asked of all points, and what depends on the group. */
function partOfGroup({ by, group, scope, asOf, options, phase }: Omit<PointReference, 'metric' | 'window'>): string {
  const rest = {
    g: group,
    s: scope,
    a: asOf,
    o: differingOptions(options),
    ...(phase === undefined ? {} : { p: phase }),
    ...rulesIn(options, scope, by, group),
  };
  return encoded(JSON.stringify(rest).slice(1));
}

/** Rules of the services that the point may be about. */
function rulesIn(
  { ofServices = [] }: MetricOptions,
  scope: PointReference['scope'],
  by: PointReference['by'],
  group: PointReference['group'],
) {
  const grouped = group[by.findIndex(({ dimension }) => dimension === 'SERVICE')] ?? null;
  const asked = grouped === null ? scope.services : [grouped];
  const own = ofServices
    .map(({ services, rules }) => ({
      services: asked?.length ? services.filter((service) => asked.includes(service)) : services,
      rules,
    }))
    .filter(({ services }) => services.length > 0);
  return own.length === 0 ? {} : { r: own.map(({ services, rules }) => [services, rules]) };
}

/** All points of an answer share their options. */
const differing = new WeakMap<MetricOptions, Partial<MetricOptions>>();

function differingOptions(options: MetricOptions): Partial<MetricOptions> {
  const known = differing.get(options) ?? differenceFromDefaults(options);
  differing.set(options, known);
  return known;
}

function differenceFromDefaults(options: MetricOptions): Partial<MetricOptions> {
  const named = Object.entries(optionsFor(options, null)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultOptions[name as OptionName]),
  );
  return Object.fromEntries(named);
}

/** @throws UnreadableReference if it is no id of a point. */
export function pointIn(id: string): PointReference {
  const { m, w, b, g, s, a, o, p, r } = referredBy(reference, 'point', id);
  const [from, to, timeZone] = w;
  const by = b.map(({ dimension, tagKey }) => ({ dimension, ...(tagKey === undefined ? {} : { tagKey }) }));
  const scope = Object.fromEntries(Object.entries(s).filter(([, values]) => values !== undefined));
  const ofServices = r?.map(([services, rules]) => ({ services, rules }));
  const options = ofServices === undefined ? o : { ...o, ofServices };
  const asked = { window: { from, to, timeZone }, by, scope, asOf: a, options };
  return p === undefined ? { metric: m, ...asked, group: g } : phaseReference(asked, g, p);
}
