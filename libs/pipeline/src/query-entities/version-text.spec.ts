import { describe, expect, it } from 'vitest';
import { versionText } from './version-text.js';

const sha = '5e1f00d5e1f00d5e1f00d5e1f00d5e1f00d5e1f0';

describe('what a deployment is called', () => {
  it('is its version, and its commit where the version is a branch or there is none', () => {
    expect(versionText('v1.4.0', sha)).toBe('v1.4.0');
    expect([versionText('main', sha), versionText('', sha), versionText(null, sha)]).toEqual([
      '5e1f00d',
      '5e1f00d',
      '5e1f00d',
    ]);
  });

  it('is the branch where nothing else is known', () => {
    expect([versionText('main', ''), versionText('main', null), versionText(null, null)]).toEqual([
      'main',
      'main',
      null,
    ]);
  });
});
