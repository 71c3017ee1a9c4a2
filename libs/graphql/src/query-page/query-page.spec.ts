import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { pageScript } from './page-script.js';

describe('the script of the query page', () => {
  it('is a script', () => {
    expect(() => new Script(pageScript)).not.toThrow();
  });

  it('cannot end its own element, and makes no markup of what it is told', () => {
    expect(pageScript).not.toMatch(/<\/|<!--/);
    expect(pageScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
  });
});
