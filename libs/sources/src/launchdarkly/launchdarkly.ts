import type { LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { type Exposure, flagChange, flagItself } from '../flag-facts.js';
import {
  ignored,
  type JsonHook,
  memberOf,
  quoted,
  rejected,
  says,
  understandJson,
  type Understood,
} from '../json-hook.js';
import { jsonTestEvents } from '../json-test-events.js';
import { type HmacScheme, verifyHmac } from '../signature.js';
import type { Source } from '../source.js';
import { signedBy } from '../test-event.js';
import { exposureOf } from './exposure.js';
import { bodies } from './test-events.js';

/** https://launchdarkly.com/docs/home/infrastructure/webhooks */
const signature: HmacScheme = { header: 'x-ld-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };

/** LaunchDarkly webhooks: entries of the audit log. */
export const launchdarkly: Source = {
  id: 'launchdarkly',
  title: 'LaunchDarkly',
  deliveryId: () => null,
  eventName: (request) => memberOf(request, 'titleVerb') || memberOf(request, 'kind'),
  verify: (request, secrets) => verifyHmac(signature, request, secrets),
  normalize: (delivery) => understandJson(delivery, understand),
  testEvents: jsonTestEvents(bodies, (body, { secret }) => signedBy(signature, body, secret)),
};

/** What an entry of the audit log is about. */
interface Entry {
  readonly reading: BodyReading;
  readonly body: Place;
  readonly at: string;
  readonly id: string;
}

/** A flag in one environment, or in all of them ("*"), that something was done to. */
interface Access {
  readonly action: string;
  readonly project: string;
  readonly environment: string;
  readonly flag: string;
}

function understand({ body, reading }: JsonHook): Understood {
  const kind = reading.requiredText(body, 'kind');
  if (kind !== 'flag') return ignored(`the audit log of a ${quoted(kind)} tells of no flag`);
  const at = reading.requiredMoment(body, 'date');
  const places = reading.requiredObjects(body, 'accesses');
  const accesses = places.flatMap((place) => accessOf(reading, place) ?? []);
  if (accesses.length === 0) return ignored('it names no flag');
  const entry: Entry = { reading, body, at, id: reading.text(body, '_id') ?? at };
  const contradiction = contradictionIn(entry, accesses);
  if (contradiction !== null) return contradiction;
  const events = [
    ...distinctly(accesses.flatMap((access) => changeOf(entry, access) ?? [])),
    ...flagsOf(entry, accesses),
  ];
  if (events.length > 0) return says(...events);
  return ignored(
    `${accesses
      .map(({ action }) => action)
      .join(', ')
      .slice(0, 200)}: it exposes a flag to nobody else`,
  );
}

/** "proj/shop:env/production:flag/checkout"; tags may follow a name after a semicolon. */
const RESOURCE = /^proj\/([^:;]+)(?:;[^:]*)?:env\/([^:;]+)(?:;[^:]*)?:flag\/([^:;]+)(?:;.*)?$/;

function accessOf(reading: BodyReading, place: Place): Access | undefined {
  const action = reading.requiredText(place, 'action');
  const [, project, environment, flag] = RESOURCE.exec(reading.requiredText(place, 'resource')) ?? [];
  if (project === undefined || environment === undefined || flag === undefined) return undefined;
  return { action, project, environment, flag };
}

/** Actions that can change who is shown a flag. Turning it on and off are both `updateOn`. */
const EXPOSING =
  /^(updateOn|updateFallthrough\w*|updateRules\w*|updateTargets|updateContextTargets|updateOffVariation|updateFlagVariations|updatePrerequisites|copyFlagConfigFrom|applyApprovalRequest)$/;

function changeOf(entry: Entry, { action, environment, flag, project }: Access): LeadlineEvent | undefined {
  if (environment === '*' || !EXPOSING.test(action)) return undefined;
  const { at, id } = entry;
  const exposure = exposureIn(entry, environment);
  const before = exposureIn(entry, environment, 'previousVersion');
  if (exposure === undefined || (exposure === before && exposure !== null)) return undefined;
  const key = `${id}/${project}/${environment}/${flag}`;
  return flagChange({ source: 'launchdarkly', key, flag, project, environment, at, exposure });
}

/** What the entry says the flag's exposure became: by its version, else by what was done in words. */
function exposureIn(
  { reading, body }: Entry,
  environment: string,
  version: 'currentVersion' | 'previousVersion' = 'currentVersion',
): Exposure | undefined {
  const place = reading.object(body, version);
  const environments = place && reading.object(place, 'environments');
  const known = environments && reading.object(environments, environment);
  if (known) return exposureOf(reading, known);
  if (version === 'previousVersion') return undefined;
  return turned(reading, body) === false ? 0 : null;
}

/** Which way a flag was turned, in the words of the audit log; undefined: they do not say. */
function turned(reading: BodyReading, body: Place): boolean | undefined {
  switch (reading.text(body, 'titleVerb')) {
    case 'turned on the flag':
      return true;
    case 'turned off the flag':
      return false;
    default:
      return undefined;
  }
}

/** The words and the version of one entry must agree on whether the flag is on. */
function contradictionIn({ reading, body }: Entry, accesses: readonly Access[]): Understood | null {
  const said = turned(reading, body);
  const current = reading.object(body, 'currentVersion');
  const environments = current && reading.object(current, 'environments');
  if (said === undefined || !environments) return null;
  for (const { action, environment } of accesses) {
    const known = reading.object(environments, environment);
    const on = known && reading.truth(known, 'on');
    if (action === 'updateOn' && typeof on === 'boolean' && on !== said) {
      return rejected(
        'invalid_body',
        `the flag was turned ${said ? 'on' : 'off'}, and its version says otherwise`,
        '/titleVerb',
      );
    }
  }
  return null;
}

/** The flag itself: created, archived, deleted, or made permanent. */
function flagsOf({ reading, body, at, id }: Entry, accesses: readonly Access[]): LeadlineEvent[] {
  const current = reading.object(body, 'currentVersion');
  const temporary = current ? reading.truth(current, 'temporary') : undefined;
  const archived = current ? reading.truth(current, 'archived') : undefined;
  const [access] = accesses;
  const done = (pattern: RegExp): boolean => accesses.some(({ action }) => pattern.test(action));
  const deleted = done(/^deleteFlag$/);
  if (
    access === undefined ||
    !done(/^(createFlag|cloneFlag|deleteFlag|updateGlobalArchived|updateArchived|updateTemporary)$/)
  )
    return [];
  const { project, flag } = access;
  return [
    flagItself({
      source: 'launchdarkly',
      key: `${id}/${project}/${flag}`,
      flag,
      project,
      at,
      permanent: temporary === undefined ? undefined : !temporary,
      archivedAt: deleted || archived === true ? at : archived === false ? null : undefined,
    }),
  ];
}

/** One action each on fallthrough and rules of one flag makes one change of its exposure. */
const distinctly = (events: readonly LeadlineEvent[]): LeadlineEvent[] => [
  ...new Map(events.map((event) => [event.id, event])).values(),
];
