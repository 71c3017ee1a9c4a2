import { describe, expect, it } from 'vitest';
import { bodyOf, linkedIssues, listedTexts } from './linked-issues.js';

describe('issues of a change', () => {
  it('are said where description or branch name some, and denied only by an edit', () => {
    expect(linkedIssues({ body: 'Fixes #12', branch: 'feature/SHOP-1-sum' })).toEqual({ issues: ['#12', 'SHOP-1'] });
    expect(linkedIssues({ body: 'Sum', branch: 'main' })).toEqual({});
    expect(linkedIssues({ body: 'Sum', branch: 'main' }, true)).toEqual({ issues: [] });
  });

  it('of a commit are found below its first line', () => {
    expect(bodyOf('SHOP-1 Sum\n\nRefs SHOP-2')).toBe('\nRefs SHOP-2');
    expect(bodyOf('SHOP-1 Sum')).toBe('');
  });

  it('are all that is kept of what an API lists', () => {
    const { body, branch } = listedTexts('Ana says: closes #12, see SHOP-1 and acme/blog#3', 'feature/shop-9-x');
    expect(body).toBe('refs #12\nrefs SHOP-1');
    expect(linkedIssues({ body, branch })).toEqual({ issues: ['#12', 'SHOP-1', 'shop-9'] });
    expect(listedTexts('Nothing', 'main')).toEqual({});
  });
});
