import { describe, expect, it } from 'vitest';
import { adviceFor } from './source-advice.js';
import type { SourceHealth } from './types.js';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-12T10:00:00Z');
const nothing = { normalized: 0, ignored: 0, quarantined: 0 };
const sending: Omit<SourceHealth, 'advice'> = {
  endpoint: 'github-eu',
  source: 'github',
  configured: true,
  lastReceivedAt: NOW - HOUR,
  lastTestAt: null,
  last24Hours: { ...nothing, normalized: 5 },
  last7Days: { ...nothing, normalized: 50 },
  openInQuarantine: 0,
  lastError: null,
  usualGapSeconds: 1_800,
  silent: false,
  reconciled: [],
  refused: null,
};
const refused = { lastAt: NOW - 60_000, last24Hours: 3, last7Days: 12, stale: 0 };
const told = (health: Partial<typeof sending>) => adviceFor({ ...sending, ...health }, NOW);
const codesOf = (health: Partial<typeof sending>): string[] => told(health).map(({ code }) => code);
const textOf = (health: Partial<typeof sending>): string =>
  told(health)
    .map(({ message, fix }) => `${message} → ${fix}`)
    .join('\n');

describe('advice on an endpoint', () => {
  it('is none where deliveries come and are understood', () => {
    expect(told({})).toEqual([]);
    expect(told({ source: 'leadline', endpoint: 'leadline', configured: false })).toEqual([]);
  });

  it('speaks of the topic of one that reads it', () => {
    const ofTopic = { source: 'cloudevents', endpoint: 'bus', topic: 'platform.events' };
    expect(textOf({ ...ofTopic, lastReceivedAt: null })).toMatch(
      /^Nothing was read yet → See that events are written to the topic platform\.events, and that Leadline's log/,
    );
    expect(textOf({ ...ofTopic, silent: true, lastReceivedAt: NOW - 72 * HOUR })).toContain(
      '→ See whether events are written to the topic platform.events',
    );
  });

  it('names the variable where a secret is missing, whether it ever sent or only knocks', () => {
    const knocked = textOf({ configured: false, lastReceivedAt: null, refused });
    expect(knocked).toContain('It has no secret, so it is off: 12 deliveries were refused in the last seven days');
    expect(knocked).toContain('the last at 2026-03-12 09:59 UTC');
    expect(knocked).toContain('LEADLINE_SECRET_GITHUB_EU');
    expect(knocked).toContain('libs/sources/src/github/setup.md');
    expect(textOf({ configured: false })).toContain('It received something once, and has no secret now');
    expect(codesOf({ configured: false, refused })).toEqual(['off']);
  });

  it('tells wrong signatures from old ones, and from tokens of /events', () => {
    const wrong = textOf({ lastReceivedAt: null, refused });
    expect(wrong).toContain('signature or token is wrong or missing → Let the secret at the sender be the one in');
    expect(codesOf({ lastReceivedAt: null, refused })).toEqual(['refused']);
    expect(textOf({ refused: { ...refused, stale: 12 } })).toContain('timedatectl set-ntp true');
    const events = textOf({ endpoint: 'events', source: 'cloudevents', lastReceivedAt: null, refused });
    expect(events).toContain('leadline token create --scope events:write');
  });

  it('is over once deliveries come for an hour and none is refused', () => {
    expect(codesOf({ refused: { ...refused, lastAt: NOW - 2 * HOUR } })).toEqual(['refused']);
    expect(codesOf({ refused: { ...refused, lastAt: NOW - 2 * HOUR - 1 } })).toEqual([]);
  });

  it('names the address of a hook, but where the sender keeps the paths of another product', () => {
    expect(textOf({ lastReceivedAt: null })).toContain('/hooks/github-eu');
    expect(textOf({ lastReceivedAt: null })).toContain('leadline send-test-event github-eu');
    expect(textOf({ lastReceivedAt: null, lastTestAt: NOW })).toContain('a test event came through');
    expect(textOf({ lastReceivedAt: null, source: 'devlake', endpoint: 'devlake' })).not.toContain('/hooks/');
  });

  it('of a silent one says for how long, and how what was missed comes again', () => {
    const silent = { silent: true, lastReceivedAt: NOW - 73 * HOUR };
    expect(textOf(silent)).toContain('Nothing has arrived for 3 days; usually something comes within 30 minutes');
    expect(textOf(silent)).toContain('leadline reconcile github <owner>/<name> --endpoint github-eu');
    expect(textOf({ ...silent, source: 'pagerduty', endpoint: 'pagerduty' })).not.toContain('reconcile');
    expect(textOf({ ...silent, source: 'cloudevents', endpoint: 'events' })).not.toContain('hook');
  });

  it('notices a delivery of the future, within which silence is not seen', () => {
    expect(codesOf({ lastReceivedAt: NOW + 48 * HOUR })).toEqual(['clock']);
    expect(codesOf({ lastReceivedAt: NOW + 30_000 })).toEqual([]);
  });

  it('counts one as one', () => {
    const lastError = { at: NOW - HOUR, reason: 'invalid_body' };
    expect(textOf({ openInQuarantine: 1, lastError })).toContain(
      '1 delivery is in quarantine, the last at 2026-03-12 09:00 UTC (invalid_body)',
    );
    expect(textOf({ openInQuarantine: 2 })).toContain('2 deliveries are in quarantine →');
  });
});
