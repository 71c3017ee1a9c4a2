import type { Chance } from '../chance.js';
import { wording } from '../company/wording.js';
import { HOUR, MINUTE } from '../time.js';
import { exact, said } from './events.js';
import { openIncident, type OpenIncident, type Severity } from './incidents.js';
import { tellHarm } from './measurements.js';
import { planFix } from './plans.js';
import type { ProductionLine, Release } from './production-line.js';
import type { Landed, PullRequestPlan } from './pull-requests.js';
import { runCi } from './continuous-integration.js';
import { colleagueOf, type World } from './world.js';

/** How a release turns out to be bad, and what is done about it. Times in milliseconds. */
export interface Trouble {
  readonly remedy: 'rollback' | 'hotfix' | 'none';
  /** null: nobody opens an incident. */
  readonly severity: Severity | null;
  /** From the release to noticing it. */
  readonly noticedAfter: number;
  /** From noticing it to the decision what to do. */
  readonly decidedAfter: number;
  /** How often rolling back itself breaks before it works. */
  readonly brokenRollbacks: number;
}

export type Propose = (plan: PullRequestPlan, onLanded: (landed: Landed) => void) => void;

export function troubleOf(chance: Chance, recoveryMinutes: number): Trouble {
  const [remedy, isIncident] = chance.weighted([
    [['rollback', true] as const, 40],
    [['hotfix', true] as const, 26],
    [['rollback', false] as const, 26],
    [['none', true] as const, 8],
  ]);
  return {
    remedy,
    severity: isIncident ? severityOf(chance) : null,
    // Beyond an hour a release is no longer blamed for an incident, so this stays well within.
    noticedAfter: isIncident ? Math.min(50, chance.skewed(11, 0.7)) * MINUTE : chance.skewed(40, 0.6) * MINUTE,
    // What is neither rolled back nor fixed is waited out.
    decidedAfter: chance.skewed(remedy === 'none' ? 12 * recoveryMinutes : recoveryMinutes, 0.6) * MINUTE,
    brokenRollbacks: 0,
  };
}

export function severityOf(chance: Chance): Severity {
  return chance.weighted([
    ['sev1', 8],
    ['sev2', 30],
    ['sev3', 45],
    ['sev4', 17],
  ]);
}

/** Lets a release go wrong: noticed, perhaps an incident, rolled back or fixed, and mended on main afterwards. */
export function suffer(world: World, line: ProductionLine, release: Release, trouble: Trouble, propose: Propose): void {
  const { agenda, chance } = world;
  line.hold();
  agenda.at(release.finishedAt + trouble.noticedAfter, () => {
    tellHarm(world, release, agenda.now());
    const title = wording.trouble(chance, line.service.name);
    const startedAt = agenda.now() - Math.min(trouble.noticedAfter * 0.6, 8 * MINUTE);
    const { severity } = trouble;
    const incident = severity === null ? null : openIncident(world, line.service, { title, severity, startedAt });
    agenda.at(agenda.now() + trouble.decidedAfter, () => {
      const bad: BadRelease = { world, line, release, incident, propose };
      if (trouble.remedy === 'none') {
        incident?.resolve(agenda.now(), release.deployments);
        line.resume();
      } else if (trouble.remedy === 'rollback' && release.previous !== null) rollBack(bad, trouble.brokenRollbacks);
      else fixForward(bad);
    });
  });
}

interface BadRelease {
  readonly world: World;
  readonly line: ProductionLine;
  readonly release: Release;
  readonly incident: OpenIncident | null;
  readonly propose: Propose;
}

function rollBack(bad: BadRelease, broken: number): void {
  const { world, line, release, incident } = bad;
  const { agenda, chance } = world;
  if (release.previous === null) return;
  line.release({
    version: release.previous,
    cause: 'rollback',
    breaks: broken > 0,
    onDone: ({ finishedAt }) => {
      if (broken > 0) {
        agenda.at(finishedAt + chance.between(25, 70) * MINUTE, () => rollBack(bad, broken - 1));
        return;
      }
      incident?.resolve(finishedAt + chance.between(4, 30) * MINUTE, release.deployments);
      revertOnMain(bad);
    },
  });
}

/** The bad change leaves main in the next working hour; then changes flow again. */
function revertOnMain({ world, line, release, propose }: BadRelease): void {
  const { agenda, calendar, chance } = world;
  const begunAt = calendar.after(agenda.now(), chance.between(0.3, 2) * HOUR);
  agenda.at(begunAt, () => {
    const takes = chance.between(20, 70) * MINUTE;
    const title = `Revert "${release.version.title.slice(0, 60)}"`;
    const fix = { at: begunAt, title, takes, service: line.service, labels: ['revert'], reverts: release.version.sha };
    propose(planFix(world, fix), () => line.resume());
  });
}

/** A fix is written at once and goes straight to production. */
function fixForward({ world, line, release, incident, propose }: BadRelease): void {
  const { agenda, chance } = world;
  const takes = chance.skewed(35, 0.4) * MINUTE;
  const title = `Fix ${line.service.name} after "${release.version.title.slice(0, 40)}"`;
  const plan = planFix(world, { at: agenda.now(), title, takes, service: line.service, labels: ['hotfix'] });
  propose(plan, (landed) => {
    agenda.at(runCi(world, landed) + 2 * MINUTE, () =>
      line.release({
        version: landed.version,
        cause: 'hotfix',
        fixes: release.deployments[0] ?? '',
        onDone: (fix) => {
          incident?.resolve(fix.finishedAt + chance.between(5, 25) * MINUTE, release.deployments);
          if (line.service.reports === 'github' && chance.happens(0.7)) markHotfix(world, fix);
          line.resume();
        },
      }),
    );
  });
}

/** GitHub cannot say that a deployment is a hotfix; people say it afterwards. */
function markHotfix(world: World, fix: Release): void {
  const { record, chance, people } = world;
  const at = fix.finishedAt + chance.between(10, 240) * MINUTE;
  const by = colleagueOf(world, chance.pick(people)).login;
  for (const deployment of fix.deployments) {
    const mark = { deployment, verdict: 'hotfix' as const, by, at: exact(at), reason: 'repairs the release before' };
    record(said('mark', { by: 'people', at, what: `${deployment}/mark` }, mark));
  }
}
