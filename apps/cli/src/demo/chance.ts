import { createHash } from 'node:crypto';
import { seededRandom } from '@leadline/statistics';

/** Chance that a seed fixes: the same seed and path of names give the same draws, whatever is drawn elsewhere. */
export interface Chance {
  /** Evenly spread over [from, to). */
  between(from: number, to: number): number;
  /** An integer of from..to, both included. */
  whole(from: number, to: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** One of the choices, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [choice: T, weight: number])[]): T;
  /** Skewed to the right as durations of work are; `spread` is the standard deviation of the logarithm. */
  skewed(median: number, spread: number): number;
  /** How many independent things happen where `mean` are expected. */
  count(mean: number): number;
}

export function chanceOf(seed: number, ...path: readonly string[]): Chance {
  const random = seededRandom(hash(`${seed}/${path.join('/')}`).readInt32BE());
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  return {
    between: (from, to) => from + random() * (to - from),
    whole,
    happens: (probability) => random() < probability,
    pick: (choices) => {
      if (choices.length === 0) throw new RangeError('nothing to pick from');
      return choices[whole(0, choices.length - 1)] as (typeof choices)[number];
    },
    weighted: (choices) => {
      let rest = random() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [choice, weight] of choices) {
        rest -= weight;
        if (rest < 0) return choice;
      }
      throw new RangeError('no choice has a weight');
    },
    skewed: (median, spread) => median * Math.exp(spread * standardNormal(random)),
    count: (mean) => {
      const floor = Math.exp(-mean);
      let count = 0;
      for (let product = random(); product > floor; product *= random()) count += 1;
      return count;
    },
  };
}

/** 40 hexadecimal digits, as git names things. */
export function shaOf(content: string): string {
  return hash(content).toString('hex');
}

/** A UUID (version 4 in form) that its content fixes. */
export function uuidOf(content: string): string {
  const hex = shaOf(content);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** A number below `bound` that its content fixes. */
export function numberOf(content: string, bound: number): number {
  return hash(content).readUInt32BE() % bound;
}

function hash(content: string): Buffer {
  return createHash('sha1').update(content).digest();
}

/** Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958). */
function standardNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
