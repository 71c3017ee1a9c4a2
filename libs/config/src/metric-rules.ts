import { metricOptions } from '@leadline/metrics';
import { z } from 'zod';
import { closed, glob, oneOrMore } from './fields.js';

/** Set once for the organisation, because they shape the calendar of every page. */
const ofTheOrganisation = ['weekStart'];

/** Options of the metrics as leadline.yaml may set them: none has a default here, so that the next outer level decides. */
const metricRules = Object.fromEntries(
  Object.entries(metricOptions.shape)
    .filter(([name]) => !ofTheOrganisation.includes(name))
    .map(([name, option]) => [name, z.optional(option.unwrap())]),
);

/** `services.<name>.rules`. */
export const serviceRules = closed(metricRules);

/** `rules`: the organisation's. */
export const organisationRules = closed({
  ...metricRules,
  /** Labels that make an issue an incident. */
  incidentLabels: z.array(z.string().min(1)).default(['incident']),
  /** Severity by label. */
  severityLabels: z.record(z.string(), z.string().min(1)).default({}),
  /** Repositories of configuration (GitOps), as globs: their commits are no commits of an application. */
  configurationRepositories: oneOrMore(glob).default([]),
  /** Keys of issues that changes are linked to, as globs ("SHOP-*", "acme/shop#*"); default: every key that looks like one. */
  issues: oneOrMore(glob).optional(),
  /** How long a version is to stay in an environment before production. */
  soakMinutes: z.number().int().min(1).max(525_600).optional(),
  /** Services by flag, where the flag service does not say. */
  flagServices: z.record(z.string(), z.array(z.string().min(1))).optional(),
});
