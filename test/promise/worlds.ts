import { eventOf, type EventKind, kinds, kindOfType, type LeadlineEvent } from '@leadline/events';
import { contentHash } from '@leadline/tracking';
import fc from 'fast-check';
import {
  at,
  type Data,
  envelope,
  flagChanges,
  flags,
  hour,
  ids,
  incidents,
  LAST_HOUR,
  one,
  rarely,
  services,
  shas,
  some,
  sometimes,
} from './colliding.js';
import { disputedFlags } from './disputed-flags.js';
import { flagOrTrain } from './flags-and-trains.js';
import { measure } from './measures.js';

export { BEGIN, HOUR, LAST_HOUR } from './colliding.js';

const deployment = fc
  .record({
    type: fc.constant('deployment'),
    id: one(...ids),
    group: sometimes(one('g1', 'g2')),
    target: sometimes(one('eu', 'us')),
    service: one(...services),
    environment: one('production', 'production', 'production', 'prod-us', 'staging'),
    status: one('succeeded', 'succeeded', 'succeeded', 'failed', 'in_progress', 'cancelled'),
    start: hour,
    lasts: fc.integer({ min: 0, max: 3 }),
    sha: fc.option(one(...shas), { nil: null, freq: 6 }),
    exposed: sometimes(fc.boolean()),
    source: one('github', 'argocd'),
    configVersion: sometimes(one('1', '2')),
    kind: sometimes(one('rollback', 'flag', 'hotfix', 'redeploy')),
    rollbackOf: sometimes(one(...ids)),
    fixes: sometimes(fc.uniqueArray(one(...ids), { minLength: 1, maxLength: 2 })),
    planned: sometimes(fc.boolean()),
    flags: rarely(some(flags, 2)),
    components: fc.tuple(one(...shas), one(...shas)).map(([own, other]) => [
      { repository: 'acme/api', sha: own },
      { repository: 'acme/web', sha: other },
    ]),
    ...envelope,
  })
  .map(({ start, lasts, environment, kind, rollbackOf, fixes, components, ...rest }) => ({
    ...rest,
    environment,
    envTier: environment === 'staging' ? 'staging' : 'production',
    startedAt: at(start),
    finishedAt: rest.status === 'in_progress' ? null : at(start + lasts),
    // Explicit kinds and links are rarer than comparison, or nothing would be compared.
    ...(start % 3 === 0 ? { kind, rollbackOf } : {}),
    ...(start % 4 === 0 ? { fixes } : {}),
    ...(start % 5 === 0 ? { components } : {}),
  }));

const incident = fc
  .record({
    type: fc.constant('incident'),
    id: one(...incidents),
    service: one(...services),
    severity: one('sev1', 'sev3', 'P2'),
    start: hour,
    detected: sometimes(fc.integer({ min: 0, max: 2 })),
    resolved: sometimes(fc.integer({ min: 0, max: 5 })),
    causedBy: fc.option(fc.uniqueArray(one(...ids, 'nobody'), { minLength: 1, maxLength: 2 }), {
      nil: undefined,
      freq: 3,
    }),
    causedByFlagChange: rarely(some([...flagChanges, 'nothing'], 2)),
    notCausedByChange: sometimes(fc.boolean()),
    userFacing: sometimes(fc.boolean()),
    ...envelope,
  })
  .map(({ start, detected, resolved, ...rest }) => ({
    ...rest,
    startedAt: at(start),
    ...(detected === undefined ? {} : { detectedAt: at(start + detected) }),
    resolvedAt: resolved === undefined ? null : at(start + resolved),
  }));

const mark = fc.record({
  type: fc.constant('mark'),
  deployment: one(...ids),
  verdict: one('failed', 'ok', 'hotfix', 'excluded'),
  by: fc.constant('ana'),
  at: hour.map(at),
});

/** What a person sets of an entity; the id of the deployment or incident is part of its name. */
const correction = fc
  .record({
    type: fc.constant('correction'),
    said: fc.oneof(
      fc.record({
        entity: one(...incidents.map((id) => `incident:${id}`)),
        set: one<Data>(
          { notCausedByChange: true },
          { causedBy: ['d1'], notCausedByChange: false },
          { causedBy: ['d2', 'd3'], notCausedByChange: false },
          { causedByFlagChange: ['f1'], notCausedByChange: false },
          { status: 'false_positive' },
          { service: 'web' },
        ),
      }),
      fc.record({
        entity: one(...ids.map((id) => `deployment:${id}`)),
        set: one<Data>(
          { kind: 'hotfix', fixes: ['d1'] },
          { status: 'succeeded' },
          { status: 'failed' },
          { environment: 'production' },
          { environment: 'prod-us' },
          { service: 'web' },
          { flags: ['one-click'] },
        ),
      }),
      fc.record({
        entity: one(...flagChanges.map((id) => `flag_change:${id}`)),
        set: one<Data>(
          { failed: true },
          { failed: false },
          { planned: true },
          { services: ['api'] },
          { services: ['web'] },
          { flag: 'one-click' },
          { environment: 'staging' },
        ),
      }),
    ),
    by: fc.constant('ana'),
    at: hour.map(at),
    reason: fc.constant('seen in the traces'),
  })
  .map(({ said, ...rest }) => ({ ...rest, ...said }));

const commit = fc.record({
  type: fc.constant('commit'),
  repo: fc.constant('acme/api'),
  sha: one(...shas),
  committedAt: hour.map(at),
  parents: fc.option(fc.uniqueArray(one(...shas, 'Z'), { maxLength: 2 }), { nil: undefined, freq: 4 }),
  landedAfter: sometimes(one(...shas)),
  patchId: sometimes(one('P', 'Q')),
  bot: sometimes(fc.boolean()),
  pushedAt: sometimes(hour.map(at)),
  flags: rarely(some(flags, 2)),
  ...envelope,
});

const pullRequest = fc.record({
  type: fc.constant('pull_request'),
  repo: fc.constant('acme/api'),
  number: one(1, 2),
  commits: sometimes(fc.uniqueArray(one(...shas), { minLength: 1, maxLength: 3 })),
  headSha: sometimes(one(...shas)),
  mergeSha: sometimes(one(...shas)),
  landed: fc.uniqueArray(one(...shas), { maxLength: 2 }),
  method: sometimes(one('merge', 'squash', 'rebase')),
  mergedAt: sometimes(hour.map(at)),
  openedAt: sometimes(hour.map(at)),
  flags: rarely(some(flags, 1)),
  ...envelope,
});

const data: fc.Arbitrary<Data> = fc.oneof(
  { weight: 8, arbitrary: deployment },
  { weight: 3, arbitrary: incident },
  { weight: 2, arbitrary: mark },
  { weight: 2, arbitrary: correction },
  { weight: 4, arbitrary: commit },
  { weight: 2, arbitrary: pullRequest },
  { weight: 6, arbitrary: flagOrTrain },
);

const disputed = ['d1', 'd2', 'd3', 'd4'];
/** What a person says of one of them. */
const statement = fc.oneof(
  {
    weight: 5,
    arbitrary: one<Data>(
      { environment: 'production' },
      { environment: 'staging' },
      { environment: 'prod-us' },
      { status: 'succeeded' },
      { status: 'failed' },
    ),
  },
  {
    weight: 2,
    arbitrary: one<Data>({ kind: 'change' }, { kind: 'rollback' }, { kind: 'hotfix', fixes: ['d1'] }, { sha: 'B' }),
  },
);

/** A small organisation in which everything collides: few ids, few SHAs, few instants, links in all directions. */
export const world: fc.Arbitrary<LeadlineEvent[]> = worldOf(data);

/**
 * One service whose deployments build on each other, and people who change their minds about them again and again: a
 * commit goes from one deployment to the next and back.
 */
export const disputedWorld: fc.Arbitrary<LeadlineEvent[]> = fc
  .tuple(
    fc.array(
      fc.record({ deployment: one(...disputed), set: statement, hour: fc.integer({ min: 4, max: LAST_HOUR }) }),
      {
        minLength: 3,
        maxLength: 14,
      },
    ),
    fc.array(data, { maxLength: 5 }),
  )
  .map(([words, others]) => [
    ...disputed.flatMap((id, place) => [
      {
        type: 'commit',
        repo: 'acme/api',
        sha: shas[place],
        committedAt: at(0),
        parents: shas.slice(0, place).slice(-1),
        flags: place === 1 ? flags.slice(0, 1) : [],
      },
      {
        type: 'deployment',
        id,
        service: 'api',
        repo: 'acme/api',
        environment: 'production',
        status: 'succeeded',
        startedAt: at(place),
        finishedAt: at(place),
        occurredAt: at(place),
        sha: shas[place],
        source: 'github',
      },
    ]),
    ...words.map(({ deployment: id, set, hour: said }) => ({
      type: 'correction',
      entity: `deployment:${id}`,
      set,
      by: 'ana',
      at: at(said),
      reason: 'thought again',
    })),
    ...others,
  ])
  .map((all) => all.map(eventSaying));

/** Flags whose changes are put right again and again, and what nobody will know of them tomorrow: whose they were. */
export const disputedFlagsWorld: fc.Arbitrary<LeadlineEvent[]> = fc
  .tuple(disputedFlags, fc.array(data, { maxLength: 5 }))
  .map(([disputed, others]) => [...disputed, ...others].map(eventSaying));

/** One of any kind. */
export const anyWorld: fc.Arbitrary<LeadlineEvent[]> = fc.oneof(
  { weight: 3, arbitrary: world },
  { weight: 1, arbitrary: disputedWorld },
  { weight: 1, arbitrary: disputedFlagsWorld },
);

/** A larger one, with what is reported of deployments and services beside themselves: every metric has something. */
export const measuredWorld: fc.Arbitrary<LeadlineEvent[]> = worldOf(
  fc.oneof({ weight: 2, arbitrary: data }, { weight: 1, arbitrary: measure }),
  { minLength: 70, maxLength: 100, size: 'max' },
);

function worldOf(
  said: fc.Arbitrary<Data>,
  length: fc.ArrayConstraints = { minLength: 4, maxLength: 28 },
): fc.Arbitrary<LeadlineEvent[]> {
  return fc
    .tuple(fc.array(said, length), fc.array(fc.record({ which: fc.nat(), at: hour.map(at) }), { maxLength: 3 }))
    .map(([all, regrets]) => {
      const events = all.map(eventSaying);
      const words = events.filter(({ type }) => type === kinds.mark.type || type === kinds.correction.type);
      return [...events, ...regrets.flatMap((regret) => withdrawalOf(words, regret))];
    });
}

function eventSaying(said: Data): LeadlineEvent {
  const known = JSON.parse(JSON.stringify(said)) as Data;
  const kind = String(known['type']) as EventKind;
  const time = known['occurredAt'];
  return eventOf<EventKind>(
    kind,
    { id: contentHash(known), source: 'world', time: typeof time === 'string' ? time : undefined },
    known as never,
  );
}

/** One of the words is taken back: before it was given, at that instant, or later. */
function withdrawalOf(words: readonly LeadlineEvent[], { which, at }: { which: number; at: string }): LeadlineEvent[] {
  const word = words[which % Math.max(1, words.length)];
  if (word === undefined) return [];
  const { entity, deployment } = word.data as { readonly entity?: string; readonly deployment?: string };
  const about = entity ?? `deployment:${deployment}`;
  return [eventSaying({ type: 'withdrawal', entity: about, event: word.id, by: 'ben', at, reason: 'it was not so' })];
}

/** Events that were known at an instant: what a person says, from when it was said. */
export function upTo(events: readonly LeadlineEvent[], instant: number): LeadlineEvent[] {
  return events.filter(({ type, data: { occurredAt, ...said } }) => {
    const isWord = [kinds.mark.type, kinds.correction.type, kinds.withdrawal.type].some((word) => word === type);
    const from = isWord && 'at' in said ? said.at : occurredAt;
    return typeof from !== 'string' || Date.parse(from) <= instant;
  });
}

const names =
  /^((deployment|incident|flag_change):)?([A-EZ]|[PQ]|[diftsvryp]\d|o[1-9a-e]|g\d|api|web|acme\/(api|web)(#\d)?|dark-mode|one-click)$/;

/**
 * The event in a world of its own: services, commits, deployments, incidents, flags and trains are named after the world,
 * also where a person says something of them, and so is the event, also where it is taken back.
 */
export function inWorld({ id, type, source, time, data }: LeadlineEvent, index: number): LeadlineEvent {
  const text = JSON.stringify(data, (name, value: unknown) => {
    if (typeof value !== 'string') return value;
    return name === 'event' || names.test(value) ? named(value, index) : value;
  });
  const own = JSON.parse(text) as Record<string, unknown>;
  return eventOf<EventKind>(kindOfType(type) ?? 'deployment', { id: named(id, index), source, time }, own as never);
}

/** "deployment:d1" → "deployment:w3~d1". */
const named = (name: string, index: number): string => name.replace(/[^:]*$/, (own) => `w${index}~${own}`);
