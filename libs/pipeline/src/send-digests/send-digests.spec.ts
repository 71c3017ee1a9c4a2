import { MemoryLog } from '@leadline/adapters';
import { type Digest, doraMetrics, type IsoWeek } from '@leadline/insights';
import type { EventLog, Mail, Mailer, MailOutcome } from '@leadline/ports';
import { describe, expect, it } from 'vitest';
import { Control } from '../control/control.js';
import type { DigestLedger } from '../control/digest-ledger.js';
import type { DigestWriter } from './digest-writer.js';
import { mailState } from './mail-state.js';
import { type SendDeps, sendDigest, sendDueDigests, wantedMail } from './send-digests.js';
import { type ConfiguredDigest, type Subscription, subscriptionsOf } from './subscription.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday, 07:30 in Berlin: when the mail about week 46 is due. */
const DUE = Date.parse('2026-11-16T06:30:00Z');
const WEEK: IsoWeek = '2026-W46';
const monday: ConfiguredDigest = { to: ['ada@example.org'], day: 'monday', at: '07:30', timeZone: 'Europe/Berlin' };

/** A digest that says nothing: what is sent is not what these tests are about. */
const digest = (week: IsoWeek, asOf: number): Digest => ({
  week,
  team: null,
  timeZone: 'Europe/Berlin',
  from: 0,
  to: 1,
  asOf,
  name: 'Tidewater',
  subject: `Tidewater, ${week}`,
  headline: 'No notable change',
  lead: '',
  period: 'four weeks',
  isQuiet: true,
  metrics: [],
  changed: [],
  disturbances: { summary: '', items: [], more: null },
  bars: [],
  released: [],
  quality: [],
  corrections: [],
  open: { text: 'Open', url: 'https://leadline.example/' },
  definitions: { text: 'Definitions', url: 'https://dora.dev/' },
  shown: { week, values: { [doraMetrics[0]]: 1 }, told: [] },
});

/** A mail server as these tests want it: what it took, and what it says to each mail. */
class Post implements Mailer {
  readonly taken: Mail[] = [];
  constructor(
    private readonly answer: (mail: Mail) => MailOutcome | Promise<MailOutcome> = () => ({ outcome: 'accepted' }),
  ) {}

  async send(mail: Mail): Promise<MailOutcome> {
    const outcome = await this.answer(mail);
    if (outcome.outcome === 'accepted') this.taken.push(mail);
    return outcome;
  }
}

/** One installation: its log, its clock and its configuration outlive any process. */
class Installation {
  now = DUE;
  readonly log = new MemoryLog();
  readonly subscriptions: readonly Subscription[];
  #tokens = 0;

  constructor(digests: readonly ConfiguredDigest[] = [monday]) {
    this.subscriptions = subscriptionsOf(digests);
  }

  /** A scheduler that was just started: it knows what the log says. */
  async scheduler(mailer: Mailer, log: Pick<EventLog, 'append' | 'read'> = this.log) {
    const deps = await this.deps(mailer, log);
    return {
      control: deps.control,
      tick: () => sendDueDigests({ ...deps, subscriptions: this.subscriptions }, new AbortController().signal),
    };
  }

  async deps(
    mailer: Mailer,
    log: Pick<EventLog, 'append' | 'read'> = this.log,
  ): Promise<SendDeps & { writer: DigestWriter }> {
    return {
      control: await Control.open(log),
      mailer,
      clock: { now: () => this.now },
      newToken: () => `token-${(this.#tokens += 1)}-${'x'.repeat(20)}`,
      address: 'https://leadline.example',
      writer: {
        preview: async ({ week }) => digest(week, this.now),
        write: async ({ week }) => digest(week, this.now),
      },
    };
  }

  async state(index = 0, week = WEEK) {
    const { state } = await Control.open(this.log);
    const [subscription] = this.subscriptions.slice(index);
    if (subscription === undefined) throw new Error('There is no such subscription');
    return mailState(state.digests, subscription, week, this.now);
  }
}

const outcomes = (sent: readonly { outcome: string }[]): string[] => sent.map(({ outcome }) => outcome);

describe('a weekly mail', () => {
  it('goes out once, when its time has come, and the next a week later', async () => {
    const here = new Installation();
    const post = new Post();
    const { tick } = await here.scheduler(post);
    for (const [at, mails] of [
      [-1, 0],
      [0, 1],
      [MINUTE, 1],
      [6 * DAY, 1],
      [7 * DAY - 1, 1],
      [7 * DAY, 2],
      [8 * DAY, 2],
    ] as const) {
      here.now = DUE + at;
      // One more week back is the mail of the week before: it was due six days and more ago.
      await tick();
      expect([at, post.taken.length]).toEqual([at, mails]);
    }
    expect(post.taken.map(({ subject }) => subject)).toEqual(['Tidewater, 2026-W46', 'Tidewater, 2026-W47']);
  });

  it('goes to each recipient at their own hour', async () => {
    const tokyo = { ...monday, to: ['kei@example.org'], timeZone: 'Asia/Tokyo' };
    const here = new Installation([monday, tokyo]);
    const post = new Post();
    const { tick } = await here.scheduler(post);
    here.now = Date.parse('2026-11-15T22:30:00Z');
    await tick();
    expect(post.taken.map(({ to }) => to)).toEqual(['kei@example.org']);
    here.now = DUE;
    await tick();
    expect(post.taken.map(({ to }) => to)).toEqual(['kei@example.org', 'ada@example.org']);
  });

  it('goes to nobody twice who is named twice, whatever the case of letters', async () => {
    const here = new Installation([monday, { ...monday, to: ['Ada@Example.org'], at: '06:00' }]);
    const post = new Post();
    await (await here.scheduler(post)).tick();
    expect(post.taken.map(({ to }) => to)).toEqual(['ada@example.org']);
  });

  it('is about the latest week alone when nothing ran for weeks, and is missed when it is three days late', async () => {
    const here = new Installation();
    const post = new Post();
    const { tick } = await here.scheduler(post);
    here.now = DUE + 3 * DAY;
    await tick();
    expect(post.taken).toEqual([]);
    expect(await here.state()).toEqual({ state: 'missed' });
    here.now = DUE + 21 * DAY + 3 * DAY - 1;
    await tick();
    expect(post.taken.map(({ subject }) => subject)).toEqual(['Tidewater, 2026-W49']);
  });

  it('has a message id that names person, list and week, and an unsubscribe link of its own', async () => {
    const here = new Installation([
      monday,
      { ...monday, team: 'eng/payments' },
      { ...monday, to: ['bob@example.org'] },
    ]);
    const post = new Post();
    await (await here.scheduler(post)).tick();
    const [everybody, payments, bob] = post.taken;
    expect(new Set(post.taken.map(({ messageId }) => messageId)).size).toBe(3);
    expect(everybody?.messageId).toMatch(/^digest\.2026-W46\.[0-9a-f]{32}@leadline\.example$/);
    expect([everybody?.list?.id, payments?.list?.id, bob?.list?.id]).toEqual([
      'weekly.everybody.leadline.example',
      expect.stringMatching(/^weekly\.eng-payments-[0-9a-f]{8}\.leadline\.example$/),
      'weekly.everybody.leadline.example',
    ]);
    expect(new Set(post.taken.map(({ list }) => list?.unsubscribeUrl)).size).toBe(3);
    expect(everybody?.html).toContain(everybody?.list?.unsubscribeUrl);
  });
});

describe('refusals', () => {
  it('for good end it, and hold up nobody else', async () => {
    const here = new Installation([{ ...monday, to: ['gone@example.org', 'ada@example.org'] }]);
    const post = new Post(({ to }) =>
      to === 'gone@example.org' ? { outcome: 'refused', reason: '550 no such user' } : { outcome: 'accepted' },
    );
    const { tick } = await here.scheduler(post);
    expect(outcomes(await tick())).toEqual(['refused', 'accepted']);
    here.now += DAY;
    expect(await tick()).toEqual([]);
    expect(await here.state(0)).toEqual({ state: 'refused', reason: '550 no such user' });
    expect(await here.state(1)).toMatchObject({ state: 'sent' });
  });

  it('for now are tried again, later each time, and given up when it is three days late', async () => {
    const here = new Installation();
    const tried: number[] = [];
    const post = new Post(() => {
      tried.push((here.now - DUE) / MINUTE);
      return { outcome: 'deferred', reason: '451 come back later' };
    });
    const { tick } = await here.scheduler(post);
    for (; here.now < DUE + 4 * DAY; here.now += 5 * MINUTE) await tick();
    // After 5 min, 15 min, 1 h, 4 h, and every 12 h; the eleventh would be at 75 h.
    expect(tried).toEqual([0, 5, 20, 80, 320, 1_040, 1_760, 2_480, 3_200, 3_920]);
    expect(await here.state()).toEqual({ state: 'given_up', reason: '451 come back later' });
  });

  it('for now become a mail when the server takes it', async () => {
    const here = new Installation();
    let isDown = true;
    const post = new Post(() => (isDown ? { outcome: 'deferred', reason: 'no answer' } : { outcome: 'accepted' }));
    const { tick } = await here.scheduler(post);
    await tick();
    expect(await here.state()).toEqual({ state: 'deferred', reason: 'no answer', retryAt: DUE + 5 * MINUTE });
    isDown = false;
    here.now += 5 * MINUTE;
    await tick();
    expect(await here.state()).toEqual({ state: 'sent', at: DUE + 5 * MINUTE });
    expect(post.taken).toHaveLength(1);
  });

  it('that nobody can tell from an acceptance are not tried again', async () => {
    const here = new Installation();
    const { tick } = await here.scheduler(
      new Post(() => ({ outcome: 'unknown', reason: 'connection lost after the content' })),
    );
    await tick();
    here.now += DAY;
    expect(await tick()).toEqual([]);
    expect(await here.state()).toEqual({ state: 'unknown', reason: 'connection lost after the content' });
  });

  it('of what Leadline itself could not do leave it due, and hold up nobody else', async () => {
    const here = new Installation([monday, { ...monday, to: ['bob@example.org'], team: 'eng' }]);
    const post = new Post();
    const deps = await here.deps(post);
    let isBroken = true;
    const writer: DigestWriter = {
      ...deps.writer,
      write: async (mail) => {
        if (isBroken && mail.subscription.list === '') throw new Error('the warehouse is gone');
        return deps.writer.write(mail);
      },
    };
    const tick = () =>
      sendDueDigests({ ...deps, writer, subscriptions: here.subscriptions }, new AbortController().signal);
    expect(outcomes(await tick())).toEqual(['failed', 'accepted']);
    isBroken = false;
    expect(outcomes(await tick())).toEqual(['accepted']);
  });
});

/** What a process may be doing when it is killed. */
const moments = [
  'before the claim',
  'after the claim',
  'before sending',
  'while sending',
  'after sending',
  'after the outcome',
] as const;

/** The log of a process that dies at a moment: what it does then never happens, and it never hears of it. */
function dyingLog(
  log: EventLog,
  dies: (kind: string, when: 'before' | 'after') => boolean,
): Pick<EventLog, 'append' | 'read'> {
  return {
    read: (topic, range) => log.read(topic, range),
    append: async (topic, records) => {
      const kind = records[0]?.key ?? '';
      if (dies(kind, 'before')) return forever();
      const positions = await log.append(topic, records);
      return dies(kind, 'after') ? forever() : positions;
    },
  };
}

const forever = <T>(): Promise<T> => new Promise<T>(() => undefined);

describe('a scheduler that is killed', () => {
  it.each(moments)('%s: no mail goes out twice, and none is unaccounted for', async (moment) => {
    const here = new Installation();
    const arrived: Mail[] = [];
    let died: () => void = () => undefined;
    const death = new Promise<void>((resolve) => (died = resolve));
    const dieIf = (is: boolean): boolean => {
      if (is) died();
      return is;
    };
    const log = dyingLog(here.log, (kind, when) =>
      dieIf(
        (kind === 'digest_claimed' && moment === (when === 'before' ? 'before the claim' : 'after the claim')) ||
          (kind === 'digest_settled' && moment === (when === 'before' ? 'after sending' : 'after the outcome')),
      ),
    );
    const mailer: Mailer = {
      send: async (mail) => {
        if (dieIf(moment === 'before sending')) return forever();
        arrived.push(mail);
        return dieIf(moment === 'while sending') ? forever() : { outcome: 'accepted' };
      },
    };
    const first = await here.scheduler(mailer, log);
    void first.tick();
    await death;

    const survivor = await here.scheduler({
      send: async (mail) => {
        arrived.push(mail);
        return { outcome: 'accepted' };
      },
    });
    for (; here.now < DUE + 6 * DAY; here.now += HOUR) await survivor.tick();

    const isSentAnew = moment === 'before the claim';
    const isDone = moment === 'after the outcome';
    const didArrive = isSentAnew || !['after the claim', 'before sending'].includes(moment);
    expect(arrived).toHaveLength(didArrive ? 1 : 0);
    expect((await here.state()).state).toBe(isSentAnew || isDone ? 'sent' : 'unknown');
  });

  it('leaves a claim that only a person sends again, with the same message id, and not while it may be under way', async () => {
    const here = new Installation();
    const first = await here.scheduler({ send: () => forever() });
    void first.tick();
    while ((await here.state()).state === 'due') await new Promise((resolve) => setImmediate(resolve));
    const post = new Post();
    const deps = await here.deps(post);
    const [subscription] = here.subscriptions;
    if (subscription === undefined) throw new Error('There is a subscription');
    const ask = (again: boolean) => wantedMail(deps.control, { subscription, week: WEEK, again, now: here.now });

    expect(ask(true).outcome).toBe('being_sent');
    here.now += 10 * MINUTE;
    expect(ask(false)).toMatchObject({ outcome: 'needs_again', state: 'unknown' });
    const wanted = ask(true);
    expect(wanted).toMatchObject({ outcome: 'to_send', due: { attempt: 2 } });
    expect((await sendDigest(deps, wanted.due, 'person')).outcome).toBe('accepted');
    expect(await here.state()).toMatchObject({ state: 'sent' });
    const twin = new Installation();
    const other = new Post();
    await (await twin.scheduler(other)).tick();
    expect(post.taken[0]?.messageId).toBe(other.taken[0]?.messageId);
  });
});

describe('several schedulers', () => {
  it('send each mail once between them, whoever claims first', async () => {
    const people = Array.from({ length: 20 }, (_, index) => `person${index}@example.org`);
    const here = new Installation([{ ...monday, to: people }]);
    const post = new Post();
    const schedulers = await Promise.all([1, 2, 3].map(() => here.scheduler(post)));
    const sent = (await Promise.all(schedulers.map(({ tick }) => tick()))).flat();
    expect(post.taken.map(({ to }) => to).toSorted()).toEqual(people.toSorted());
    expect(sent.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(20);
  });

  it('and a person at the same moment too', async () => {
    const here = new Installation();
    const post = new Post();
    const { tick } = await here.scheduler(post);
    const deps = await here.deps(post);
    const [subscription] = here.subscriptions;
    if (subscription === undefined) throw new Error('There is a subscription');
    await Promise.all([tick(), sendDigest(deps, { subscription, week: WEEK, attempt: 1 }, 'person')]);
    expect(post.taken).toHaveLength(1);
  });

  it('never take a claim back: a later word on a claim does not count', async () => {
    const here = new Installation();
    const { control, tick } = await here.scheduler(new Post());
    await tick();
    const attempt = onlyAttempt(control.state.digests);
    if (attempt.settlement === null) throw new Error('The mail was settled');
    await control.append(
      { ...attempt.settlement, outcome: 'deferred', retryAt: new Date(DUE).toISOString() },
      here.now,
    );
    here.now += HOUR;
    expect(await tick()).toEqual([]);
    expect((await here.state()).state).toBe('sent');
  });
});

function onlyAttempt({ weeks }: DigestLedger) {
  const attempts = [...weeks.values()].flatMap((mails) => [...mails.values()]).flat();
  const [attempt] = attempts;
  if (attempt === undefined || attempts.length > 1) throw new Error(`There are ${attempts.length} attempts`);
  return attempt;
}

describe('who has left', () => {
  it('is not written to again, on that list', async () => {
    const here = new Installation([monday, { ...monday, team: 'eng' }]);
    const post = new Post();
    const { control, tick } = await here.scheduler(post);
    const [subscription] = here.subscriptions;
    if (subscription === undefined) throw new Error('There is a subscription');
    const { recipient, list } = subscription;
    const left = {
      kind: 'digest_subscription',
      recipient,
      list,
      wanted: false,
      at: new Date(DUE).toISOString(),
    } as const;
    await control.append(left, DUE);
    await tick();
    expect(post.taken.map(({ list }) => list?.id)).toEqual([expect.stringContaining('weekly.eng-')]);
    expect(await here.state()).toEqual({ state: 'left' });
    expect(wantedMail(control, { subscription, week: WEEK, again: true, now: DUE }).outcome).toBe('left');
    await control.append({ ...left, wanted: true }, DUE);
    await tick();
    expect(post.taken).toHaveLength(2);
  });
});
