import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { derived } from '../../../../../test/promise/run-world.js';

/** Instants of March 2026, UTC: "02T10:00". */
export const at = (text: string): number => Date.parse(`2026-03-${text}:00Z`);
export const said = (text: string): string => `2026-03-${text}:00Z`;
/** 40 digits that begin so. */
export const sha = (start: string): string => start.padEnd(40, '0');

export function event(kind: EventKind, data: Record<string, unknown>): LeadlineEvent {
  return eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'github' }, data as never);
}

/** A commit of acme/<repo>, or of the repository that is named. */
export const commit = (
  start: string,
  committedAt: string,
  parents: readonly string[],
  more: Record<string, unknown> = {},
): LeadlineEvent =>
  event('commit', {
    sha: sha(start),
    repo: 'acme/shop',
    committedAt: said(committedAt),
    parents: parents.map(sha),
    ...more,
  });

/** A succeeded deployment of shop to production. */
export const rollout = (
  id: string,
  start: string,
  finishedAt: string,
  more: Record<string, unknown> = {},
): LeadlineEvent =>
  event('deployment', {
    id,
    service: 'shop',
    repo: 'acme/shop',
    source: 'github',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: said(finishedAt),
    finishedAt: said(finishedAt),
    sha: sha(start),
    ...more,
  });

export interface GivenWarehouse extends Warehouse {
  readonly remove: () => Promise<void>;
}

/** A warehouse with what derive makes of events. */
export async function givenWarehouse(events: readonly LeadlineEvent[]): Promise<GivenWarehouse> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-entities-'));
  const warehouse = await openWarehouse({ mode: 'embedded', directory }, 'entities');
  await warehouse.migrate();
  await derived([events], warehouse.facts);
  return {
    ...warehouse,
    remove: async () => {
      await warehouse.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
