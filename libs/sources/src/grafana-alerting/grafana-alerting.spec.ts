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
});
