import { shaInTag } from '@leadline/events';
import type { AttemptState } from './deployment.js';
import { isShortSha, prefixOf } from './short-sha.js';
import { readsConfiguration } from './standing.js';
import type { Timeline } from './timeline.js';

/** What has to be looked up before the versions of attempts can be found. */
export interface Wanted {
  /** Names of artifacts. */
  readonly artifacts: Set<string>;
  /** Beginnings of SHAs ({@link prefixOf}). */
  readonly prefixes: Set<string>;
}

/** Adds what an attempt needs; answers whether it needs anything. */
export function wantedBy(attempt: Timeline<AttemptState>, { artifacts, prefixes }: Wanted): boolean {
  let needs = false;
  for (const { state } of attempt) {
    for (const sha of [state.sha, ...(state.others ?? [])]) {
      if (sha === null || !isShortSha(sha)) continue;
      prefixes.add(prefixOf(sha));
      needs = true;
    }
    if (!asksArtifacts(state)) continue;
    for (const name of state.artifacts ?? []) {
      artifacts.add(name);
      const tagged = shaInTag(name);
      if (tagged !== null && isShortSha(tagged)) prefixes.add(prefixOf(tagged));
    }
    needs = true;
  }
  return needs;
}

/** Explicit words outrank links: artifacts are asked where no commit was told, or one of configuration. */
export const asksArtifacts = ({ artifacts, sha, source }: AttemptState): boolean =>
  artifacts !== undefined && (sha === null || readsConfiguration(source));
