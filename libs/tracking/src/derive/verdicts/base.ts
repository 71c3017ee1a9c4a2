import type { BaseElement } from '@leadline/tables';
import { isOfUnknownExposure } from './occurrences.js';
import type { Judged } from './judged.js';
import { targetOf } from './views.js';

export type Base = Omit<BaseElement, 'knownFrom' | 'knownUntil'>;

/** What the deployment itself is; null: nothing that happened yet. */
export function baseOf({ occurrence, kind, replaced }: Judged): Base | null {
  const { startedAt, finishedAt, decisive, attempts, witnesses } = occurrence;
  if (startedAt === null && finishedAt === null && occurrence.status === 'in_progress') return null;
  return {
    id: occurrence.id,
    status: occurrence.status,
    exposed: occurrence.exposed ? 1 : 0,
    unknownSources: [...occurrence.unknownSources],
    kind,
    verdict: occurrence.verdict ?? '',
    planned: occurrence.planned ? 1 : 0,
    remedial: isRemedial(occurrence, kind) ? 1 : 0,
    startedAt: startedAt ?? 0,
    finishedAt: finishedAt ?? 0,
    sha: occurrence.sha ?? '',
    version: decisive.version,
    source: decisive.source,
    actor: decisive.actor,
    url: decisive.url,
    targets: [...occurrence.targets],
    attempts: [...attempts, ...witnesses].map(({ id }) => id).sort(),
    replaced,
    failedAttempts: attempts
      .filter(({ status, exposed }) => status === 'failed' && exposed !== false)
      .map((attempt) => ({
        finishedAt: attempt.finishedAt ?? 0,
        exposed: attempt.exposed ? (1 as const) : (0 as const),
        source: isOfUnknownExposure(attempt) ? attempt.source : '',
      })),
    startKnown: attempts.some((attempt) => attempt.startedAt !== null && attempt.startedAt === startedAt) ? 1 : 0,
    trigger: occurrence.trigger ?? '',
    automatedSteps: occurrence.steps?.automated ?? null,
    manualSteps: occurrence.steps?.manual ?? null,
    configVersion: occurrence.configVersion ?? '',
    tries: attempts.map((attempt) => ({
      id: attempt.id,
      target: targetOf(attempt),
      status: attempt.status,
      startedAt: attempt.startedAt,
      finishedAt: attempt.finishedAt,
    })),
  };
}

const isRemedial = ({ fixes, fixesIncident }: Judged['occurrence'], kind: Judged['kind']): boolean =>
  kind === 'hotfix' || kind === 'rollback' || fixes.length > 0 || fixesIncident;
