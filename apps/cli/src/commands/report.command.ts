import type { CliCommand, CommandOption } from '../command.js';

const dryRun: CommandOption = { flags: '--dry-run', description: 'show what would be sent, send nothing' };
const tier: CommandOption = {
  flags: '--tier <tier>',
  description: 'tier of the environment (default: from its name and the catalogue)',
};

export const reportDeployment: CliCommand = {
  words: 'report deployment',
  summary: 'Tell that a version went to an environment; for pipelines',
  details:
    'Within a checkout, service, repository and commit are known. With --previous the exact list of new commits is sent along, ' +
    'so that lead times need no other source. In a CI run, every attempt and target is told apart by itself.',
  examples: [
    { line: 'leadline report deployment --previous v1.4.0', meaning: 'HEAD is live in production, v1.4.0 was before' },
    { line: 'leadline report deployment --environment staging', meaning: 'to another environment' },
    { line: 'leadline report deployment --status failed', meaning: 'the rollout did not work' },
    {
      line: 'leadline report deployment --configuration --service shop --artifact ghcr.io/acme/shop:1.4.0',
      meaning: 'from the repository of manifests: the image leads to the commit',
    },
  ],
  options: [
    { flags: '--service <name>', description: 'what was deployed (default: the name of the repository)' },
    { flags: '--environment <name>', description: 'where to', default: 'production' },
    tier,
    {
      flags: '--status <status>',
      description: 'how it ended',
      choices: ['succeeded', 'failed', 'cancelled', 'in_progress'],
      default: 'succeeded',
    },
    { flags: '--sha <revision>', description: 'commit that is deployed (default HEAD)' },
    { flags: '--previous <revision>', description: 'commit or tag that was live before' },
    { flags: '--started-at <when>', description: 'when the rollout began' },
    { flags: '--finished-at <when>', description: 'when it ended (default now)' },
    { flags: '--repository <owner/name>', description: 'repository of the commits (default: from the remote origin)' },
    { flags: '--target <name>', description: 'region, cluster or customer it went to' },
    { flags: '--version <version>', description: 'what people call it: a tag, a build number' },
    {
      flags: '--kind <kind>',
      description: 'what it is, if it should not be inferred',
      choices: ['change', 'hotfix', 'config', 'rollback', 'redeploy'],
    },
    { flags: '--rollback-of <id>', description: 'id of the deployment it takes back' },
    { flags: '--flag <flag>', description: 'feature flag whose code it brings', repeatable: true },
    {
      flags: '--artifact <reference>',
      description: 'image or package it brought, by digest, tag or version',
      repeatable: true,
    },
    {
      flags: '--component <owner/name=sha>',
      description: 'commit of another repository that it brought as well',
      repeatable: true,
    },
    {
      flags: '--configuration',
      description: 'the checkout holds configuration: its commit is how the version was configured, not what it is',
    },
    { flags: '--id <id>', description: 'id of this deployment (default: from the CI run)' },
    { flags: '--group <id>', description: 'what attempts and targets of one deployment share (default: the CI run)' },
    { flags: '--url <url>', description: 'where to look closer' },
    dryRun,
  ],
  run: async (invocation) => (await import('../report/report-deployment.js')).reportDeployment(invocation),
};

export const reportIncident: CliCommand = {
  words: 'report incident',
  summary: 'Tell that users are affected, or that it is over',
  examples: [
    { line: 'leadline report incident --service shop --severity sev2', meaning: 'it begins now' },
    { line: 'leadline report incident --id cli/shop/… --resolved', meaning: 'it is over' },
    {
      line: 'leadline report incident --service shop --environment staging',
      meaning: 'of staging alone: it counts in no metric of production',
    },
    { line: 'leadline report incident --id INC-42 --caused-by cli/shop/production/…', meaning: 'what caused it' },
  ],
  options: [
    { flags: '--service <name>', description: 'what is affected (default: the name of the repository)' },
    {
      flags: '--id <id>',
      description:
        'an incident that is known already, or with --service and --started-at a new one; without it, one begins now',
    },
    {
      flags: '--environment <name>',
      description: 'where; one that is not production counts in no metric of production',
    },
    tier,
    { flags: '--severity <severity>', description: 'sev1 is worst' },
    { flags: '--started-at <when>', description: 'when users were first affected (default now)' },
    { flags: '--detected-at <when>', description: 'when somebody noticed' },
    { flags: '--resolved', description: 'it is over now' },
    { flags: '--resolved-at <when>', description: 'it was over then' },
    { flags: '--caused-by <id>', description: 'id of a deployment that caused it', repeatable: true },
    { flags: '--not-caused-by-change', description: 'no deployment caused it' },
    { flags: '--title <title>', description: 'what happened' },
    { flags: '--url <url>', description: 'where to look closer' },
    dryRun,
  ],
  run: async (invocation) => (await import('../report/report-incident.js')).reportIncident(invocation),
};

export const reportFlag: CliCommand = {
  words: 'report flag',
  summary: 'Tell that a feature flag reaches more or fewer users',
  examples: [
    { line: 'leadline report flag new-checkout --exposure 25', meaning: 'a quarter of users see it' },
    { line: 'leadline report flag new-checkout --exposure 0', meaning: 'it is off' },
  ],
  arguments: [{ name: '<flag>', description: 'its key' }],
  options: [
    {
      flags: '--exposure <percent>',
      description: '0 (off) to 100 (everybody); "some": on for targets of unknown size',
    },
    { flags: '--environment <name>', description: 'where', default: 'production' },
    tier,
    { flags: '--at <when>', description: 'when (default now)' },
    { flags: '--service <name>', description: 'a service it changes', repeatable: true },
    { flags: '--planned', description: 'narrowing it was planned, so it is no failure' },
    { flags: '--id <id>', description: 'id of this change of the flag' },
    dryRun,
  ],
  run: async (invocation) => (await import('../report/report-flag.js')).reportFlag(invocation),
};
