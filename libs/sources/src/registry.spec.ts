import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceById, sources } from './registry.js';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test('every source on disk is registered, once, in the order of the names', () => {
  expect(sources.map(({ id }) => id)).toEqual(folders.toSorted());
});

test('a source is found by its id, and nothing else is', () => {
  expect(sourceById('github')?.title).toBe('GitHub');
  expect(sourceById('GitHub')).toBeUndefined();
  expect(sourceById('__proto__')).toBeUndefined();
});

test('how to set it up is told of every source', () => {
  const untold = sources.filter(({ id, title }) => {
    const file = join(import.meta.dirname, id, 'setup.md');
    return !existsSync(file) || !readFileSync(file, 'utf8').startsWith(`# ${title}\n\n`);
  });
  expect(untold.map(({ id }) => id)).toEqual([]);
});
