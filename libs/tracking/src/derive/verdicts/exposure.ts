import type { AttemptState } from '../../fold/deployment.js';
import type { Timeline } from '../../fold/timeline.js';
import type { Occurrence } from './occurrences.js';

/** More sources than this in one service, and the option assumeExposed is refused for it: 2^4 variants fill the mask. */
const MOST_SOURCES = 4;

/**
 * The option assumeExposed changes which failed rollouts are deployments, and so who is blamed. Each subset of the
 * service's sources that do not tell is a variant; what depends on it carries a mask of the variants it holds in.
 */
export class ExposureVariants {
  /** Sources that reported a failed production attempt without saying whether it reached users, sorted. */
  readonly sources: readonly string[];
  readonly count: number;
  readonly all: number;

  constructor(attempts: readonly Timeline<AttemptState>[]) {
    const silent = new Set<string>();
    for (const timeline of attempts) {
      for (const { state } of timeline)
        if (state.status === 'failed' && state.exposed === null && state.tier === 'production')
          silent.add(state.source);
    }
    this.sources = [...silent].sort();
    this.count = this.sources.length > MOST_SOURCES ? 1 : 2 ** this.sources.length;
    this.all = 2 ** this.count - 1;
  }

  /** Mask of the variants in which the deployment reached users, that is: belongs to the deployment set P. */
  membership({ status, exposed, unknownSources }: Occurrence): number {
    if (status === 'succeeded') return this.all;
    if (status !== 'failed') return 0;
    if (exposed) return this.all;
    let mask = 0;
    for (let variant = 0; variant < this.count; variant++) {
      const isAssumed = unknownSources.some((source) => (variant >> this.sources.indexOf(source)) & 1);
      if (isAssumed) mask |= 1 << variant;
    }
    return mask;
  }
}
