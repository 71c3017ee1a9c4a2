import type { CliCommand } from '../command.js';

export const explain: CliCommand = {
  words: 'explain',
  summary: 'What a metric means, its value, and what the value was made from',
  examples: [
    { line: 'leadline explain change-lead-time', meaning: 'of everything, over the last 28 days' },
    { line: 'leadline explain change-fail-rate --service shop --from 90d', meaning: 'of one service' },
    { line: 'leadline explain lead-time-phases --phase review', meaning: 'where lead time goes, change by change' },
    { line: 'leadline explain change-fail-rate --only left-out', meaning: 'what does not count, and why' },
    { line: 'leadline explain change-lead-time-drivers', meaning: 'what changed it since the 28 days before' },
  ],
  arguments: [
    {
      name: '<metric>',
      description:
        'its id, e.g. CHANGE_LEAD_TIME or change-lead-time; lead-time-phases, change-lead-time-drivers, change-fail-rate-drivers',
    },
  ],
  options: [
    { flags: '--service <name>', description: 'only this service', repeatable: true },
    { flags: '--team <path>', description: 'only this team and those below it', repeatable: true },
    { flags: '--repository <owner/name>', description: 'only this repository', repeatable: true },
    {
      flags: '--environment <name>',
      description: 'only this environment (default: those of tier production)',
      repeatable: true,
    },
    {
      flags: '--from <when>',
      description: 'begin of the window: 2026-03-02, or 90d (ago); default 28 days before its end',
    },
    { flags: '--to <when>', description: 'end of the window (default now)' },
    { flags: '--time-zone <zone>', description: 'zone in which days begin', default: 'UTC' },
    { flags: '--as-of <when>', description: 'count only what was known then: 2026-03-09, or 7d (ago); default now' },
    {
      flags: '--option <name=value>',
      description: 'how to count, e.g. unit=change or timeWindowS=0: docs/reference/graphql.md names them',
      repeatable: true,
    },
    {
      flags: '--phase <phase>',
      description: 'of lead-time-phases only this one: coding, pickup, review, merge-wait, …',
    },
    {
      flags: '--only <part>',
      description: 'of the evidence only what was counted, or what was left out',
      choices: ['counted', 'left-out'],
    },
    { flags: '--limit <count>', description: 'how much of the evidence to show', default: '20' },
  ],
  run: async (invocation) => (await import('../questions/explain.js')).explain(invocation),
};
