import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { splunkOncall } from './splunk-oncall.js';

describeSource(splunkOncall, import.meta.dirname);
describeToken(splunkOncall);

const normalize = normalizing(splunkOncall);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('a name with dots is one name', () => {
  expect(normalize({ INCIDENT: { CURRENT_PHASE: 'UNACKED' } })).toMatchObject({
    outcome: 'rejected',
    pointer: '/INCIDENT.CURRENT_PHASE',
  });
});

test('a recovery does not take the place of how bad it was', () => {
  expect(dataOf(normalize(fixture('resolved')))[0]).not.toHaveProperty('severity');
});

test('an acknowledgement at 0 has not happened: the event itself says when', () => {
  expect(dataOf(normalize({ ...fixture('acked'), 'STATE.ACK_TIMESTAMP': 0 }))).toMatchObject([
    { acknowledgedAt: '2026-03-02T10:00:00.000Z' },
  ]);
});

test.each([1_772_445_600_582, '1772445600582', '', null])(
  'when the alert was received, written %j, says nothing',
  (received) => {
    const body = fixture('acked');
    expect(normalize({ ...body, 'ALERT.VO_ALERT_RCV_TIME': received })).toEqual(normalize(body));
  },
);
