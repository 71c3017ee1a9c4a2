import { describe, expect, test } from 'vitest';
import { describeSignature, describeToken, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { flux } from './flux.js';

describeSource(flux, import.meta.dirname);
describeToken(flux);
describe.each(['sha224', 'sha256', 'sha384', 'sha512'])('signed by %s', (algorithm) => {
  describeSignature(flux, {
    sign: hmacIn('x-signature', { algorithm, prefix: `${algorithm}=` }),
    header: 'x-signature',
  });
});

const normalize = normalizing(flux);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a revision', () => {
  const sha = 'c'.repeat(40);
  const key = 'kustomize.toolkit.fluxcd.io/revision';
  const shaOf = (revision: string) =>
    dataOf(normalize({ ...fixture('reconciled'), metadata: { [key]: revision } }))[0]?.['sha'];

  test.each([
    ['as it is written today', `main@sha1:${sha}`, sha],
    ['as it was written before', `main/${sha}`, sha],
    ['of a branch with a slash', `release/1.4@sha1:${sha}`, sha],
    ['the hash alone', `sha1:${sha}`, sha],
    ['the digest of an artifact', `latest@sha256:${'d'.repeat(64)}`, undefined],
    ['a version of a chart', '1.4.0', undefined],
  ])('%s', (_, revision, expected) => {
    expect(shaOf(revision)).toBe(expected);
  });

  test('that is missing leaves nothing to tell', () => {
    expect(normalize({ ...fixture('reconciled'), metadata: {} })).toMatchObject({ outcome: 'ignored' });
  });
});

describe('an event that is repeated', () => {
  const idAt = (name: string, timestamp: string) => dataOf(normalize({ ...fixture(name), timestamp }))[0]?.['id'];

  test('is the same attempt while it fails, and a new one each time it succeeds', () => {
    const [first, second] = ['2026-03-02T10:00:00Z', '2026-03-02T10:05:00Z'];
    expect(idAt('health-check-failed', first ?? '')).toBe(idAt('health-check-failed', second ?? ''));
    expect(idAt('reconciled', first ?? '')).not.toBe(idAt('reconciled', second ?? ''));
  });
});

test('an image that the object names by its annotation is what was brought', () => {
  const image = 'ghcr.io/acme/checkout:1.4.0';
  const { metadata } = fixture('reconciled') as { readonly metadata: object };
  const [data] = dataOf(normalize({ ...fixture('reconciled'), metadata: { ...metadata, image } }));
  expect(data?.['artifacts']).toEqual([image]);
});
