import {
  defaultOptions,
  dimensions,
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
  spanOfPoint,
} from '@leadline/metrics';
import { z } from 'zod';
import { encoded, referenceTo, referredBy } from './page.js';

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
export function pointId({ metric, window, by, group, scope, asOf, options, phase }: PointReference): string {
  return referenceTo({
    m: metric,
    w: [window.from, window.to, window.timeZone],
    b: by,
    g: group,
    s: scope,
    a: asOf,
    o: differingOptions(options),
    ...(phase === undefined ? {} : { p: phase }),
    ...rulesIn(options, scope, by, group),
  });
}

/**
 * Ids of the points of one query, as {@link pointId} writes them: what its points share is written once, for there are
 * thousands of them.
 */
export function pointIds(query: MetricQuery): (point: Point) => string {
  const { window, by, scope, asOf, options } = query;
  // Which rules a point shows depends on its group.
  if (options.ofServices !== undefined) return (point) => pointId(pointReference(query, point));
  const zone = JSON.stringify(window.timeZone);
  const groupedBy = JSON.stringify(by);
  const rest = `"s":${JSON.stringify(scope)},"a":${asOf},"o":${JSON.stringify(differingOptions(options))}`;
  return (point) => {
    const { from, to } = spanOfPoint(query, point);
    const span = `"w":[${from},${to},${zone}]`;
    return encoded(`{"m":"${point.metric}",${span},"b":${groupedBy},"g":${JSON.stringify(point.group)},${rest}}`);
  };
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
