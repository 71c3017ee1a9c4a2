import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  /** Processes that wanted to run, on average over the last minute before the start. */
  readonly loadAtStart: number;
  /** Others had work to do, so figures say less than they could. */
  readonly isLoaded: boolean;
}

/** A share of the cores that is noise: the build before, a terminal. */
const QUIET_SHARE = 0.5;

export function thisMachine(): Machine {
  const cores = availableParallelism();
  const loadAtStart = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadAtStart,
    isLoaded: loadAtStart > cores * QUIET_SHARE,
  };
}
