import type { Catalogue } from '@leadline/events';
import { type EvidenceItem, type EvidencePart, type EvidenceRow, planEvidence, type WholeRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { z } from 'zod';
import { deploymentId } from './deployment-id.js';
import { optionInForce } from './option-in-force.js';
import { limitOf, pageOf, placeAfter } from './page.js';
import { evidentPlaces } from '../query-metrics/query-drift.js';
import { addressesOf, titlesOf } from './titles.js';
import { versionText } from './version-text.js';
import {
  emptyPage,
  type EvidenceEntry,
  type EvidencePage,
  type FindEvidence,
  type Page,
  type PageRequest,
  type PointReference,
} from './types.js';

const place = z.tuple([z.number(), z.string()]).transform(([instant, key]) => ({ instant, key }));
type Place = z.output<typeof place>;
type Request = PageRequest & { readonly parts?: readonly EvidencePart[] };

/**
 * Everything a number was made from and what was left out, with why; latest first. There are as many entries of the
 * parts `numerator`, `denominator` and `sample` together as the point's n.
 *
 * @throws UnreadableReference for a cursor of something else.
 */
export const evidence: FindEvidence = async (analytics, catalogue, point, request) => {
  const { counts, page } = await found(analytics, catalogue, point, request);
  const titles = await titlesOf(
    analytics,
    page.items.map(({ change }) => change),
  );
  const addresses = await addressesOf(
    analytics,
    page.items.map(({ change, url }) => (url === '' ? change : null)),
  );
  const items = page.items.map((item): EvidenceEntry => ({
    ...item,
    deploymentId: item.deployment === null ? null : deploymentId(item.deployment),
    rules: rulesOf(item.service, point),
    title: item.change === null ? versionText(item.title, item.sha) : (titles.get(item.change) ?? null),
    url: item.url || (addresses.get(item.change ?? '') ?? ''),
  }));
  return { ...page, items, counts };
};

function rulesOf(service: string | null, { options: { ofServices = [] } }: PointReference): EvidenceEntry['rules'] {
  const own = service === null ? undefined : ofServices.find(({ services }) => services.includes(service));
  return Object.entries(own?.rules ?? {}).map(([name, value]) => optionInForce(name, value));
}

interface Found {
  readonly counts: EvidencePage['counts'];
  readonly page: Page<EvidenceItem>;
}

async function found(
  analytics: Analytics,
  catalogue: Catalogue,
  point: PointReference,
  request: Request,
): Promise<Found> {
  const planned = planEvidence(point);
  const after = placeAfter(place, request);
  switch (planned.form) {
    case 'rows': {
      const rows = await analytics.query<EvidenceRow>(
        planned.page({ limit: limitOf(request), after, parts: request.parts }),
      );
      const page = pageOf(rows, request, { place: placeOf, item: planned.read });
      const isWhole = after === undefined && request.parts === undefined && !page.hasNext;
      const parts = isWhole
        ? counted(page.items)
        : (await analytics.query<{ part: EvidencePart; entries: number }>(planned.counts)).map(
            ({ part, entries }) => [part, entries] as const,
          );
      return { counts: countsOf(new Map(parts)), page };
    }
    case 'whole':
      return cutFrom(planned.read(await analytics.query<WholeRow>(planned.statement)), request);
    case 'compared':
      return cutFrom(planned.read(await evidentPlaces(analytics, catalogue, point)), request);
    case 'none':
      return { counts: countsOf(new Map()), page: emptyPage };
  }
}

/** The page of entries that are all there. */
function cutFrom(all: readonly EvidenceItem[], request: Request): Found {
  const after = placeAfter(place, request);
  const wanted = all.filter(({ part }) => request.parts === undefined || request.parts.includes(part));
  const start = after === undefined ? 0 : wanted.findIndex((item) => samePlace(item, after)) + 1;
  const own = wanted.slice(start, start + limitOf(request));
  return { counts: countsOf(counted(all)), page: pageOf(own, request, { place: placeOf, item: (item) => item }) };
}

function counted(items: readonly EvidenceItem[]): ReadonlyMap<EvidencePart, number> {
  const counts = new Map<EvidencePart, number>();
  for (const { part } of items) counts.set(part, (counts.get(part) ?? 0) + 1);
  return counts;
}

const countsOf = (counts: ReadonlyMap<EvidencePart, number>): EvidencePage['counts'] => ({
  numerator: counts.get('numerator') ?? 0,
  denominator: counts.get('denominator') ?? 0,
  sample: counts.get('sample') ?? 0,
  left_out: counts.get('left_out') ?? 0,
});

const placeOf = ({ instant, key }: Place) => [instant, key] as const;

const samePlace = (item: EvidenceItem, { instant, key }: Place): boolean =>
  item.instant === instant && item.key === key;
