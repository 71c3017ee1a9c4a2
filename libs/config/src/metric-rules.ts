import { metricOptions, optionsOfAll } from '@leadline/metrics';
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

const ofAll: readonly string[] = optionsOfAll;
const ofOneService = Object.fromEntries(Object.entries(metricRules).filter(([name]) => !ofAll.includes(name)));

/** `services.<name>.rules`: what of the options makes sense for one service alone. */
export const serviceRules = closed(ofOneService, (name) =>
  name === 'weekStart'
    ? `"weekStart" cannot be set for one service: it shapes the calendar of every page; set organisation.weekStart`
    : ofAll.includes(name)
      ? `"${name}" cannot be set for one service: ${whyOfAll(name)}; set it under rules, for all`
      : undefined,
);

function whyOfAll(name: string): string {
  switch (name) {
    case 'toleranceS':
      return 'a release train belongs to several';
    case 'measuredServices':
      return 'it lists services itself';
    case 'from':
    case 'to':
      return 'it names the environments that are compared everywhere';
    default:
      return 'a feature flag may belong to several';
  }
}

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
