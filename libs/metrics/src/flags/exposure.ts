import type { FlagStep } from './flag-cells.js';

/** How far a flag had come at an instant, over the environments in which it was changed by then. */
export interface ExposureMoment {
  readonly at: number;
  /** On for somebody, somewhere. */
  readonly isExposed: boolean;
  /** On for everybody in every environment seen so far. */
  readonly isFull: boolean;
  /** Off everywhere. */
  readonly isOff: boolean;
}

/** One moment for each instant at which steps were made, in order; steps are given in their order. */
export function exposureMoments(steps: readonly FlagStep[]): ExposureMoment[] {
  const exposures = new Map<string, number>();
  const moments: ExposureMoment[] = [];
  for (const { environment, exposure, at } of steps) {
    exposures.set(environment, exposure);
    const values = [...exposures.values()];
    const moment = {
      at,
      isExposed: values.some((value) => value > 0),
      isFull: values.every((value) => value === 100),
      isOff: values.every((value) => value === 0),
    };
    if (moments.at(-1)?.at === at) moments.pop();
    moments.push(moment);
  }
  return moments;
}

/** First instant, not before `from`, at which the moments say so; null: never. */
export function firstFrom(
  moments: readonly ExposureMoment[],
  from: number,
  says: (moment: ExposureMoment) => boolean,
): number | null {
  const current = moments.findLast(({ at }) => at <= from);
  if (current !== undefined && says(current)) return from;
  return moments.find((moment) => moment.at > from && says(moment))?.at ?? null;
}
