import { verifyHookToken } from '../hook-token.js';
import { memberOf, understandJson } from '../json-hook.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { alertsOf } from '../prometheus-alerts.js';
import type { Source } from '../source.js';
import { bodies } from './test-events.js';

/** Prometheus Alertmanager, webhook version 4. It signs nothing; `http_config` sends a bearer token. */
export const alertmanager: Source = {
  id: 'alertmanager',
  title: 'Prometheus Alertmanager',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'status'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, (hook) => alertsOf(hook, 'alertmanager')),
  testEvents: jsonTestEvents(bodies, byToken),
};
