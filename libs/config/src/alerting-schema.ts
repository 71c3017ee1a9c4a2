import { type AlertRule, alertRules, alertSeverities, defaultLimits } from '@leadline/events';
import { metricCatalog, metricIds } from '@leadline/metrics';
import { z } from 'zod';
import { didYouMean } from './did-you-mean.js';
import { closed, duration, moment, oneOrMore, text, textWithout } from './fields.js';

const address = text.refine((value) => /^[^\s@,<>"]+@[^\s@,<>"]+$/.test(value), 'expected one mail address');

const knownRule = textWithout((value) => {
  if (alertRules.some((rule) => rule === value)) return undefined;
  return `no alert rule is called "${value}"${didYouMean(value, alertRules) || `; there are ${alertRules.join(', ')}`}`;
});

const metricNamed = (name: string) => metricCatalog.find(({ id }) => id === name);

const knownMetric = textWithout((value) => {
  if (metricNamed(value) !== undefined) return undefined;
  return `no metric is called "${value}"${didYouMean(value, metricIds) || '; docs/reference/metrics.md lists them'}`;
});

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Why something is no address that may be posted to; undefined: it is one. Never repeats it: it may be a secret. */
export function webhookAddressProblem(value: string): string | undefined {
  const expected = 'expected an address such as https://chat.example.org/hooks/…';
  if (!URL.canParse(value)) return expected;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return 'user and password cannot stand in it';
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname))) return undefined;
  return `${expected}; without TLS only on this machine`;
}

/** Deployments that a channel can be told of. */
export const noticeKinds = ['started', 'finished', 'failed', 'rolled_back'] as const;

/** An item of `notifications`: who is told of alerts and deployments, and how. Secrets: `LEADLINE_SECRET_<NAME>`. */
export const notificationItem = closed({
  name: text,
  via: z.enum(['slack', 'teams', 'webhook', 'mail']),
  to: oneOrMore(address).optional(),
  /** Of a webhook: where it is posted to. Of Slack and Teams the address itself is the secret. */
  url: textWithout(webhookAddressProblem).optional(),
  /** Alert rules; none: all. */
  rules: oneOrMore(knownRule).default([]),
  /** Alerts less urgent than this are not told. */
  severity: z.enum(alertSeverities).default('inform'),
  teams: oneOrMore(text).default([]),
  services: oneOrMore(text).default([]),
  /** Production deployments that are told of too. */
  deployments: oneOrMore(z.enum(noticeKinds)).default([]),
  alerts: z.boolean().default(true),
}).superRefine(({ via, to, url, alerts, deployments }, context) => {
  const say = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
  if (via === 'mail' && (to ?? []).length === 0) say('to', 'is missing: which addresses?');
  if (via !== 'mail' && to !== undefined) say('to', `belongs to mail; ${via} has none`);
  if (via === 'webhook' && url === undefined) say('url', 'is missing: where to?');
  if (via !== 'webhook' && url !== undefined) {
    say('url', via === 'mail' ? 'belongs to a webhook' : `of ${via} is a secret: put it into the environment`);
  }
  if (!alerts && deployments.length === 0) say('alerts', 'it would be told of nothing; name deployments');
});
export type NotificationChannel = z.infer<typeof notificationItem>;

/** An item of `freezes`: nobody is to deploy. */
export const freezeItem = closed({
  from: moment,
  until: moment.optional(),
  services: oneOrMore(text).default([]),
  environments: oneOrMore(text).default([]),
});

const limitsOf = (rule: string): Readonly<Record<string, { readonly unit: string }>> =>
  Object.hasOwn(defaultLimits, rule) ? defaultLimits[rule as keyof typeof defaultLimits] : {};

/** An item of `thresholds`: bounds of a metric, or limits of an alert rule that differ from the usual. */
export const thresholdItem = closed({
  metric: knownMetric.optional(),
  above: duration.optional(),
  below: duration.optional(),
  /** Of a metric: which windows are looked at when they are over. */
  per: z.enum(['day', 'week', 'month']).default('week'),
  severity: z.enum(alertSeverities).default('ticket'),
  rule: knownRule.optional(),
  limits: z.record(z.string(), duration).optional(),
  teams: oneOrMore(text).default([]),
  services: oneOrMore(text).default([]),
}).superRefine(({ metric, above, below, rule, limits }, context) => {
  const say = (path: (string | number)[], message: string, at: 'key' | 'value' = 'value'): void =>
    context.addIssue({ code: 'custom', path, message, params: { at } });
  if ((metric === undefined) === (rule === undefined)) say([], 'needs a "metric" with bounds, or a "rule" with limits');
  if (metric !== undefined) {
    if (above === undefined && below === undefined) say([], 'needs "above" or "below"');
    if (above !== undefined && below !== undefined && above < below) say(['above'], 'is less than "below"');
    if (limits !== undefined) say(['limits'], 'belong to a rule; a metric has "above" and "below"', 'key');
    const unit = metricNamed(metric)?.unit;
    for (const [name, bound] of Object.entries({ above, below })) {
      if (unit === 'RATIO' && bound !== undefined && bound > 1) say([name], 'of a ratio is at most 1: 15 % is 0.15');
    }
  }
  if (rule !== undefined) {
    const known = limitsOf(rule);
    for (const name of Object.keys(limits ?? {}).filter((one) => !(one in known))) {
      const names = Object.keys(known);
      const hint =
        names.length === 0 ? '; none can be set' : didYouMean(name, names) || `; there are ${names.join(', ')}`;
      say(['limits', name], `${rule} has no limit "${name}"${hint}`, 'key');
    }
    if (limits === undefined || Object.keys(limits).length === 0) say([], 'needs "limits"');
    if (above !== undefined || below !== undefined) say([], 'a rule has "limits", not "above" or "below"');
  }
});
export type Threshold = z.infer<typeof thresholdItem>;

/** Rules whose limits can be set, for the reference. */
export type LimitedAlertRule = Extract<AlertRule, keyof typeof defaultLimits>;
