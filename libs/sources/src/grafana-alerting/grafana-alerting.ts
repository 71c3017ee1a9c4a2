import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, understandJson, type Understood } from '../json-hook.js';
import { alertsOf } from '../prometheus-alerts.js';
import { type TimestampedHmacScheme, verifyHmac, verifyTimestampedHmac } from '../signature.js';
import type { HookRequest, Source, Verification } from '../source.js';
import { jsonTestEvents } from '../json-test-events.js';
import { signedBy } from '../test-event.js';
import { bodies } from './test-events.js';

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
const signature: TimestampedHmacScheme = {
  header: 'x-grafana-alerting-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: '',
  signed: (timestamp, body) => [timestamp, ':', body],
  unit: 's',
  toleranceS: 5 * 60,
};
/** Named by whoever configures the contact point; this name is the one the setup gives. */
const TIMESTAMP = 'x-grafana-alerting-timestamp';

/** Grafana alerting: contact points of type webhook, from version 8 on. */
export const grafanaAlerting: Source = {
  id: 'grafana-alerting',
  title: 'Grafana alerting',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'status') || memberOf(request, 'state'),
  verify,
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** A signature where there is one, with the timestamp where that is sent; else the token of the contact point. */
function verify(request: HookRequest, secrets: readonly string[], now: number): Verification {
  const { [signature.header]: signed, [TIMESTAMP]: timestamp } = request.headers;
  if (signed === undefined) return verifyHookToken(request, secrets);
  if (timestamp === undefined) return verifyHmac(signature, request, secrets);
  return verifyTimestampedHmac(signature, request, timestamp, secrets, now);
}

function understand(hook: JsonHook): Understood {
  const { body } = hook;
  if (body.fields['alerts'] === undefined && body.fields['ruleName'] !== undefined) {
    return ignored('alerts of Grafana before version 8 say no time; turn unified alerting on');
  }
  hook.reading.requiredText(body, 'status');
  return alertsOf(hook, 'grafana-alerting');
}
