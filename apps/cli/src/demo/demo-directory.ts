import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../failure.js';
import type { DemoSettings } from './options.js';

const story = z.object({
  seed: z.number().int(),
  weeks: z.number().int().min(1),
  /** Epoch milliseconds. */
  until: z.number().int(),
  /** Whether everything was sent and counts. */
  isSent: z.boolean(),
});

/** Which organisation a directory holds. */
export type DemoStory = z.infer<typeof story>;

const NAME = 'demo.json';
const DEFAULT_WEEKS = 26;
const DEFAULT_SEED = 1;

/**
 * Makes a directory ready for the demo and says which story belongs into it. A story that was only half sent is sent again:
 * deliveries have the same ids then, so nothing counts twice.
 */
export function openDirectory(settings: DemoSettings, now: number): DemoStory {
  const { directory, reset, weeks, seed } = settings;
  const isUsed = existsSync(directory) && readdirSync(directory).length > 0;
  const isOurs = existsSync(join(directory, NAME));
  if (isUsed && !isOurs) {
    throw new Failure('usage', `${directory} holds something else than a demo`, [
      'Name another directory: --data <directory>',
    ]);
  }
  if (isUsed && reset) rmSync(directory, { recursive: true });
  else if (isOurs) return checkedStory(readStory(directory), settings);
  const begun = { seed: seed ?? DEFAULT_SEED, weeks: weeks ?? DEFAULT_WEEKS, until: now, isSent: false };
  mkdirSync(directory, { recursive: true });
  writeStory(directory, begun);
  return begun;
}

export function writeStory(directory: string, content: DemoStory): void {
  const path = join(directory, NAME);
  writeFileSync(`${path}.new`, `${JSON.stringify(content)}\n`);
  renameSync(`${path}.new`, path);
}

function readStory(directory: string): DemoStory {
  const path = join(directory, NAME);
  try {
    return story.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Failure('failed', `${path} cannot be understood`, ['Begin anew: leadline demo --reset'], {
      cause: error,
    });
  }
}

function checkedStory(
  there: DemoStory,
  { weeks = there.weeks, seed = there.seed, directory }: DemoSettings,
): DemoStory {
  if (weeks === there.weeks && seed === there.seed) return there;
  const message = `${directory} holds ${there.weeks} weeks of seed ${there.seed}, not ${weeks} weeks of seed ${seed}`;
  throw new Failure('usage', message, ['Begin anew with --reset, or name another directory: --data <directory>']);
}
