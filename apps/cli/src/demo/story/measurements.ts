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
  const { service, deployments, startedAt, finishedAt, outcome } = release;
  const [deployment] = deployments;
  if (service.reports !== 'pipeline' || deployment === undefined) return;
  const isLive = outcome === 'succeeded';
  const name = `${service.name}/release/${run}`;
  world.record(
    said(
      'pipeline_run',
      { by: 'pipeline', at: finishedAt, what: name },
      {
        run: name,
        attempt: 1,
        pipeline: `release ${service.name}`,
        service: service.name,
        role: 'deployment',
        status: isLive ? 'succeeded' : 'failed',
        startedAt: exact(startedAt),
        finishedAt: exact(finishedAt),
      },
    ),
  );
  if (!isLive) return;
  const part = (what: string, bound: number): number => numberOf(`${deployment}/${what}`, bound);
  const checkedAt = finishedAt + (25 + part('smoke', 110)) * SECOND;
  const check = `${deployment}/check/smoke`;
  world.record(
    said(
      'verification',
      { by: 'pipeline', at: checkedAt, what: check },
      {
        id: check,
        deployment,
        stage: 'post',
        check: 'smoke test',
        startedAt: exact(finishedAt + 10 * SECOND),
        finishedAt: exact(checkedAt),
        result: 'passed',
      },
    ),
  );
  const before = 20 + part('before', 60);
  observe(world, release, 'errors', finishedAt + HALF_HOUR, {
    before: { errors: before, minutes: 30 },
    after: { errors: Math.round(before * (0.75 + part('after', 60) / 100)), minutes: 30 },
  });
  observe(world, release, 'budget', finishedAt + HALF_HOUR, budget(finishedAt, 20 + part('spent', 600)));
  const downFor = part('down', 40) === 0 ? 15 + part('down for', 75) : 0;
  observe(world, release, 'downtime', finishedAt + HALF_HOUR, {
    from: exact(finishedAt - downFor * SECOND),
    to: exact(finishedAt),
  });
  const endpoints = 20 + numberOf(service.name, 50);
  observe(world, release, 'coverage', finishedAt + HALF_HOUR, {
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
export function tellHarm(world: World, release: Release, noticedAt: number): void {
  const [deployment] = release.deployments;
  if (release.service.reports !== 'pipeline' || deployment === undefined) return;
  const part = (what: string, bound: number): number => numberOf(`${deployment}/${what}`, bound);
  const before = 20 + part('before', 60);
  const at = Math.max(noticedAt, release.finishedAt + HALF_HOUR + MINUTE);
  observe(world, release, 'errors', at, {
    before: { errors: before, minutes: 30 },
    after: { errors: before * (3 + part('harm', 9)), minutes: 30 },
  });
  observe(world, release, 'budget', at, budget(release.finishedAt, ALLOWED / 25 + part('spent in harm', ALLOWED / 6)));
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
  { service, deployments: [deployment = ''] }: Said,
  measure: 'errors' | 'budget' | 'downtime' | 'coverage' | 'cost',
  at: number,
  amounts: object,
): void {
  const id = `${deployment}/${measure}`;
  record(
    said(
      'observation',
      { by: 'monitoring', at, what: `${id}/${at}` },
      { id, measure, service: service.name, deployment, at: exact(at), revision: revisionAt(at), ...amounts },
    ),
  );
}
