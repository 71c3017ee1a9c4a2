import { MemoryLog } from '@leadline/adapters';
import type { EventLog, Notice, NoticeOutcome } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { Control } from '../control/control.js';
import type { AlertRow } from '../query-alerts/query-alerts.js';
import type { DeploymentSummary } from '../query-entities/types.js';
import type { Channel } from './notice-channel.js';
import { askForNotice } from './ask-notice.js';
import { deploymentsAsked } from './due-notices.js';
import { knownNotices } from './notice-state.js';
import { openChannels, sendDueNotices } from './send-notices.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T10:00:00Z');

const alert = (more: Partial<AlertRow> = {}): AlertRow => ({
  id: 'a',
  rule: 'DRIFT',
  key: 'shop staging → production',
  since: START + MINUTE,
  state: more.resolvedAt == null ? 'open' : 'resolved',
  resolvedAt: null,
  severity: 'ticket',
  audience: ['developers'],
  what: 'production is behind staging',
  value: 25,
  threshold: 20,
  services: ['shop'],
  environment: 'production',
  trafficShare: null,
  deployment: null,
  ...more,
});

const deployment = (more: Partial<DeploymentSummary> = {}): DeploymentSummary => ({
  id: 'd1',
  service: 'shop',
  environment: 'production',
  deployment: 'attempt:d1',
  occurrence: 1,
  reportedId: 'd1',
  attempts: ['d1'],
  tier: 'production',
  repository: 'acme/shop',
  otherRepositories: [],
  teams: ['eng/web'],
  tags: {},
  flags: [],
  targets: [],
  status: 'succeeded',
  kind: 'change',
  verdict: null,
  planned: false,
  startedAt: START + MINUTE,
  finishedAt: START + 2 * MINUTE,
  sha: 'a'.repeat(40),
  version: '1.2.3',
  source: 'github',
  actor: null,
  url: null,
  counted: true,
  failed: false,
  commitCount: 3,
  changeCount: 2,
  ...more,
});

const everything: Channel = {
  name: 'ops',
  rules: [],
  teams: [],
  services: [],
  severity: 'inform',
  alerts: true,
  deployments: [],
};

type Answer = (notice: Notice) => NoticeOutcome | Promise<NoticeOutcome>;

/** One installation: its log, its clock and what there is to tell outlive any process. */
class Installation {
  now = START;
  alerts: readonly AlertRow[] = [];
  deployments: readonly DeploymentSummary[] = [];
  readonly links = new Map<string, Record<string, string>>();
  readonly log = new MemoryLog();
  readonly taken: Notice[] = [];
  #ids = 0;

  constructor(readonly channel: Channel = everything) {}

  /** A scheduler that was just started: it knows what the log says. */
  async scheduler(answer: Answer = () => ({ outcome: 'accepted' }), log: Pick<EventLog, 'append' | 'read'> = this.log) {
    const control = await Control.open(log);
    const deps = {
      control,
      clock: { now: () => this.now },
      newId: () => `id${(this.#ids += 1)}`,
      words: { address: 'https://leadline.example', organisation: 'Acme', deployments: new Map(), links: this.links },
    };
    const notify = async (notice: Notice): Promise<NoticeOutcome> => {
      const outcome = await answer(notice);
      if (outcome.outcome === 'accepted') this.taken.push(notice);
      return outcome;
    };
    return {
      control,
      tick: async (after = 0) => {
        this.now += after;
        await openChannels(deps, [this.channel.name]);
        const news = {
          now: this.now,
          alerts: this.alerts,
          deployments: this.deployments,
          teamsOf: (service: string) => (service === 'shop' ? ['eng/web'] : []),
        };
        return sendDueNotices(deps, [{ ...this.channel, notifier: { notify } }], news, new AbortController().signal);
      },
    };
  }

  get events(): string[] {
    return this.taken.flatMap(({ entries }) => entries.map(({ event }) => event));
  }

  async states(): Promise<string[]> {
    const { state } = await Control.open(this.log);
    return knownNotices(state.notices, this.now).map(({ state: each }) => each);
  }
}

describe('a channel', () => {
  it('is told once that an alert opened, and once that it is over, when it can open no more as the same', async () => {
    const here = new Installation();
    const { tick } = await here.scheduler();
    await tick();
    here.alerts = [alert()];
    for (let minute = 0; minute < 5; minute++) await tick(MINUTE);
    expect(here.events).toEqual(['opened']);
    const resolvedAt = here.now;
    here.alerts = [alert({ resolvedAt })];
    await tick(29 * MINUTE);
    expect(here.events).toEqual(['opened']);
    // it opens again within half an hour: the same alert, and nothing to tell
    here.alerts = [alert()];
    await tick(MINUTE / 2);
    here.alerts = [alert({ resolvedAt })];
    for (let minute = 0; minute < 3; minute++) await tick(MINUTE);
    expect(here.events).toEqual(['opened', 'resolved']);
    // and later it is another one
    here.alerts = [alert({ since: here.now }), alert({ resolvedAt })];
    await tick(MINUTE);
    await tick(MINUTE);
    expect(here.events).toEqual(['opened', 'resolved', 'opened']);
  });

  it('is told again when it becomes more urgent, and not when it becomes less', async () => {
    const here = new Installation();
    const { tick } = await here.scheduler();
    for (const severity of ['inform', 'ticket', 'inform', 'page', 'ticket', 'page'] as const) {
      here.alerts = [alert({ severity })];
      await tick(MINUTE);
    }
    expect(here.events).toEqual(['opened', 'escalated', 'escalated']);
  });

  it('is told what is open when it is first seen, and nothing of what was over then', async () => {
    const here = new Installation();
    here.alerts = [
      alert({ since: START - 9 * MINUTE }),
      alert({ key: 'old', since: START - 90 * MINUTE, resolvedAt: START }),
    ];
    const { tick } = await here.scheduler();
    await tick();
    await tick(40 * MINUTE);
    expect(here.events).toEqual(['opened']);
  });

  it('is told of what opened and was over while nothing ran, and that what was told is not so any more', async () => {
    const here = new Installation();
    await (await here.scheduler()).tick();
    here.alerts = [alert({ key: 'short', resolvedAt: START + 10 * MINUTE }), alert()];
    const { tick } = await here.scheduler();
    await tick(60 * MINUTE);
    expect(here.events.toSorted()).toEqual(['opened', 'passed']);
    // what was told since says that there never was drift
    here.alerts = [alert({ key: 'short', resolvedAt: START + 10 * MINUTE })];
    await tick(MINUTE);
    await tick(MINUTE);
    expect(here.events.slice(2)).toEqual(['resolved']);
  });

  it('gets one notice of everything at once, the most urgent first', async () => {
    const here = new Installation();
    here.alerts = [alert(), alert({ key: 'x', severity: 'page', what: 'it burns' })];
    await (await here.scheduler()).tick();
    expect(here.taken.map(({ title, entries }) => [title, entries.length])).toEqual([
      ['Acme: 2 notices, first: page: shop in production: it burns', 2],
    ]);
    expect(here.taken[0]?.entries[1]?.details).toContainEqual({ name: 'Value', text: '25 (limit 20)' });
  });

  it.each<[string, Partial<Channel>, number]>([
    ['its rules', { rules: ['BURN'] }, 0],
    ['its rules', { rules: ['DRIFT'] }, 1],
    ['its severity', { severity: 'page' }, 0],
    ['its teams', { teams: ['eng'] }, 1],
    ['its teams', { teams: ['ops'] }, 0],
    ['its services', { teams: ['ops'], services: ['shop'] }, 1],
    ['deployments alone', { alerts: false, deployments: ['failed'] }, 0],
  ])('is told by %s: %j', async (_, more, count) => {
    const here = new Installation({ ...everything, ...more });
    here.alerts = [alert()];
    await (await here.scheduler()).tick();
    expect(here.taken).toHaveLength(count);
  });

  it('is told of each deployment it wants, once a state', async () => {
    const here = new Installation({ ...everything, deployments: ['started', 'finished', 'failed', 'rolled_back'] });
    const { tick } = await here.scheduler();
    await tick();
    here.deployments = [
      deployment({ status: 'in_progress', finishedAt: null }),
      deployment({ id: 'old', finishedAt: START - 1 }),
    ];
    await tick(MINUTE);
    await tick(MINUTE);
    here.deployments = [
      deployment(),
      deployment({ id: 'd2', kind: 'rollback' }),
      deployment({ id: 'd3', status: 'failed' }),
    ];
    await tick(MINUTE);
    await tick(MINUTE);
    expect(here.events).toEqual(['started', 'finished', 'rolled_back', 'failed']);
    expect(here.taken[0]?.entries[0]?.headline).toBe('shop in production: deployment started');
  });
});

describe('whatever dies or disagrees', () => {
  it('of two schedulers one tells', async () => {
    const here = new Installation();
    here.alerts = [alert()];
    const [one, two] = [await here.scheduler(), await here.scheduler()];
    await one.control.refresh();
    await Promise.all([one.tick(), two.tick()]);
    await Promise.all([one.tick(MINUTE), two.tick()]);
    expect(here.events).toEqual(['opened']);
  });

  it.each([0, 1, 2])(
    'a scheduler that dies after %i records leaves nothing told twice, and nothing unaccounted for',
    async (most) => {
      const here = new Installation();
      await (await here.scheduler()).tick();
      here.alerts = [alert()];
      let left = most;
      const dying: Pick<EventLog, 'append' | 'read'> = {
        read: (...asked) => here.log.read(...asked),
        append: async (...asked) => {
          if ((left -= 1) < 0) throw new Error('killed');
          return here.log.append(...asked);
        },
      };
      await (await here.scheduler(undefined, dying)).tick(MINUTE).catch(() => undefined);
      const next = await here.scheduler();
      for (let minute = 0; minute < 20; minute++) await next.tick(MINUTE);
      // without a claim the next one tells; with one and no outcome nobody does, and it shows
      expect([here.events, await here.states()]).toEqual([['opened'], [most === 1 ? 'unknown' : 'sent']]);
    },
  );

  it('a scheduler that dies while it sends leaves what may have arrived, and it shows', async () => {
    const here = new Installation();
    here.alerts = [alert()];
    const stuck = await here.scheduler(() => new Promise(() => undefined));
    void stuck.tick();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const next = await here.scheduler();
    await next.tick(MINUTE);
    expect([here.events, await here.states()]).toEqual([[], ['sending']]);
    await next.tick(10 * MINUTE);
    expect([here.events, await here.states()]).toEqual([[], ['unknown']]);
  });

  it('tries again what was refused for now, five times, and then gives it up', async () => {
    const here = new Installation();
    here.alerts = [alert()];
    let tries = 0;
    const { tick } = await here.scheduler(() => ({ outcome: 'deferred', reason: `answered 503, ${(tries += 1)}` }));
    for (let minute = 0; minute < 400; minute++) await tick(MINUTE);
    expect([tries, await here.states()]).toEqual([6, ['given_up']]);
  });

  it('tells with the same id when it tries again, and never again what was refused', async () => {
    const here = new Installation();
    here.alerts = [alert()];
    const ids: string[] = [];
    const { tick } = await here.scheduler(({ id }) => {
      ids.push(id);
      return ids.length < 3 ? { outcome: 'deferred', reason: 'later' } : { outcome: 'accepted' };
    });
    for (let minute = 0; minute < 60; minute++) await tick(MINUTE);
    expect([ids.length, new Set(ids).size, here.events]).toEqual([3, 1, ['opened']]);

    const refused = new Installation();
    refused.alerts = [alert()];
    const said = await refused.scheduler(() => ({ outcome: 'refused', reason: 'answered 404' }));
    for (let minute = 0; minute < 60; minute++) await said.tick(MINUTE);
    expect(await refused.states()).toEqual(['refused']);
  });
});

describe('a notice that may have arrived', () => {
  const unknown: Answer = () => ({ outcome: 'unknown', reason: 'the connection ended' });
  const wish = { by: 'ana', now: START + HOUR } as const;

  it('is sent once more when a person asks, under its id, and not twice', async () => {
    const here = new Installation();
    const failing = await here.scheduler(unknown);
    await failing.tick();
    here.alerts = [alert()];
    await failing.tick(MINUTE);
    expect(await here.states()).toEqual(['unknown']);
    const { control, tick } = await here.scheduler();
    const [lost] = knownNotices(control.state.notices, here.now);
    const id = lost?.id ?? '';

    await tick(HOUR);
    expect(here.taken).toEqual([]);
    expect(await askForNotice(control, { id, ...wish })).toEqual({ outcome: 'asked' });
    expect(await askForNotice(control, { id, ...wish })).toEqual({ outcome: 'not_lost' });
    expect(await here.states()).toEqual(['due']);
    const other = await here.scheduler();
    await Promise.all([tick(), other.tick()]);
    await tick(HOUR);

    expect(here.taken.map((notice) => notice.id)).toEqual([id]);
    expect(await here.states()).toEqual(['sent']);
    expect(await askForNotice(control, { id, ...wish })).toEqual({ outcome: 'not_lost' });
  });

  it('can be asked for again where nobody knows again, also long after what it tells of was over', async () => {
    const here = new Installation({ ...everything, deployments: ['finished'] });
    const { control, tick } = await here.scheduler(unknown);
    await tick();
    here.deployments = [deployment()];
    await tick(3 * MINUTE);
    here.deployments = [];
    const [lost] = knownNotices(control.state.notices, here.now);
    const id = lost?.id ?? '';

    for (const attempts of [2, 3]) {
      expect(await askForNotice(control, { id, ...wish })).toEqual({ outcome: 'asked' });
      expect(deploymentsAsked(control.state.notices)).toEqual(['d1']);
      await tick(24 * HOUR);
      expect(knownNotices(control.state.notices, here.now)).toMatchObject([{ state: 'unknown', attempts }]);
    }
  });

  it('is not taken for lost while it is sent, or tried again by itself, and no other is known', async () => {
    const here = new Installation();
    const { control, tick } = await here.scheduler(() => ({ outcome: 'deferred', reason: '503' }));
    await tick();
    here.alerts = [alert()];
    await tick(MINUTE);
    const [waiting] = knownNotices(control.state.notices, here.now);
    expect(await askForNotice(control, { id: waiting?.id ?? '', ...wish })).toEqual({ outcome: 'not_lost' });
    expect(await askForNotice(control, { id: 'none', ...wish })).toEqual({ outcome: 'not_found' });
    expect(await here.states()).toEqual(['deferred']);
  });
});

describe('where to look further', () => {
  const links = { runbook: 'https://wiki.example/shop', logs: 'https://logs.example/{environment}/{version}' };
  const linksTold = ({ taken: [notice] }: Installation): unknown =>
    notice?.entries[0]?.details.filter(({ name }) => ['runbook', 'logs', 'Runbook'].includes(name));

  it('is told with a deployment, with its version filled in', async () => {
    const here = new Installation({ ...everything, deployments: ['finished'] });
    here.links.set('shop', links);
    const { tick } = await here.scheduler();
    await tick();
    here.deployments = [deployment()];
    await tick(5 * MINUTE);
    expect(linksTold(here)).toEqual([
      { name: 'runbook', text: 'https://wiki.example/shop' },
      { name: 'logs', text: 'https://logs.example/production/1.2.3' },
    ]);
  });

  it('is told with an alert of no deployment as far as the service says it', async () => {
    const here = new Installation();
    here.links.set('shop', links);
    const { tick } = await here.scheduler();
    await tick();
    here.alerts = [alert()];
    await tick(MINUTE);
    expect(linksTold(here)).toEqual([{ name: 'runbook', text: 'https://wiki.example/shop' }]);
  });

  it('is said to be missing where a page has no runbook, and not where it is less urgent', async () => {
    const said = await Promise.all(
      (['page', 'ticket'] as const).map(async (severity) => {
        const here = new Installation();
        const { tick } = await here.scheduler();
        await tick();
        here.alerts = [alert({ severity })];
        await tick(MINUTE);
        return linksTold(here);
      }),
    );
    expect(said).toEqual([[{ name: 'Runbook', text: 'none is configured' }], []]);
  });
});
