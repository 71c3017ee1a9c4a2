import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { azureContainerRegistry } from './azure-container-registry.js';

describeSource(azureContainerRegistry, import.meta.dirname);
describeToken(azureContainerRegistry);

const normalize = normalizing(azureContainerRegistry);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name) as { target: object };

test('a tag that is a commit says what the image was built of', () => {
  const body = fixture('push');
  const sha = 'b'.repeat(40);
  expect(dataOf(normalize({ ...body, target: { ...body.target, tag: sha } }))).toMatchObject([{ sha }]);
});

test('a push without a tag names nothing new', () => {
  const { tag: _, ...target } = fixture('push').target as { tag: string };
  expect(normalize({ ...fixture('push'), target })).toMatchObject({ outcome: 'ignored' });
});
