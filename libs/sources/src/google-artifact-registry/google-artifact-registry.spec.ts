import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { googleArtifactRegistry } from './google-artifact-registry.js';

describeSource(googleArtifactRegistry, import.meta.dirname);
describeToken(googleArtifactRegistry);

const normalize = normalizing(googleArtifactRegistry);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name) as { message: object };
const IMAGE = 'europe-docker.pkg.dev/acme/images/shop';
const carrying = (data: object) => {
  const body = fixture('tag-pushed');
  const encoded = Buffer.from(JSON.stringify(data)).toString('base64');
  return { ...body, message: { ...body.message, data: encoded } };
};

test('a tag that is a commit says what the image was built of', () => {
  const sha = 'b'.repeat(40);
  const pushed = { action: 'INSERT', digest: `${IMAGE}@sha256:${'c'.repeat(64)}`, tag: `${IMAGE}:${sha}` };
  expect(dataOf(normalize(carrying(pushed)))).toMatchObject([{ sha, names: [`${IMAGE}:${sha}`] }]);
});

test('a tag of another image than the digest is not believed', () => {
  const pushed = { action: 'INSERT', digest: `${IMAGE}@sha256:${'c'.repeat(64)}`, tag: 'elsewhere.example/shop:1' };
  expect(normalize(carrying(pushed))).toMatchObject({ outcome: 'ignored' });
});

test('what is wrong within the message is told with its place, and what lacks the message says no time', () => {
  expect(normalize(carrying({ action: 'INSERT' }))).toMatchObject({
    outcome: 'rejected',
    message: "in the message's data/digest: expected text",
    pointer: '/message/data',
  });
  expect(normalize({ action: 'INSERT' })).toMatchObject({ outcome: 'rejected', pointer: '/message' });
});

test('the message keeps its id when it is pushed again', () => {
  const body = Buffer.from(JSON.stringify(fixture('tag-pushed')));
  expect(googleArtifactRegistry.deliveryId({ headers: {}, body })).toBe('136969346945');
});
