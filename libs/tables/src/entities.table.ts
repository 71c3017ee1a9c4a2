import { flag, int, maybeMillis, maybeNumber, millis, name, relations, table, text, textMap, texts } from './column.js';
import { folded, known, ownersOfServices } from './entity-columns.js';

/** Commits, by SHA. */
export const commitsTable = table({
  name: 'commits',
  columns: {
    sha: text,
    /** The first seven characters of the SHA, by which short ones are looked up. */
    prefix: text,
    repository: text,
    committed_at: maybeMillis,
    title: text,
    ...folded,
  },
  key: ['sha'],
});

/**
 * Order of commits in time, per repository: where to look next when ancestry is walked. A hint: rows are confirmed in
 * `commits`, and an old time of a commit stays behind harmlessly.
 */
export const commitsByTimeTable = table({
  name: 'commits_by_time',
  columns: {
    repository: text,
    committed_at: maybeMillis,
    sha: text,
    /** What it follows, as a text to be read whole (libs/tracking, commit-step.ts); '': a row from before there were any. */
    step: text,
  },
  key: ['repository', 'committed_at', 'sha'],
});

/** Pull requests. */
export const changesTable = table({
  name: 'changes',
  columns: {
    entity: text,
    repository: text,
    number: text,
    title: text,
    url: text,
    opened_at: maybeMillis,
    merged_at: maybeMillis,
    merge_sha: text,
    /** Every SHA any of its events named. */
    shas: texts,
    ...folded,
  },
  key: ['entity'],
});

/**
 * Changes as they landed: a pull request where it was merged, a commit where it was pushed; also what is known of the
 * paths of commits that only a pull request landed. Which of them wait for a deployment is found when it is asked.
 */
export const landedChangesTable = table({
  name: 'landed_changes',
  columns: {
    /** "change:<repository>#<number>" or "commit:<sha>". */
    entity: text,
    /** What of it was known when. */
    states: relations({
      ...known,
      repository: text,
      title: text,
      /** Merged, or pushed to the deployed branch; null: the commit landed with a pull request, or not yet. */
      landedAt: maybeMillis,
      /** It is deployed when this commit is. */
      sha: text,
      /** Commits that belong to a pull request and are no changes beside it; empty: it is a commit. */
      shas: texts,
      /** 1: a pull request that does not tell its original commits. */
      untold: flag,
      /** Commits of a pull request by whose paths it is judged whose it is. */
      judgedBy: texts,
      /** Services of its repository none of whose paths the commit changed (monorepos). */
      outside: texts,
      bot: flag,
      /** 1: a commit with two or more parents. */
      merge: flag,
    }),
    content_hash: text,
  },
  key: ['entity'],
});

/** Issues that changes belong to, by the keys that people name in titles, descriptions, messages and branches. */
export const linkedIssuesTable = table({
  name: 'linked_issues',
  columns: {
    /** "change:<repository>#<number>" or "commit:<sha>". */
    entity: text,
    /** What of it was known when: "SHOP-1184", "acme/shop#12", "AB#7". */
    states: relations({ ...known, issues: texts }),
    content_hash: text,
  },
  key: ['entity'],
});

/** Attempts to deploy as their sources reported them; what is counted is derived from them into `deployments`. */
export const reportsTable = table({
  name: 'reports',
  columns: {
    entity: text,
    id: text,
    /** Every service any of its events named, after the catalogue. */
    services: texts,
    service: text,
    environment: text,
    tier: name,
    deployment_group: text,
    source: name,
    status: name,
    started_at: maybeMillis,
    finished_at: maybeMillis,
    sha: text,
    repository: text,
    /** Deployments it names: rollbackOf and fixes of any of its events. */
    links: texts,
    ...folded,
  },
  key: ['entity'],
});

/** Incidents, whatever reported them. */
export const incidentsTable = table({
  name: 'incidents',
  columns: {
    entity: text,
    id: text,
    services: texts,
    service: text,
    severity: name,
    status: name,
    title: text,
    url: text,
    source: name,
    started_at: maybeMillis,
    detected_at: maybeMillis,
    resolved_at: maybeMillis,
    user_facing: flag,
    /** Deployments it names: causedBy of any of its events. */
    links: texts,
    owners: ownersOfServices,
    /** Of its service. */
    tags: textMap,
    /** What of it was known when. */
    states: relations({
      ...known,
      service: text,
      /** N of sevN; 0: no such severity. */
      severity: int,
      /** 0: false positive, duplicate or not caused by a change. */
      counts: flag,
      /** 0: it never was a disturbance (false positive, duplicate). */
      valid: flag,
      userFacing: flag,
      linked: flag,
      startedAt: maybeMillis,
      detectedAt: maybeMillis,
      acknowledgedAt: maybeMillis,
      resolvedAt: maybeMillis,
      /** Flag changes it names as its cause. */
      flagChanges: texts,
    }),
    /** While it was known to be of an environment that is not production. */
    elsewhere: relations({ ...known, environment: text, tier: name }),
    ...folded,
  },
  key: ['entity'],
});

/** What was reported of deployments beside themselves: rollout steps, verifications and approvals. */
export const rolloutFactsTable = table({
  name: 'rollout_facts',
  columns: {
    entity: text,
    /** rollout_step, verification or approval. */
    kind: name,
    /** Attempt it names, as its source gave the id; '' if none of its events did. */
    deployment: text,
    ...folded,
  },
  key: ['entity'],
});

/** Summaries measured elsewhere: errors, cost, downtime, degradation, capacity, error budgets, coverage, tests. */
export const observationsTable = table({
  name: 'observations',
  columns: {
    entity: text,
    /** Every service any of its events named, after the catalogue. */
    services: texts,
    owners: ownersOfServices,
    /** Of its service. */
    tags: textMap,
    /** What of it was known when. Amounts are in the units of its measure; null: not said. */
    states: relations({
      ...known,
      /** errors, cost, downtime, degradation, capacity, budget, coverage, tests or notice. */
      measure: name,
      service: text,
      /** Attempt it names, as its source gave the id; '' if none. */
      deployment: text,
      at: maybeMillis,
      from: maybeMillis,
      /** null: it goes on. */
      to: maybeMillis,
      planned: flag,
      currency: name,
      /** Errors or cost before and after, with the minutes or hours in which they came about, and requests. */
      before: maybeNumber,
      beforeTime: maybeNumber,
      beforeRequests: maybeNumber,
      after: maybeNumber,
      afterTime: maybeNumber,
      afterRequests: maybeNumber,
      /** Share of the capacity. */
      available: maybeNumber,
      slo: text,
      /** Bad units of the whole window of the objective, and those of [from, to). */
      allowed: maybeNumber,
      spent: maybeNumber,
      instrumented: maybeNumber,
      total: maybeNumber,
      criticalInstrumented: maybeNumber,
      criticalTotal: maybeNumber,
    }),
    ...folded,
  },
  key: ['entity'],
});

/** Runs of pipelines, with each of their attempts. */
export const pipelineRunsTable = table({
  name: 'pipeline_runs',
  columns: {
    entity: text,
    run: text,
    /** As it is known now. */
    service: text,
    /** Whose it was known to be while that was another's; none of a row from before there was this column. */
    service_before: relations({ ...known, service: text }),
    pipeline: text,
    owners: ownersOfServices,
    /** Of its service. */
    tags: textMap,
    /** What of its attempts was known when. */
    attempts: relations({
      ...known,
      attempt: int,
      /** deployment or ci. */
      role: name,
      /** succeeded, failed, cancelled, in_progress, or '' where nobody said. */
      status: name,
      startedAt: maybeMillis,
      finishedAt: maybeMillis,
    }),
    content_hash: text,
  },
  key: ['entity'],
});

/** Release trains: what was planned, and how they left. */
export const trainsTable = table({
  name: 'trains',
  columns: {
    entity: text,
    owners: ownersOfServices,
    /** What of it was known when. */
    states: relations({
      ...known,
      services: texts,
      plannedAt: millis,
      cutoffAt: maybeMillis,
      cancelledAt: maybeMillis,
      departedAt: maybeMillis,
      /** Its manifest; empty if there is none. */
      changes: texts,
      deployments: texts,
    }),
    content_hash: text,
  },
  key: ['entity'],
});

/** What was built of commits, by every name it ever had: digest, image with tag, package with version. */
export const artifactsTable = table({
  name: 'artifacts',
  columns: { name: text, entity: text, ...folded },
  key: ['name', 'entity'],
});

/** Pipeline runs, builds and every other entity that is kept for its history alone. */
export const otherEntitiesTable = table({
  name: 'other_entities',
  columns: { entity: text, kind: name, services: texts, ...folded },
  key: ['entity'],
});

/**
 * Who mentions what: `sha:<sha>` → changes and services, `deployment:<id>` → reports and incidents, `patch:<id>` →
 * commits, `flag:<flag>` → services that carry it. A hint: rows stay when the mention is gone, and readers confirm in the row that mentions.
 */
export const mentionsTable = table({
  name: 'mentions',
  columns: { mentioned: text, by: text },
  key: ['mentioned', 'by'],
});

/**
 * Which deployments of which services depend on a commit: what must be derived again when it changes, and what an
 * earlier deployment carried. Entries of a row that no longer depends on the SHA hold an empty interval.
 */
export const linkIndexTable = table({
  name: 'link_index',
  columns: {
    sha: text,
    service: text,
    /** Key of the deployment's row. */
    row: text,
    /** Carried for queries as of [known_from, known_until); empty: only mentioned. */
    known_from: millis,
    known_until: millis,
    /** Further times before, at which it was carried as well: it had gone to another deployment meanwhile. */
    earlier: relations({ from: millis, until: millis }),
  },
  key: ['sha', 'service', 'row'],
});
