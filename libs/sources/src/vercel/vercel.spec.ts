import { describe, expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { vercel } from './vercel.js';

describeSource(vercel, import.meta.dirname);
describeSignature(vercel, { sign: hmacIn('x-vercel-signature', { algorithm: 'sha1' }), header: 'x-vercel-signature' });

const normalize = normalizing(vercel);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const withPayload = (changes: object, type = 'deployment.succeeded') => {
  const body = fixture('succeeded') as { payload: object };
  return normalize({ ...body, type, payload: { ...body.payload, ...changes } });
};

describe('the target', () => {
  test.each([
    ['production', 'production'],
    ['staging', 'staging'],
    [null, 'preview'],
    [undefined, undefined],
  ])('%s is the environment %s', (target, environment) => {
    expect(dataOf(withPayload({ target }))[0]?.['environment']).toBe(environment);
  });

  test('of a preview that is promoted is production, as another attempt of the same deployment', () => {
    const [built] = dataOf(withPayload({ target: null }));
    const [promoted] = dataOf(withPayload({ target: null }, 'deployment.promoted'));
    expect(promoted).toMatchObject({ environment: 'production', group: built?.['group'] });
    expect(promoted?.['id']).not.toBe(built?.['id']);
  });
});

describe('the commit', () => {
  const metaOf = (meta: object) => {
    const { payload } = fixture('succeeded') as { payload: { deployment: object } };
    return dataOf(withPayload({ deployment: { ...payload.deployment, meta } }))[0];
  };
  const sha = 'c'.repeat(40);

  test.each([
    [
      'GitLab',
      { gitlabCommitSha: sha, gitlabProjectNamespace: 'acme/web', gitlabProjectName: 'shop' },
      'acme/web/shop',
    ],
    ['Bitbucket', { bitbucketCommitSha: sha, bitbucketRepoOwner: 'acme', bitbucketRepoSlug: 'shop' }, 'acme/shop'],
  ])('stands under the names of %s', (_, meta, repo) => {
    expect(metaOf(meta)).toMatchObject({ sha, repo });
  });

  test('that is cut short is none', () => {
    expect(metaOf({ githubCommitSha: 'abc123def456' })?.['sha']).toBeUndefined();
    expect(metaOf({})?.['sha']).toBeUndefined();
  });
});
