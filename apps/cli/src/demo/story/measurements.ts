import { numberOf } from '../chance.js';
import { MINUTE, SECOND } from '../time.js';
import { exact, revisionAt, said } from './events.js';
import type { Release } from './production-line.js';
import type { World } from './world.js';

type Said = Pick<Release, 'service' | 'deployments' | 'startedAt' | 'finishedAt' | 'outcome'>;
const HALF_HOUR = 30 * MINUTE;
const DAY = 24 * 60 * MINUTE;
/** Requests that may go wrong in thirty days, of an objective of 99.9 %. */
const ALLOWED = 40_000;

/**
 * What the pipeline of a release and monitoring say beside it, of services whose pipelines tell their deployments: its
 * run, a smoke test, errors, error budget, downtime, cost and coverage. Amounts follow from ids: the rest of the story
 * stays as it is whatever is measured.
 */
export function tellMeasurements(world: World, release: Said, run: number): void {
  if (release.service.reports !== 'pipeline') return;
  tellRun(world, release, run);
  if (release.outcome !== 'succeeded') return;
  tellSmokeTest(world, release);
  tellWatched(world, release);
}

function tellRun({ record }: World, { service, startedAt, finishedAt, outcome }: Said, number: number): void {
  const run = `${service.name}/release/${number}`;
  record(
    said(
      'pipeline_run',
      { by: 'pipeline', at: finishedAt, what: run },
      {
        run,
        attempt: 1,
        pipeline: `release ${service.name}`,
        service: service.name,
        role: 'deployment',
        status: outcome === 'succeeded' ? 'succeeded' : 'failed',
        startedAt: exact(startedAt),
        finishedAt: exact(finishedAt),
      },
    ),
  );
}

function tellSmokeTest({ record }: World, release: Said): void {
  const { deployment, part } = amountsOf(release);
  const { finishedAt } = release;
  const checkedAt = finishedAt + (25 + part('smoke', 110)) * SECOND;
  const id = `${deployment}/check/smoke`;
  record(
    said(
      'verification',
      { by: 'pipeline', at: checkedAt, what: id },
      {
        id,
        deployment,
        stage: 'post',
        check: 'smoke test',
        startedAt: exact(finishedAt + 10 * SECOND),
        finishedAt: exact(checkedAt),
        result: 'passed',
      },
    ),
  );
}

function tellWatched(world: World, release: Said): void {
  const { part } = amountsOf(release);
  const { service, finishedAt } = release;
  const at = finishedAt + HALF_HOUR;
  observe(world, release, 'errors', at, errors(part('before', 60), 0.75 + part('after', 60) / 100));
  observe(world, release, 'budget', at, budget(finishedAt, 20 + part('spent', 600)));
  const downFor = part('down', 40) === 0 ? 15 + part('down for', 75) : 0;
  observe(world, release, 'downtime', at, { from: exact(finishedAt - downFor * SECOND), to: exact(finishedAt) });
  const endpoints = 20 + numberOf(service.name, 50);
  observe(world, release, 'coverage', at, {
    instrumented: endpoints - 1 - part('bare', 4),
    total: endpoints,
    criticalInstrumented: 6,
    criticalTotal: part('critical', 12) === 0 ? 7 : 6,
  });
  if (part('cost', 4) !== 0) return;
  const cost = 60 + part('cost before', 300);
  observe(world, release, 'cost', finishedAt + DAY, {
    currency: 'EUR',
    before: { cost, hours: 24 },
    after: { cost: Math.round(cost * (96 + part('cost after', 8))) / 100, hours: 24 },
  });
}

/** Monitoring looks again at a release that turned out to be bad. */
export function tellHarm(world: World, release: Said, noticedAt: number): void {
  if (release.service.reports !== 'pipeline') return;
  const { part } = amountsOf(release);
  const at = Math.max(noticedAt, release.finishedAt + HALF_HOUR + MINUTE);
  observe(world, release, 'errors', at, errors(part('before', 60), 3 + part('harm', 9)));
  observe(world, release, 'budget', at, budget(release.finishedAt, ALLOWED / 25 + part('spent in harm', ALLOWED / 6)));
}

/** The deployment of a release, of several regions the first; and amounts below a bound that its id fixes. */
function amountsOf({ deployments: [deployment = ''] }: Said) {
  return { deployment, part: (what: string, bound: number): number => numberOf(`${deployment}/${what}`, bound) };
}

function errors(more: number, factor: number): object {
  const before = 20 + more;
  return { before: { errors: before, minutes: 30 }, after: { errors: Math.round(before * factor), minutes: 30 } };
}

const budget = (from: number, spent: number): object => ({
  slo: 'availability',
  from: exact(from),
  to: exact(from + HALF_HOUR),
  allowed: ALLOWED,
  spent,
});

/** What is observed once more replaces what was said before. */
function observe(
  { record }: World,
  release: Said,
  measure: 'errors' | 'budget' | 'downtime' | 'coverage' | 'cost',
  at: number,
  amounts: object,
): void {
  const { deployment } = amountsOf(release);
  const id = `${deployment}/${measure}`;
  record(
    said(
      'observation',
      { by: 'monitoring', at, what: `${id}/${at}` },
      { id, measure, service: release.service.name, deployment, at: exact(at), revision: revisionAt(at), ...amounts },
    ),
  );
}
