import { describe, expect, it } from 'vitest';
import { givenAnswers } from '../testing/given-answers.js';
import { runLeadline } from '../testing/run-leadline.js';

const nothing = { normalized: 0, ignored: 0, quarantined: 0 };
const gitlab = {
  endpoint: 'gitlab',
  source: 'gitlab',
  configured: true,
  lastReceivedAt: '2026-03-02T10:00:00.000Z',
  lastTestAt: null,
  last24Hours: { normalized: 3, ignored: 1, quarantined: 2 },
  last7Days: { normalized: 1_203, ignored: 10, quarantined: 2 },
  openInQuarantine: 2,
  refused: { lastAt: '2026-03-02T09:00:00.000Z', last24Hours: 1, last7Days: 12 },
  advice: [{ code: 'quarantine', message: '2 deliveries are in quarantine', fix: 'leadline quarantine ls\u001b[2J' }],
};
const jira = {
  ...gitlab,
  endpoint: 'jira',
  source: 'jira',
  lastReceivedAt: null,
  last24Hours: nothing,
  last7Days: nothing,
  refused: null,
  advice: [],
};
const gap = {
  code: 'NO_INCIDENTS',
  metrics: ['CHANGE_FAIL_RATE'],
  message: 'No incidents from anywhere',
  fix: 'Connect',
};
const columns = (text: string): string[] => text.split('\n').map((line) => line.trimEnd().replaceAll(/ {2,}/g, ' | '));

describe('leadline sources', () => {
  it('shows who sends and what became of it, then what is missing, each with the next step', async () => {
    const { address } = await givenAnswers({ sources: [gitlab, jira], dataGaps: [gap] });
    const { code, stdout } = await runLeadline(['sources', '--server', address]);
    expect(code).toBe(0);
    expect(columns(stdout)).toEqual([
      'ENDPOINT | SOURCE | LAST | 24 H | 7 D | IGNORED | NOT UNDERSTOOD | REFUSED | STATE',
      'gitlab | gitlab | 2026-03-02 10:00:00Z | 6 | 1,215 | 10 | 2 | 12 | quarantine',
      'jira | jira | never | 0 | 0 | 0 | 0 | 0 | sends',
      '',
      'CHANGE_FAIL_RATE',
      ' | No incidents from anywhere',
      ' | → Connect',
      '',
      'gitlab',
      ' | 2 deliveries are in quarantine',
      ' | → leadline quarantine ls\\u001b[2J',
      '',
    ]);
  });

  it('says how to begin where nothing is on', async () => {
    const { address } = await givenAnswers({ sources: [], dataGaps: [] });
    expect((await runLeadline(['sources', '--server', address])).stdout).toContain('No endpoint is on');
  });

  it('answers in JSON', async () => {
    const { address } = await givenAnswers({ sources: [jira], dataGaps: [gap] });
    const { stdout } = await runLeadline(['sources', '--json', '--server', address]);
    expect(JSON.parse(stdout)).toEqual({ sources: [jira], dataGaps: [gap] });
  });
});
