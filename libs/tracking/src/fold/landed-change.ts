import { canonicalJson, type Catalogue } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import type { CommitState } from './commit.js';
import type { FoldedRow } from './entity.js';
import { matchesGlob } from './glob.js';
import { servicesOfRepository } from './names.js';
import { attributesSaid, type Patch } from './patches.js';
import type { PullRequestState } from './pull-request.js';
import { contentOf } from './rows.js';
import type { Timeline } from './timeline.js';

type Landed = Omit<TableRow<'landed_changes'>['states'][number], 'knownFrom' | 'knownUntil'>;

/** A commit that landed by itself, and whose it is by its paths. Of one of which neither was ever said there is no row. */
export function landedCommit(
  entity: string,
  timeline: Timeline<CommitState>,
  told: readonly Patch[],
  catalogue: Catalogue,
): FoldedRow[] {
  if (!wasSaid(told, 'pushedAt') && !wasSaid(told, 'paths')) return [];
  return [
    rowOf(entity, timeline, (state) => {
      const { repository, title, pushedAt, sha, bot, parents } = state;
      const outside = servicesOutside(state, catalogue);
      if (pushedAt === null && outside.length === 0) return null;
      const merge = (parents?.length ?? 0) > 1 ? 1 : 0;
      const own = { repository, title, landedAt: pushedAt, sha, outside, bot: bot ? (1 as const) : (0 as const) };
      return { ...own, shas: [], untold: 0, judgedBy: [], merge };
    }),
  ];
}

/** A pull request that was merged. Of one that never was there is no row. */
export function landedRequest(
  entity: string,
  timeline: Timeline<PullRequestState>,
  told: readonly Patch[],
): FoldedRow[] {
  if (!wasSaid(told, 'mergedAt')) return [];
  return [
    rowOf(entity, timeline, ({ repository, title, mergedAt, mergeSha, landed, commits, headSha, method, bot }) => {
      const originals = commits ?? [];
      const closing = mergeSha ?? landed.at(-1) ?? originals.at(-1);
      if (mergedAt === null || closing === undefined) return null;
      const untold = originals.length === 0;
      const named = untold && headSha !== null ? [headSha] : originals;
      const merged = [...landed, closing];
      const judgedBy = untold || method === 'squash' || method === 'rebase' ? merged : originals;
      return {
        repository,
        title,
        landedAt: mergedAt,
        sha: closing,
        shas: distinct([...merged, ...named]),
        untold: untold ? 1 : 0,
        judgedBy: distinct(judgedBy),
        outside: [],
        bot: bot ? 1 : 0,
        merge: 0,
      };
    }),
  ];
}

function rowOf<S>(entity: string, timeline: Timeline<S>, landedIn: (state: S) => Landed | null): FoldedRow {
  const states = timeline.flatMap(({ from, state }, index): TableRow<'landed_changes'>['states'] => {
    const landed = landedIn(state);
    return landed === null ? [] : [{ knownFrom: from, knownUntil: timeline[index + 1]?.from ?? FOREVER, ...landed }];
  });
  const content = { entity, states };
  return { table: 'landed_changes', row: { ...content, content_hash: contentOf(canonicalJson(content)) } };
}

/** Services of a monorepo that have paths, none of which the commit changed; none where its paths are not known. */
function servicesOutside({ repository, paths }: CommitState, catalogue: Catalogue): string[] {
  if (paths === null) return [];
  const isNamedElsewhere = ({ repositories }: Catalogue['services'][number]): boolean =>
    repositories.some((name) => name === repository || name.endsWith(`:${repository}`));
  const declared = new Set(servicesOfRepository(catalogue, { source: null, repository, repositoryId: null }));
  return catalogue.services
    .filter((service) => service.repositories.length === 0 || declared.has(service) || isNamedElsewhere(service))
    .filter((service) => service.paths.length > 0)
    .filter((service) => !paths.some((path) => service.paths.some((glob) => matchesGlob(glob, path))))
    .map(({ name }) => name)
    .sort();
}

/** Whether any event ever gave the attribute a value: a row that was written once is written again, if only empty. */
const wasSaid = (told: readonly Patch[], name: string): boolean =>
  told.flatMap(attributesSaid).some((said) => said[name] !== undefined && said[name] !== null);

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
