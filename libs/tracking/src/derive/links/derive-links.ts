import { Carriers } from './carriers.js';
import { Chain } from './chain.js';
import { RowElements } from './elements.js';
import type { ChainVersion, CommitGraph, DerivedLinks, LinkOptions, RowLinks } from './facts.js';
import { Knowledge } from './knowledge.js';
import { CommitOpenings } from './openings.js';
import { PullRequests } from './pull-requests.js';
import { settle } from './settle.js';
import { flagsTakenBack } from './taken-back.js';
import { usedUpIn } from './used-up.js';

/**
 * Which commits and changes each deployment of a service carried for the first time, and when their lead times open
 * (metrics.md §3.2), as it was known at every instant: an element holds for queries as of [knownFrom, knownUntil).
 *
 * `chain` is every version of every succeeded production deployment of the service, in any order. The graph is asked
 * only for what is reached; if that is not all loaded the outcome is `needs`, with everything one run came across: load
 * it and call again. Rows whose chain hash equals the one in the memo, and all rows before them too, are `reused`: they
 * are not derived again, and nothing is loaded for them.
 *
 * Where one deployment carries several commits of one patch each has its element, ordered by SHA; readers that count
 * patches take the first eligible one of each patch and deployment.
 *
 * @param chain What calls again with more loaded orders it once, with the same options.
 */
export function deriveLinks(
  chain: Chain | readonly ChainVersion[],
  graph: CommitGraph,
  options: LinkOptions,
): DerivedLinks {
  const ordered = chain instanceof Chain ? chain : new Chain(chain, options);
  const knowledge = new Knowledge(graph, options.memo);
  const carriers = new Carriers(ordered, knowledge, options);
  // Elements are described only when the walk is over: until then each round would describe all of them in vain.
  for (const { carried } of carriers.walked.values()) for (const { sha } of carried) knowledge.changesOf(sha);
  if (!knowledge.complete) return needed(knowledge);

  const requests = new PullRequests(knowledge);
  const openings = new CommitOpenings(knowledge, requests);
  const sources = { chain: ordered, carriers, knowledge, requests, openings, options };
  const described = [...carriers.walked].map(([row, { links, carried: all }]) => {
    const carried = all.filter(({ from, until }) => from < until);
    return { row, links, carried, elements: new RowElements({ links, carried }, sources) };
  });
  const takenBack = flagsTakenBack(sources);
  if (!knowledge.complete) return needed(knowledge);

  const rows = described.map(({ row, links, carried, elements }): [string, RowLinks] => {
    const commits = settle(elements.commits, ({ sha }) => sha);
    const found: RowLinks = {
      links: settle(links, () => ''),
      commits,
      changes: settle(elements.changes, ({ change }) => change),
      flags: settle([...elements.flags, ...(takenBack.get(row)?.flags ?? [])], ({ by, flag }) => `${by}\n${flag}`),
      chainHash: ordered.hashOf(row),
      carried: carried.map(({ sha, from, until }) => ({ sha, from, until })),
      usedUp: usedUpIn(carried, commits),
      shas: dependencies(ordered.versionsOf(row), links, [...elements.shas, ...(takenBack.get(row)?.shas ?? [])]),
    };
    return [row, found];
  });
  return {
    outcome: 'complete',
    rows: new Map(rows),
    get reused() {
      return ordered.reusedRows();
    },
  };
}

function needed({ needs: { commits, changesOf, patches, carried } }: Knowledge): DerivedLinks {
  return {
    outcome: 'needs',
    commits: [...commits],
    changesOf: [...changesOf],
    patches: [...patches],
    carried: [...carried],
  };
}

function dependencies(
  versions: readonly ChainVersion[],
  links: readonly { readonly waiting: readonly string[] }[],
  described: readonly string[],
): string[] {
  const shas = new Set(described);
  for (const { sha, listed, others } of versions)
    for (const said of [...(listed ?? []), ...(sha === null ? [] : [sha]), ...(others ?? [])]) shas.add(said);
  for (const { waiting } of links) for (const sha of waiting) shas.add(sha);
  return [...shas].sort();
}
