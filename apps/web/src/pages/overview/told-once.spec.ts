import { describe, expect, it } from 'vitest';
import type { OutlierFindingFragment } from '../../generated/graphql.js';
import { toldOnce } from './told-once.js';

const finding = (changes: Partial<OutlierFindingFragment>): OutlierFindingFragment => ({
  id: 'a',
  rule: 'RATE_AGAINST_HISTORY',
  measure: 'FAIL_RATE',
  metric: 'CHANGE_FAIL_RATE',
  direction: 'WORSE',
  service: null,
  team: null,
  repository: null,
  environment: null,
  tag: null,
  value: 0.5,
  unit: 'RATIO',
  n: 20,
  numerator: 10,
  change: 0.4,
  since: '2026-10-19T00:00:00.000Z',
  p: 0.001,
  posterior: null,
  score: null,
  threshold: null,
  provisional: false,
  open: false,
  deployment: null,
  incident: null,
  comparedWith: { of: 'HISTORY', center: 0.1, n: 20, members: 1 },
  ...changes,
});
const day = (id: string, since: string) => finding({ id, rule: 'UNUSUAL_DAY', since });
const ids = (findings: readonly OutlierFindingFragment[]): string[] => findings.map(({ id }) => id);

describe('findings by team and by service', () => {
  it('are one list: days, teams, services', () => {
    const byTeam = [finding({ id: 'team', team: 'eng' }), day('friday', '2026-10-30T00:00:00.000Z')];
    const byService = [finding({ id: 'service', service: 'search' })];
    expect(ids(toldOnce(byTeam, byService))).toEqual(['friday', 'team', 'service']);
  });

  it('tell a day once, though both answers have it under their own ids', () => {
    const friday = '2026-10-30T00:00:00.000Z';
    expect(ids(toldOnce([day('a', friday)], [day('b', friday), day('c', '2026-10-23T00:00:00.000Z')]))).toEqual([
      'a',
      'c',
    ]);
  });

  it('have one line for a team or service, the surest, and keep apart those that share a name', () => {
    const byTeam = [finding({ id: 'surest', team: 'search' }), finding({ id: 'less', team: 'search' })];
    const single = { rule: 'SINGLE_RECORD', service: 'search', deployment: 'd' } as const;
    const byService = [finding({ id: 'service', service: 'search' }), finding({ id: 'record', ...single })];
    expect(ids(toldOnce([...byTeam, finding({ id: 'same record', ...single })], byService))).toEqual([
      'surest',
      'service',
    ]);
  });
});
