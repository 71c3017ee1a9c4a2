import { describe, expect, it } from 'vitest';
import { pageNames, routeAt } from '../../apps/web/src/address/route.js';
import { FAILED, flagPages, nightPages, noticePages, worldPages } from './every-page.js';

describe('the pages that are looked at', () => {
  it('are all that the dashboard has', () => {
    const paths = [...worldPages, FAILED, ...nightPages, ...flagPages, ...noticePages];
    const looked = new Set(paths.map((path) => routeAt(path.replace(/\?.*/, ''))?.page));
    expect(pageNames.filter((name) => !looked.has(name))).toEqual([]);
  });
});
