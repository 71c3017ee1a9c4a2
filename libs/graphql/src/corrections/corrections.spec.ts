import type { LeadlineEvent } from '@leadline/events';
import { afterAll, describe, expect, it } from 'vitest';
import { acme } from '../testing/acme.js';
import { ask } from '../testing/given-api.js';
import { type GivenApi, givenApiOver, said } from '../testing/given-history.js';

const PATIENCE_MS = 120_000;
const at = (clock: string): string => `2026-03-10T${clock}:00Z`;
const window = { from: '2026-03-02T00:00:00Z', to: '2026-03-16T00:00:00Z' };

const flagged = (id: string, clock: string, exposure: number): LeadlineEvent =>
  said('flag_change', {
    id,
    flag: 'express-pay',
    environment: 'production',
    envTier: 'production',
    at: at(clock),
    exposure,
    services: ['shop'],
  });

const deployed = (id: string, clock: string): LeadlineEvent =>
  said('deployment', {
    id,
    service: 'shop',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: at(clock),
    finishedAt: at(clock),
    sha: id.padEnd(40, '0'),
  });

/**
 * express-pay is on for everybody at 10:00, and off at 12:00 on the 12th; d1 was deployed at 9:30. At 11:30 an incident
 * begins, for which its source names d1; it is over after an hour.
 */
const history: LeadlineEvent[] = [
  said('catalogue', acme),
  deployed('d1', '09:30'),
  flagged('on', '10:00', 100),
  said('flag_change', {
    id: 'off',
    flag: 'express-pay',
    environment: 'production',
    envTier: 'production',
    at: '2026-03-12T12:00:00Z',
    exposure: 0,
    services: ['shop'],
  }),
  said('incident', {
    id: 'i1',
    service: 'shop',
    causedBy: 'd1',
    startedAt: at('11:30'),
    resolvedAt: at('12:30'),
  }),
];

/** A process has one embedded warehouse at a time: who opens the next history has read what they need of the one before. */
let open: GivenApi | undefined;
async function given(events: readonly LeadlineEvent[]): Promise<GivenApi> {
  await open?.close();
  open = await givenApiOver(events);
  return open;
}
afterAll(() => open?.close());

const METRICS = `query ($window: WindowInput!) {
  metrics(ids: [CHANGE_FAIL_RATE, FLAG_CHANGE_FAIL_RATE, FLAG_RECOVERY_TIME], window: $window) { metric numerator denominator value n }
}`;

/** Failed of all deployments, failed of all releases by flag, and seconds to recover from the latter. */
async function numbers({ base }: GivenApi) {
  const { data, errors } = await ask(base, METRICS, { window });
  expect(errors).toEqual([]);
  const of = (metric: string) => (data['metrics'] as Record<string, unknown>[]).find((row) => row['metric'] === metric);
  const share = (metric: string): string =>
    `${String(of(metric)?.['numerator'])}/${String(of(metric)?.['denominator'])}`;
  return [share('CHANGE_FAIL_RATE'), share('FLAG_CHANGE_FAIL_RATE'), of('FLAG_RECOVERY_TIME')?.['n']];
}

const RECORD = 'mutation ($input: CorrectionInput!) { recordCorrection(input: $input) { event position } }';
const WITHDRAW = 'mutation ($input: WithdrawalInput!) { withdrawCorrection(input: $input) { event position } }';

/** Does what a person says, and gives the one event of it. */
async function eventOf({ base, world }: GivenApi, mutation: string, input: object): Promise<LeadlineEvent> {
  const { errors } = await ask(base, mutation, { input });
  expect(errors).toEqual([]);
  const [event, ...others] = world.appended.splice(0);
  expect(others).toEqual([]);
  if (event === undefined) throw new Error('Nothing was written down');
  return event;
}

const flagCause = { kind: 'INCIDENT_CAUSED_BY_FLAG', incident: 'i1', flagChange: 'on', reason: 'Over when it was off' };

describe('that a change of a flag caused an incident', () => {
  it(
    'counts as its failure in place of that of the deployment its source named, and says who and why',
    async () => {
      const before = await given(history);
      expect(await numbers(before)).toEqual(['1/1', '0/1', 0]);
      const word = await eventOf(before, RECORD, flagCause);
      expect(word.data).toMatchObject({
        entity: 'incident:i1',
        set: { causedBy: [], causedByFlagChange: ['on'], notCausedByChange: false },
        by: 'ana',
      });

      const after = await given([...history, word]);
      expect(await numbers(after)).toEqual(['0/1', '1/1', 1]);
      const { data } = await ask(
        after.base,
        `{ incident(id: "i1") {
          causedBy { id } causedByFlagChanges { id flag exposure }
          corrections { event says names flagChanges by reason withdrawn { by } }
        } }`,
      );
      expect(data['incident']).toEqual({
        causedBy: [],
        causedByFlagChanges: [{ id: 'on', flag: 'express-pay', exposure: 100 }],
        corrections: [
          {
            event: word.id,
            says: 'INCIDENT_CAUSED_BY_FLAG',
            names: [],
            flagChanges: ['on'],
            by: 'ana',
            reason: 'Over when it was off',
            withdrawn: null,
          },
        ],
      });
    },
    PATIENCE_MS,
  );

  it(
    'gives way to a deployment that is named later, and to the source where it is taken back',
    async () => {
      const word = await eventOf(await given(history), RECORD, flagCause);
      const after = await given([...history, word]);
      const deployment = { kind: 'INCIDENT_CAUSED_BY', incident: 'i1', deployment: 'd1', reason: 'It was the pool' };
      const other = await eventOf(after, RECORD, deployment);
      expect(other.data).toMatchObject({ set: { causedBy: ['d1'], causedByFlagChange: [] } });

      const withdrawn = await eventOf(after, WITHDRAW, { event: word.id, incident: 'i1', reason: 'Meant another' });
      expect(withdrawn.type).toBe('dev.leadline.correction.withdrawn');
      expect(withdrawn.data).toMatchObject({
        entity: 'incident:i1',
        event: word.id,
        by: 'ana',
        reason: 'Meant another',
      });
      const back = await given([...history, word, withdrawn]);
      expect(await numbers(back)).toEqual(['1/1', '0/1', 0]);
      const { data } = await ask(
        back.base,
        '{ incident(id: "i1") { corrections { event withdrawn { by reason } } causedByFlagChanges { id } } }',
      );
      expect(data['incident']).toEqual({
        corrections: [{ event: word.id, withdrawn: { by: 'ana', reason: 'Meant another' } }],
        causedByFlagChanges: [],
      });
    },
    PATIENCE_MS,
  );
});

describe('a word on a deployment that is taken back', () => {
  it(
    'counts no more, and cannot be taken back twice',
    async () => {
      const failed = { kind: 'DEPLOYMENT_OK', deployment: 'd1', reason: 'Nobody noticed' };
      const word = await eventOf(await given(history), RECORD, failed);
      const after = await given([...history, word]);
      expect((await numbers(after))[0]).toBe('0/1');
      const withdrawal = { event: word.id, deployment: 'd1', reason: 'Somebody did' };
      const withdrawn = await eventOf(after, WITHDRAW, withdrawal);

      const back = await given([...history, word, withdrawn]);
      expect((await numbers(back))[0]).toBe('1/1');
      const { errors } = await ask(back.base, WITHDRAW, { input: withdrawal });
      expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'input.event' } });
      expect(errors[0]?.message).toContain('ana took it back before');
      expect(back.world.appended).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'has to be one that somebody said of the one thing that is named',
    async () => {
      const api = await given(history);
      const refusals = [
        [{ event: 'none', deployment: 'd1', reason: 'Because' }, 'NOT_FOUND', 'input.event'],
        [{ event: 'none', deployment: 'd9', reason: 'Because' }, 'NOT_FOUND', 'input.deployment'],
        [{ event: 'none', incident: 'i9', reason: 'Because' }, 'NOT_FOUND', 'input.incident'],
        [{ event: 'none', reason: 'Because' }, 'BAD_USER_INPUT', 'input.incident'],
        [{ event: 'none', deployment: 'd1', incident: 'i1', reason: 'Because' }, 'BAD_USER_INPUT', 'input.incident'],
        [{ event: 'none', deployment: 'd1', reason: ' ' }, 'BAD_USER_INPUT', 'input.reason'],
      ] as const;
      for (const [input, code, argument] of refusals) {
        const { errors } = await ask(api.base, WITHDRAW, { input });
        expect(errors[0], JSON.stringify(input)).toMatchObject({ extensions: { code, argument } });
      }
      api.world.scopes = ['metrics:read'];
      const { errors } = await ask(api.base, WITHDRAW, { input: { event: 'x', deployment: 'd1', reason: 'Because' } });
      expect(errors[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
      expect(api.world.appended).toEqual([]);
    },
    PATIENCE_MS,
  );
});
