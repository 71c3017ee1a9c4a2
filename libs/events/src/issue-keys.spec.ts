import { describe, expect, it } from 'vitest';
import { issueKeysIn } from './issue-keys.js';

describe('issues of a change', () => {
  it('are named by the keys of trackers, wherever they stand', () => {
    expect(
      issueKeysIn({
        title: 'SHOP-1184: sum of the basket',
        body: 'See PAY-7.\nhttps://acme.atlassian.net/browse/WEB-3',
      }),
    ).toEqual(['PAY-7', 'SHOP-1184', 'WEB-3']);
    expect(issueKeysIn({ title: '[SHOP-1], (SHOP-2) and SHOP-1 again' })).toEqual(['SHOP-1', 'SHOP-2']);
  });

  it('are no standards, dates, versions or parts of words', () => {
    expect(
      issueKeysIn({
        title: 'UTF-8, SHA-256, ISO-8601, CVE-2026-1234, A-1, xSHOP-1, SHOP-1x, NODE-20.1, RELEASE-2026-01-02',
      }),
    ).toEqual([]);
  });

  it('are numbers where a word says that the change belongs to them: others are pull requests', () => {
    expect(issueKeysIn({ title: 'Sum of the basket (#77)', body: 'Merge pull request #78 from acme/x' })).toEqual([]);
    expect(issueKeysIn({ body: 'Fixes #12, #13 and acme/blog#4. Closes: group/sub/shop#5' })).toEqual([
      '#12',
      '#13',
      'acme/blog#4',
      'group/sub/shop#5',
    ]);
    expect(issueKeysIn({ body: 'prefixes #12' })).toEqual([]);
    expect(issueKeysIn({ body: 'GH-9' })).toEqual(['#9']);
  });

  it('are pages of issues and work items', () => {
    expect(
      issueKeysIn({
        body: 'https://github.com/acme/shop/issues/12 https://gitlab.com/g/sub/shop/-/issues/3 https://github.com/acme/shop/pull/13\nAB#55 https://dev.azure.com/acme/shop/_workitems/edit/56',
      }),
    ).toEqual(['AB#55', 'AB#56', 'acme/shop#12', 'g/sub/shop#3']);
  });

  it('stand in the names of branches, in small letters too', () => {
    expect(issueKeysIn({ branch: 'feature/SHOP-1184-sum' })).toEqual(['SHOP-1184']);
    expect(issueKeysIn({ branch: 'feature/shop-1184-sum' })).toEqual(['shop-1184']);
    expect(issueKeysIn({ branch: '118-sum-of-the-basket' })).toEqual(['#118']);
    expect(issueKeysIn({ branch: '2026-01-02' })).toEqual([]);
    expect(issueKeysIn({ branch: 'main' })).toEqual([]);
  });

  it('are none of a text that lists everything', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => `SHOP-${index}`).join(' ');
    expect(issueKeysIn({ body: keys(50) })).toHaveLength(50);
    expect(issueKeysIn({ body: keys(51) })).toEqual([]);
  });

  it('are found in hostile text in time', () => {
    for (const part of ['A', 'AA-', 'fixes ', 'fixes a/', 'a/', 'https://a/', '#1,']) {
      const began = performance.now();
      issueKeysIn({ title: part.repeat(2_000), body: part.repeat(100_000), branch: part.repeat(100_000) });
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });
});
