import type { BaseElement } from '@leadline/tables';
import { isOfUnknownExposure } from './occurrences.js';
import type { Judged } from './judged.js';

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
  };
}

const isRemedial = ({ fixes, fixesIncident }: Judged['occurrence'], kind: Judged['kind']): boolean =>
  kind === 'hotfix' || kind === 'rollback' || fixes.length > 0 || fixesIncident;
