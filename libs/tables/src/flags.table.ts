import { flag, int, maybeMillis, maybeNumber, millis, name, relations, table, text, texts } from './column.js';
import { folded, known, ownersOfServices } from './entity-columns.js';

/** Changes of feature flags. */
export const flagChangesTable = table({
  name: 'flag_changes',
  columns: {
    entity: text,
    id: text,
    flag: text,
    services: texts,
    environment: text,
    tier: name,
    at: maybeMillis,
    source: name,
    owners: ownersOfServices,
    /** What of it was known when. */
    states: relations({
      ...known,
      flag: text,
      environment: text,
      tier: name,
      at: millis,
      /** Share of users in per cent, 0: off; null: on for targets of unknown size, which compares as 1. */
      exposure: maybeNumber,
      services: texts,
      planned: flag,
      /** A person's word: failed, ok, or '' where nobody said. */
      verdict: name,
    }),
    /** Services and flags of all its states: what it is found by where anything of the past is derived. */
    ever_services: texts,
    ever_flags: texts,
    ...folded,
  },
  key: ['entity'],
});

/** Feature flags themselves. */
export const flagsTable = table({
  name: 'flags',
  columns: {
    entity: text,
    flag: text,
    /** What of it was known when. */
    states: relations({ ...known, permanent: flag, archivedAt: maybeMillis }),
    ...folded,
  },
  key: ['entity'],
});

/**
 * Incidents that name no cause and have a flag change before them, as one service sees it: to which change they are
 * attributed, unless a deployment is as near. One row per (service, incident), written by the service's derivation.
 */
export const flagIncidentsTable = table({
  name: 'flag_incidents',
  columns: {
    service: text,
    incident: text,
    /** Sources without knowledge of exposure in this service: bit positions of the rivals' variants. */
    exposureSources: texts,
    attributions: relations({
      ...known,
      flagChange: text,
      flag: text,
      /** Seconds from the flag change to the impact. */
      gapS: int,
      severity: int,
      userFacing: flag,
      impactAt: millis,
      detectedAt: maybeMillis,
      resolvedAt: maybeMillis,
      /** Deployments as near or nearer: one that counts acquits the flag change. */
      rivals: relations({ kind: name, verdict: name, variants: int, gapS: int }),
    }),
    content_hash: text,
  },
  key: ['service', 'incident'],
});
