import { expect, test } from 'vitest';
import { fullShaOf, repositoryNameOf } from './git-names.js';

test.each([
  ['https://github.com/acme/shop.git', 'acme/shop'],
  ['https://user:secret@gitlab.example.org:8443/acme/web/shop.git/', 'acme/web/shop'],
  ['ssh://git@bitbucket.example.org:7999/acme/shop.git', 'acme/shop'],
  ['git@github.com:acme/shop.git', 'acme/shop'],
  ['oci://ghcr.io/acme/charts/shop', 'acme/charts/shop'],
  ['https://github.com/acme/shop?ref=main#readme', 'acme/shop'],
  ['https://charts.example.org', undefined],
  ['acme/shop', undefined],
  ['/srv/git/shop.git', undefined],
  ['', undefined],
  [undefined, undefined],
  ['@'.repeat(1_000_000), undefined],
])('the repository of %s is %s', (url, name) => {
  expect(repositoryNameOf(url)).toBe(name);
});

test.each([
  ['c'.repeat(40), 'c'.repeat(40)],
  ['C'.repeat(40), 'c'.repeat(40)],
  ['d'.repeat(64), 'd'.repeat(64)],
  ['0'.repeat(40), undefined],
  ['c'.repeat(39), undefined],
  ['main', undefined],
  [undefined, undefined],
])('%s is the hash %s', (text, sha) => {
  expect(fullShaOf(text)).toBe(sha);
});
