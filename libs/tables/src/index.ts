import {
  artifactsTable,
  changesTable,
  commitsByTimeTable,
  commitsTable,
  incidentsTable,
  landedChangesTable,
  linkedIssuesTable,
  linkIndexTable,
  mentionsTable,
  observationsTable,
  otherEntitiesTable,
  pipelineRunsTable,
  reportsTable,
  rolloutFactsTable,
  trainsTable,
} from './entities.table.js';
import type { RowOf } from './column.js';
import { deploymentsTable, staysTable } from './deployments.table.js';
import { eventsTable } from './events.table.js';
import { flagChangesTable, flagIncidentsTable, flagsTable } from './flags.table.js';
import { peopleTable } from './people.table.js';
import { deliveriesTable, quarantineTable, staleScopesTable } from './operations.table.js';

export type { Column, RowOf, Table } from './column.js';
export {
  type Acquittal,
  ALWAYS,
  type BaseElement,
  type NamedBefore,
  type CarriedFlag,
  carrierClasses,
  type ChangeElement,
  type CommitElement,
  type DeploymentRow,
  type DisturbanceElement,
  FOREVER,
  type LinkElement,
  type ObservationElement,
  type ReasonElement,
  type UsedUp,
  type VersionFound,
} from './deployments.table.js';

/** Every table of the warehouse, by name. */
export const tables = {
  events: eventsTable,
  commits: commitsTable,
  commits_by_time: commitsByTimeTable,
  changes: changesTable,
  landed_changes: landedChangesTable,
  linked_issues: linkedIssuesTable,
  reports: reportsTable,
  incidents: incidentsTable,
  flag_changes: flagChangesTable,
  flags: flagsTable,
  rollout_facts: rolloutFactsTable,
  observations: observationsTable,
  pipeline_runs: pipelineRunsTable,
  trains: trainsTable,
  artifacts: artifactsTable,
  other_entities: otherEntitiesTable,
  mentions: mentionsTable,
  link_index: linkIndexTable,
  deployments: deploymentsTable,
  stays: staysTable,
  flag_incidents: flagIncidentsTable,
  deliveries: deliveriesTable,
  quarantine: quarantineTable,
  stale_scopes: staleScopesTable,
  people: peopleTable,
} as const;

export type TableName = keyof typeof tables;
export type TableRow<N extends TableName> = RowOf<(typeof tables)[N]>;
