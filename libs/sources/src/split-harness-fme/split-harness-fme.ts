import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import { verifyHookToken } from '../hook-token.js';
import { ignored, type JsonHook, memberOf, quoted, says, understandJson, type Understood } from '../json-hook.js';
import type { Source } from '../source.js';
import { byToken, jsonTestEvents } from '../json-test-events.js';
import { bodies } from './test-events.js';

/** Split, now Harness Feature Management: webhook of audit logs. It signs nothing. */
export const splitHarnessFme: Source = {
  id: 'split-harness-fme',
  title: 'Split (Harness FME)',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'type'),
  verify: (request, secrets) => verifyHookToken(request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, byToken),
};

/** https://developer.harness.io/docs/feature-management-experimentation/api/webhook/audit-logs */
function understand({ body, reading }: JsonHook): Understood {
  const type = reading.requiredText(body, 'type');
  if (reading.misfit === null && type.toLowerCase() !== 'split') return ignored(`a ${quoted(type)} is no flag`);
  const flag = reading.requiredText(body, 'name');
  const at = reading.requiredMoment(body, 'time');
  const environment = reading.requiredText(body, 'environmentName');
  const place = reading.key(body, 'environmentId') ?? environment;
  const key = `${place}/${flag}/${reading.requiredKey(body, 'changeNumber')}`;
  const words = [reading.text(body, 'title'), reading.text(body, 'description')].join(' ');
  // That a flag was deleted stands nowhere else.
  if (/\bdeleted\b/i.test(words))
    return says(flagItself({ source: 'split-harness-fme', key, flag, at, archivedAt: at }));
  const exposure = exposureOf(reading.text(body, 'definition') ?? '', words);
  return says(flagChange({ source: 'split-harness-fme', key, flag, environment, at, exposure }));
}

/** Treatments that stand for "not shown" by convention: https://help.split.io/hc/en-us/articles/360020622151 */
const OFF = new Set(['off', 'control', 'false']);

/**
 * The definition is text in Split's own language; the rule for everybody ends it: "in segment all then split 10:on,90:off".
 * Rules for some come before it: then, and where it is not understood, the size is unknown.
 */
function exposureOf(definition: string, words: string): Exposure {
  if (/\bkilled\b/i.test(words)) return 0;
  const everybody = /^\s*(?:if\s+user\s+is\s+)?in segment all then split ([\w:, .-]{3,500})\s*$/i.exec(definition)?.[1];
  if (everybody === undefined) return null;
  const parts = everybody.split(',').map((part) => /^\s*(\d{1,3}):([\w.-]+)\s*$/.exec(part));
  if (parts.some((part) => part === null)) return null;
  const shown = parts.reduce(
    (sum, part) => sum + (OFF.has((part?.[2] ?? '').toLowerCase()) ? 0 : Number(part?.[1])),
    0,
  );
  return shown <= 100 ? shown : null;
}
