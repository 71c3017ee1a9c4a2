import { createAgenda } from '../agenda.js';
import { releaseSlot, type WorkCalendar } from '../calendar.js';
import { chanceOf } from '../chance.js';
import { type Account, peopleOf } from '../company/people.js';
import { changesPerWeek, type Repository } from '../company/repositories.js';
import { upgradedTogether } from '../company/services.js';
import type { Team } from '../company/teams.js';
import { wording } from '../company/wording.js';
import type { Recorder } from '../delivery.js';
import { issueBody } from '../github/issue.js';
import { DAY, HOUR, MINUTE, WEEK } from '../time.js';
import { type BadFriday, upgradeTrouble } from './bad-friday.js';
import { commitOf, filesOf } from './commits.js';
import { runCi } from './continuous-integration.js';
import { suffer, severityOf, troubleOf } from './failures.js';
import type { FlagStory } from './flags.js';
import { openIncident } from './incidents.js';
import { planBump, planChange, planLibraryUpgrade, touchedServices } from './plans.js';
import { createProductionLine, type ProductionLine, type Release } from './production-line.js';
import { type Landed, playPullRequest, type PullRequestPlan } from './pull-requests.js';
import { stage } from './rollouts.js';
import { trainOn, type ReleaseTrain } from './trains.js';
import { createTrunk, type Version } from './trunk.js';
import type { World } from './world.js';

export interface StoryInput {
  readonly repository: Repository;
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly calendar: WorkCalendar;
  readonly flags: readonly FlagStory[];
  readonly badFriday: BadFriday | null;
  readonly trains: readonly ReleaseTrain[];
  readonly record: Recorder;
}

/** Everything that happens in one repository and to its services between two instants. */
export function tellRepository(input: StoryInput): void {
  const world = createWorld(input);
  const delivery = createDelivery(world);
  scheduleWork(world, input, delivery);
  scheduleReleases(world, input, delivery);
  scheduleIncidents(world, input);
  if (input.badFriday !== null) scheduleUpgrade(world, input.badFriday, delivery);
  world.agenda.run(input.until);
}

function createWorld({ repository, seed, from, calendar, flags, record }: StoryInput): World {
  const chance = chanceOf(seed, repository.fullName);
  let number = chance.whole(40, 900);
  let id = repository.firstId + 1000;
  return {
    repository,
    calendar,
    chance,
    record,
    people: peopleOf(repository.team.path),
    agenda: createAgenda(from),
    trunk: createTrunk(repository, seed, record),
    nextNumber: () => (number += 1),
    nextId: () => (id += chance.whole(1, 9)),
    flagOf: (service, at) =>
      flags.find((story) => story.service === service && story.workFrom <= at && at < story.workUntil)?.flag,
  };
}

/** The way from main to production. */
interface Delivery {
  readonly lines: readonly ProductionLine[];
  /** Newest version of a service that may go to production. */
  readonly candidates: Map<string, Version>;
  readonly landed: (landed: Landed, isUpgrade?: boolean) => void;
  readonly propose: (plan: PullRequestPlan, also?: (landed: Landed) => void, isUpgrade?: boolean) => void;
}

function createDelivery(world: World): Delivery {
  const { agenda, chance, repository } = world;
  const candidates = new Map<string, Version>();
  const judge = (line: ProductionLine, release: Release): void => {
    const { outcome, cause, version } = release;
    if (outcome === 'failed') {
      const again = release.finishedAt + chance.between(15, 50) * MINUTE;
      agenda.at(again, () => line.release({ version, cause: 'retry' }));
    } else if (cause === 'upgrade') suffer(world, line, release, upgradeTrouble(world), propose);
    else if (outcome === 'succeeded' && chance.happens(repository.team.failRate)) {
      suffer(world, line, release, troubleOf(chance, repository.team.recoveryMinutes), propose);
    }
  };
  const lines = repository.services.map((service) => createProductionLine(world, service, judge));

  const landed = ({ touched, ...rest }: Landed, isUpgrade = false): void => {
    const passedAt = runCi(world, { ...rest, touched });
    const { version } = rest;
    for (const line of lines.filter(({ service }) => touched.includes(service))) {
      const stagedAt = stage(world, line.service, version, passedAt);
      const readyAt = stagedAt + chance.skewed(12, 0.5) * MINUTE;
      agenda.at(stagedAt, () => void candidates.set(line.service.name, version));
      if (isUpgrade) agenda.at(readyAt, () => line.release({ version, cause: 'upgrade' }));
      else if (repository.team.cadence.kind === 'continuous') {
        const slot = releaseSlot(world.calendar, readyAt);
        const spread = slot === readyAt ? 0 : chance.between(2, 40) * MINUTE;
        agenda.at(slot + spread, () => line.release({ version, cause: 'change' }));
      }
    }
  };
  const propose: Delivery['propose'] = (plan, also, isUpgrade) =>
    playPullRequest(world, plan, (one) => {
      // A hotfix finds its own way; see failures.
      if (!plan.labels.includes('hotfix')) landed(one, isUpgrade);
      also?.(one);
    });
  return { lines, candidates, landed, propose };
}

function scheduleWork(world: World, { from, until }: StoryInput, { propose, landed }: Delivery): void {
  const { agenda, calendar, chance, repository } = world;
  const { team } = repository;
  const aDay = changesPerWeek(repository) / 4.75;
  for (const day of calendar.days.filter(({ opensAt }) => opensAt >= from && opensAt < until)) {
    for (let left = chance.count(aDay * day.pace); left > 0; left -= 1) {
      const at = chance.between(day.opensAt, day.closesAt);
      const isDirect = chance.happens(team.directPushes);
      agenda.at(at, () => (isDirect ? landed(pushDirectly(world, at)) : propose(planChange(world, at))));
    }
    if (day.weekday === 1 && chance.happens(0.3)) {
      const at = day.opensAt - chance.between(2, 4) * HOUR;
      agenda.at(at, () => propose(planBump(world, at)));
    }
    if (chance.happens(0.03)) {
      const at = chance.between(day.opensAt, day.closesAt);
      agenda.at(at, () => tellChore(world, at));
    }
  }
}

function pushDirectly(world: World, at: number): Landed {
  const { trunk, chance, people, repository } = world;
  const author: Account = chance.pick(people);
  const touched = touchedServices(world);
  const title = wording.change(chance, repository.team.path);
  const writtenAt = at - chance.skewed(25, 0.8) * MINUTE;
  const files = filesOf(chance, touched);
  const commit = commitOf({
    place: repository.fullName,
    parents: [trunk.tip().sha],
    message: title,
    at: writtenAt,
    author,
    files,
  });
  return { ...trunk.land({ commits: [commit], title, pusher: author, at }), touched, author };
}

function tellChore({ repository, chance, people, record, nextId, nextNumber }: World, at: number): void {
  const author = chance.pick(people);
  const labels = [chance.pick(['bug', 'documentation', 'question'])];
  const opened = {
    id: nextId(),
    number: nextNumber(),
    title: wording.chore(chance),
    labels,
    author,
    openedAt: at,
    updatedAt: at,
    closed: null,
  };
  record({ at, kind: 'hook', event: 'issues', body: () => issueBody(repository, 'opened', opened, author) });
  const closedAt = at + chance.skewed(4, 1) * DAY;
  const closed = { ...opened, updatedAt: closedAt, closed: { at: closedAt, as: 'completed' as const } };
  record({ at: closedAt, kind: 'hook', event: 'issues', body: () => issueBody(repository, 'closed', closed, author) });
}

function scheduleReleases(world: World, { trains }: StoryInput, { lines, candidates }: Delivery): void {
  const { agenda, calendar, chance, repository } = world;
  const { cadence }: Team = repository.team;
  if (cadence.kind === 'continuous') return;
  for (const day of calendar.days.filter(({ weekday }) => cadence.weekdays.includes(weekday))) {
    const train = trainOn(trains, repository.team, day);
    if (train?.isCancelled === true) continue;
    const hour = train?.leavesAt ?? day.opensAt + (cadence.hour - 9) * HOUR;
    for (const line of lines.filter(({ service }) => train?.staysBehind.has(service.name) !== true)) {
      // A train leaves together.
      const at = hour + chance.between(0, train === undefined ? 35 : 12) * MINUTE;
      agenda.at(at, () => {
        const version = candidates.get(line.service.name);
        if (version === undefined) return;
        const aboard = (release: Release): void => void train?.releases.push(release);
        line.release({ version, cause: 'change', onDone: aboard });
      });
    }
  }
}

/** What goes wrong without any change: at any hour, on any day. */
function scheduleIncidents(world: World, { from, until }: StoryInput): void {
  const { agenda, chance, repository } = world;
  for (const service of repository.services) {
    for (let left = chance.count((0.045 * (until - from)) / WEEK); left > 0; left -= 1) {
      agenda.at(chance.between(from, until), () => {
        const startedAt = agenda.now() - chance.between(1, 6) * MINUTE;
        const title = wording.outsideTrouble(chance, service.name);
        const incident = openIncident(world, service, { title, severity: severityOf(chance), startedAt });
        const endsAt = agenda.now() + chance.skewed(50, 0.8) * MINUTE;
        if (chance.happens(0.2)) incident.dismiss(endsAt);
        else incident.resolve(endsAt);
      });
    }
  }
}

function scheduleUpgrade(world: World, { mergesFrom }: BadFriday, { lines, propose }: Delivery): void {
  const { agenda, chance } = world;
  if (!lines.some(({ service }) => upgradedTogether.includes(service.name))) return;
  const plan = planLibraryUpgrade(world, mergesFrom + chance.between(0, 70) * MINUTE);
  agenda.at(plan.openedAt - MINUTE, () => propose(plan, undefined, true));
}
