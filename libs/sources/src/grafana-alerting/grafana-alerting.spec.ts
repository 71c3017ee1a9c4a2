import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, describeToken, hmacIn, type Sign } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { grafanaAlerting } from './grafana-alerting.js';

describeSource(grafanaAlerting, import.meta.dirname);
describeToken(grafanaAlerting);
describeSignature(grafanaAlerting, {
  sign: hmacIn('x-grafana-alerting-signature'),
  header: 'x-grafana-alerting-signature',
});

const dated: Sign = (secret, body, at) => ({
  'x-grafana-alerting-timestamp': String(at / 1000),
  'x-grafana-alerting-signature': createHmac('sha256', secret)
    .update(`${at / 1000}:`)
    .update(body)
    .digest('hex'),
});
describeSignature(grafanaAlerting, { sign: dated, header: 'x-grafana-alerting-signature', toleranceS: 300 });

test('a timestamp is part of what is signed: it can neither be added nor left out', () => {
  const body = new TextEncoder().encode('{}');
  const at = Date.UTC(2026, 2, 2, 10);
  const { 'x-grafana-alerting-timestamp': timestamp = '', ...signature } = dated('secret', body, at);
  const plain = hmacIn('x-grafana-alerting-signature')('secret', body, at);
  const verify = (headers: Record<string, string>) => grafanaAlerting.verify({ headers, body }, ['secret'], at).outcome;
  expect(verify({ ...signature, 'x-grafana-alerting-timestamp': timestamp })).toBe('verified');
  expect(verify(plain)).toBe('verified');
  expect(verify(signature)).toBe('refused');
  expect(verify({ ...plain, 'x-grafana-alerting-timestamp': timestamp })).toBe('refused');
});

const normalize = normalizing(grafanaAlerting);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a body', () => {
  test('of alerts without a service stands for an incident of no service yet', () => {
    const [alert] = (fixture('unified') as { alerts: object[] }).alerts;
    const [data] = dataOf(
      normalize({ ...fixture('unified'), alerts: [{ ...alert, labels: { alertname: 'Errors' } }] }),
    );
    expect(data).toMatchObject({ title: 'Checkout errors of the shop', labels: ['alertname:Errors'] });
    expect(data?.['service']).toBeUndefined();
  });

  test('that is neither of the old nor of the unified form is rejected', () => {
    expect(normalize({ title: 'x' })).toMatchObject({ outcome: 'rejected', pointer: '/status' });
  });

  test.each(['alerting', 'ok', 'pending', 'no_data'])(
    'of the old form, in the state %s, says no time: ignored',
    (state) => {
      const said = normalize({ ...fixture('legacy'), state });
      expect(said).toMatchObject({ outcome: 'ignored', reason: expect.stringContaining('say no time') as string });
    },
  );

  test('with an alert that has no end is of one that still fires', () => {
    const [alert] = (fixture('unified') as { alerts: object[] }).alerts;
    const alerts = [{ ...alert, status: 'firing', endsAt: '0001-01-01T00:00:00Z' }];
    expect(dataOf(normalize({ ...fixture('unified'), alerts }))).toMatchObject([{ resolvedAt: null }]);
  });
});
