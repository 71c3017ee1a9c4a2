import { readConfig } from '@leadline/config';
import { describe, expect, it } from 'vitest';
import { catalogueFile } from './catalogue-file.js';

const until = Date.parse('2026-11-21T15:00:00Z');

function read() {
  const result = readConfig({
    env: { LEADLINE_CONFIG: 'leadline.yaml', LEADLINE_SECRET_GITHUB: 'a-secret-of-the-demo' },
    readFile: (path) => (path === 'leadline.yaml' ? catalogueFile({ until }) : undefined),
  });
  if (result.outcome === 'problems') throw new Error(JSON.stringify(result.problems, undefined, 2));
  return result.config;
}

describe('the leadline.yaml of the demo', () => {
  it('has no problems and turns the endpoint of GitHub on', () => {
    expect(read().endpoints.map(({ name }) => name)).toContain('github');
  });

  it('says whose every service is and where it lives', () => {
    const { services, teams } = read().catalogue;
    expect([services.length, teams.length]).toEqual([40, 9]);
    expect(new Set(services.flatMap(({ repositories }) => repositories)).size).toBe(38);
    expect(services.filter(({ paths }) => paths.length > 0).map(({ name }) => name)).toEqual([
      'ledger-api',
      'ledger-exports',
      'cart',
      'checkout',
    ]);
    expect(services.find(({ name }) => name === 'payments-api')?.targets).toEqual(['production-eu', 'production-us']);
  });

  it('tells that a service changed hands ten weeks before the end', () => {
    const service = read().catalogue.services.find(({ name }) => name === 'app-config');
    // Ten weeks before 21 November 2026 is 12 September; Berlin is two hours ahead of UTC then.
    expect(service?.teams).toEqual([
      { team: 'eng/platform', until: '2026-09-11T22:00:00.000Z' },
      { team: 'eng/mobile', from: '2026-09-11T22:00:00.000Z' },
    ]);
  });
});
