import type { WorkCalendar } from '../calendar.js';
import { chanceOf, type Chance } from '../chance.js';
import { services } from '../company/services.js';
import { type Team, teams } from '../company/teams.js';
import type { Recorder } from '../delivery.js';
import { DAY, HOUR, MINUTE } from '../time.js';
import { exact, revisionAt, said } from './events.js';

/** A flag and the time in which work is done behind it. */
export interface FlagStory {
  readonly flag: string;
  readonly service: string;
  readonly workFrom: number;
  readonly workUntil: number;
}

const topics = [
  'new-layout',
  'faster-path',
  'beta',
  'v2',
  'async',
  'guided-flow',
  'smart-defaults',
  'regional',
  'dark-launch',
  'compact',
];

export interface FlagWindow {
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly calendars: (team: Team) => WorkCalendar;
  readonly record: Recorder;
}

/** The lives of every team's flags: built behind, opened step by step, sometimes closed again, and mostly cleaned up. */
export function tellFlags(window: FlagWindow): FlagStory[] {
  return teams.flatMap((team) => {
    const own = services.filter((service) => service.team === team.path);
    return Array.from({ length: team.flags }, (_, index) => {
      const chance = chanceOf(window.seed, 'flags', team.path, String(index));
      const service = chance.weighted(own.map(({ name, weight }) => [name, weight] as const));
      const topic = topics[(index * 3 + team.path.length) % topics.length] ?? 'next';
      return tellFlag(window, {
        flag: `${service}-${topic}-${index + 1}`,
        service,
        chance,
        calendar: window.calendars(team),
      });
    });
  });
}

interface Life {
  readonly flag: string;
  readonly service: string;
  readonly chance: Chance;
  readonly calendar: WorkCalendar;
}

type Change = (at: number, exposure: number, more?: { environment?: string; failed?: boolean }) => string;

/** Tells changes of a flag under ascending ids, which it gives. */
function changeTeller(record: Recorder, { flag, service }: Pick<Life, 'flag' | 'service'>): Change {
  let changes = 0;
  return (at, exposure, more = {}) => {
    changes += 1;
    const id = `flags/${flag}/${changes}`;
    const environment = more.environment ?? 'production';
    const data = {
      id,
      flag,
      environment,
      envTier: environment,
      at: exact(at),
      exposure,
      services: [service],
      source: 'flags',
    };
    record(
      said(
        'flag_change',
        { by: 'flags', at, what: id },
        { ...data, revision: revisionAt(at), ...(more.failed ? { failed: true } : {}) },
      ),
    );
    return id;
  };
}

function tellFlag({ from, until, record }: FlagWindow, { flag, service, chance, calendar }: Life): FlagStory {
  const createdAt = calendar.after(from + chance.between(0, 0.9) * (until - from), chance.between(0, 8) * HOUR);
  const change = changeTeller(record, { flag, service });
  record(
    said(
      'flag',
      { by: 'flags', at: createdAt, what: `${flag}/created` },
      { flag, revision: revisionAt(createdAt), permanent: chance.happens(0.08) },
    ),
  );
  change(createdAt + HOUR, 100, { environment: 'staging' });
  const exposedAt = calendar.after(createdAt, chance.between(3, 14) * 8.5 * HOUR);
  const ramp = (begin: number, exposures: readonly number[]): number => {
    let at = begin;
    for (const exposure of exposures) {
      change(at, exposure);
      at = calendar.after(at, chance.between(0.6, 2.2) * 8.5 * HOUR);
    }
    return at;
  };
  const fate = chance.weighted([
    ['opened', 68],
    ['failed', 16],
    ['stuck', 10],
    ['never', 6],
  ]);
  if (fate === 'never') return { flag, service, workFrom: createdAt - 2 * DAY, workUntil: exposedAt };
  let openAt: number | null = null;
  if (fate === 'opened') openAt = ramp(exposedAt, chance.happens(0.3) ? [50, 100] : [5, 25, 50, 100]);
  if (fate === 'stuck') ramp(exposedAt, [5, 25]);
  if (fate === 'failed') {
    ramp(exposedAt, [10]);
    const badAt = calendar.after(exposedAt, chance.between(5, 9) * HOUR);
    const bad = change(badAt, 50);
    const closedAt = badAt + chance.skewed(50, 0.5) * MINUTE;
    if (chance.happens(0.6)) tellFlagIncident(record, { flag, service, bad, badAt, closedAt });
    change(closedAt, 0);
    openAt = ramp(calendar.after(closedAt, chance.between(3, 6) * 8.5 * HOUR), [25, 100]);
  }
  if (openAt !== null && chance.happens(0.55)) {
    const archivedAt = calendar.after(openAt, chance.between(10, 30) * 8.5 * HOUR);
    record(
      said(
        'flag',
        { by: 'flags', at: archivedAt, what: `${flag}/archived` },
        { flag, archivedAt: exact(archivedAt), revision: revisionAt(archivedAt) },
      ),
    );
  }
  return { flag, service, workFrom: createdAt - 2 * DAY, workUntil: exposedAt };
}

function tellFlagIncident(
  record: Recorder,
  {
    flag,
    service,
    bad,
    badAt,
    closedAt,
  }: { flag: string; service: string; bad: string; badAt: number; closedAt: number },
): void {
  const id = `desk/flag-${flag}`;
  const startedAt = badAt + 0.2 * (closedAt - badAt);
  const detectedAt = badAt + 0.5 * (closedAt - badAt);
  const opened = {
    service,
    severity: 'sev3',
    title: `${service}: errors with ${flag} on`,
    source: 'desk',
    causedByFlagChange: bad,
  };
  const instants = { startedAt: exact(startedAt), detectedAt: exact(detectedAt) };
  record(
    said(
      'incident',
      { by: 'desk', at: detectedAt, what: `${id}/opened` },
      { id, ...opened, ...instants, revision: revisionAt(detectedAt) },
    ),
  );
  const resolvedAt = closedAt + 5 * MINUTE;
  record(
    said(
      'incident',
      { by: 'desk', at: resolvedAt, what: `${id}/resolved` },
      { id, resolvedAt: exact(resolvedAt), revision: revisionAt(resolvedAt) },
    ),
  );
}
