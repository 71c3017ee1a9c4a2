import { describe, expect, it } from 'vitest';
import { artifactNames, commitInPackage, shaInTag } from './artifact-names.js';

const digest = `sha256:${'0b31'.repeat(16)}`;

describe('names of an artifact', () => {
  it.each([
    [digest, [digest]],
    [digest.toUpperCase().replace('SHA', 'sha'), [digest]],
    ['ghcr.io/acme/shop:1.4.2', ['ghcr.io/acme/shop:1.4.2']],
    [`ghcr.io/acme/shop@${digest}`, [digest]],
    [`ghcr.io/acme/shop:1.4.2@${digest}`, [digest, 'ghcr.io/acme/shop:1.4.2']],
    [`docker-pullable://ghcr.io/acme/shop@${digest}`, [digest]],
    ['localhost:5000/shop:1.4.2', ['localhost:5000/shop:1.4.2']],
    ['docker.io/library/nginx:1.27', ['nginx:1.27']],
    ['docker.io/acme/shop:1', ['acme/shop:1']],
    ['ghcr.io/Acme/Shop:RC1', ['ghcr.io/acme/shop:RC1']],
    [
      `pkg:oci/shop@${digest.replace(':', '%3A')}?repository_url=ghcr.io/acme/shop&tag=1.4.2`,
      [digest, 'ghcr.io/acme/shop:1.4.2'],
    ],
    [`pkg:oci/shop@${digest}`, [digest]],
    ['pkg:docker/acme/shop@1.4.2', ['acme/shop:1.4.2']],
    ['pkg:npm/%40acme/shop@1.4.2', ['pkg:npm/@acme/shop@1.4.2']],
    ['pkg:maven/org.acme/shop@1.4.2?type=jar#x', ['pkg:maven/org.acme/shop@1.4.2']],
  ])('%s', (reference, names) => {
    expect(artifactNames(reference)).toEqual(names);
  });

  it.each([
    '',
    'main',
    '1.4.2',
    'ghcr.io/acme/shop',
    'localhost:5000/shop',
    'pkg:oci/shop',
    'two words:1',
    'a@b',
    'pkg:npm/%E0@',
  ])('"%s" names nothing exact', (reference) => {
    expect(artifactNames(reference)).toEqual([]);
  });
});

describe('a commit', () => {
  const sha = 'c'.repeat(40);

  it('is what a package URL of a forge may name', () => {
    expect(commitInPackage(`pkg:github/acme/shop@${sha}`)).toEqual({ repository: 'acme/shop', sha });
    expect(commitInPackage('pkg:github/acme/shop@v1')).toBeNull();
    expect(commitInPackage(`pkg:oci/shop@${sha}`)).toBeNull();
  });

  it.each([
    [`ghcr.io/acme/shop:${sha}`, sha],
    ['ghcr.io/acme/shop:sha-3f2c1ab', '3f2c1ab'],
    ['ghcr.io/acme/shop:main-3f2c1ab', '3f2c1ab'],
    ['localhost:5000/shop:3f2c1ab', '3f2c1ab'],
    ['ghcr.io/acme/shop:1.4.2', null],
    ['ghcr.io/acme/shop:1.4.20260302', null],
    [digest, null],
    ['pkg:npm/shop@3f2c1ab', null],
  ])('in the tag of %s is %s', (name, found) => {
    expect(shaInTag(name)).toBe(found);
  });
});
