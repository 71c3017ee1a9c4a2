import { z } from 'zod';
import { alertSeverities } from '../alert-rules.js';
import { instant, patchFields } from '../envelope.js';

const ownership = z.object({ team: z.string(), from: instant.nullish(), until: instant.nullish() });

/** What a service is called, where its code lives, who owns it and what counts as a deployment of it. */
export const catalogueService = z.object({
  name: z.string().min(1),
  /** Source-scoped repository names, e.g. "github:acme/payments". */
  repositories: z.array(z.string()).default([]),
  /** Globs of a monorepo; empty: the whole repository. */
  paths: z.array(z.string()).default([]),
  /** Names other sources use, by source: { pagerduty: ["PXYZ"], argocd: ["payments-*"] } (globs). */
  aliases: z.record(z.string(), z.array(z.string())).default({}),
  teams: z.array(ownership).default([]),
  tags: z.record(z.string(), z.string()).default({}),
  /** What counts as a deployment of it on the forge: deployment events, releases, tags, or runs of a workflow (glob). */
  deployments: z
    .object({
      from: z.enum(['deployments', 'releases', 'tags', 'workflow']),
      workflow: z.string().optional(),
      tags: z.string().optional(),
    })
    .default({ from: 'deployments' }),
  /** Which source's instants count where several report one rollout. */
  authority: z.object({ deployments: z.string() }).nullish(),
  targets: z.array(z.string()).default([]),
  /** Services it depends on. */
  dependsOn: z.array(z.string()).optional(),
  /** Windows of its objectives in seconds, by their names. */
  objectives: z.record(z.string(), z.number()).optional(),
  /** Addresses of its runbook, logs and the like, by their names; places in braces are filled in (link-template.ts). */
  links: z.record(z.string(), z.string()).optional(),
  /** Metric options that hold for this service, by their names in metrics.md 2.1. */
  rules: z.record(z.string(), z.unknown()).default({}),
});

/** Code that belongs to a feature flag, where neither trailers nor labels say so. */
const catalogueFlag = z.object({
  flag: z.string().min(1),
  /** Globs: a change of a file that matches one carries the flag. */
  paths: z.array(z.string()).min(1),
  /** Source-scoped repository names; empty: every repository. */
  repositories: z.array(z.string()).default([]),
});

/** Nobody is to deploy; without services or environments: none of them. */
const catalogueFreeze = z.object({
  from: instant,
  until: instant.optional(),
  services: z.array(z.string()).default([]),
  environments: z.array(z.string()).default([]),
});

/** Bounds of a metric, or limits of an alert rule; times in seconds. Without teams or services: everybody's. */
const catalogueThreshold = z.object({
  metric: z.string().optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  /** Which windows are looked at when they are over. */
  per: z.enum(['day', 'week', 'month']).default('week'),
  severity: z.enum(alertSeverities).default('ticket'),
  rule: z.string().optional(),
  limits: z.record(z.string(), z.number()).optional(),
  teams: z.array(z.string()).default([]),
  services: z.array(z.string()).default([]),
});

/** The validated leadline.yaml without secrets: what names mean. Fold and derive read it from the log, never from the file. */
export const catalogue = z.looseObject({
  ...patchFields,
  /** Hash of the content: the configuration's version that every number carries. */
  version: z.string().min(1),
  declaredAt: instant,
  organisation: z
    .object({
      name: z.string().default('Organisation'),
      timeZone: z.string().default('UTC'),
      weekStart: z.enum(['monday', 'sunday']).default('monday'),
      benchmark: z.string().default('2025'),
    })
    .prefault({}),
  environments: z
    .array(z.object({ name: z.string(), tier: z.string(), aliases: z.array(z.string()).default([]) }))
    .default([]),
  teams: z.array(z.object({ path: z.string(), tags: z.record(z.string(), z.string()).default({}) })).default([]),
  services: z.array(catalogueService).default([]),
  flags: z.array(catalogueFlag).default([]),
  freezes: z.array(catalogueFreeze).optional(),
  thresholds: z.array(catalogueThreshold).optional(),
  rules: z
    .looseObject({
      incidentLabels: z.array(z.string()).default(['incident']),
      severityLabels: z.record(z.string(), z.string()).default({}),
      /** Repositories of configuration (GitOps): a deployed commit of them is no commit of an application. */
      configurationRepositories: z.array(z.string()).default([]),
      /** Keys of issues that count, as globs ("SHOP-*"); absent: every key that looks like one. */
      issues: z.array(z.string()).optional(),
      /** How long a version is to stay before production. */
      soakMinutes: z.number().optional(),
    })
    .prefault({}),
  /** Where alerts go, without addresses; rules, teams and services that are empty: all. Absent: nowhere. */
  channels: z
    .array(
      z.object({
        name: z.string(),
        rules: z.array(z.string()).default([]),
        teams: z.array(z.string()).default([]),
        services: z.array(z.string()).default([]),
      }),
    )
    .optional(),
  /** Current names of repositories, by their id and by former names: filled in from what forges tell, never declared. */
  renamed: z.record(z.string(), z.string()).optional(),
  /** Endpoints of tools that Leadline does not know, with what of their bodies becomes which fact (JSON paths). */
  endpoints: z
    .array(
      z.looseObject({
        name: z.string(),
        source: z.string(),
        mapping: z.record(z.string(), z.record(z.string(), z.string())).optional(),
      }),
    )
    .default([]),
});

export type Catalogue = z.infer<typeof catalogue>;
export type CatalogueService = z.infer<typeof catalogueService>;

/** The meaning of names before anybody declared any: every name is a service of its own. */
export const emptyCatalogue: Catalogue = catalogue.parse({ version: 'default', declaredAt: '1970-01-01T00:00:00Z' });
