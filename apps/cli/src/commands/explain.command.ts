import type { CliCommand } from '../command.js';

export const explain: CliCommand = {
  words: 'explain',
  summary: 'What a metric means, its value, and what the value was made from',
  examples: [
    { line: 'leadline explain change-lead-time', meaning: 'of everything, over the last 28 days' },
    { line: 'leadline explain change-fail-rate --service shop --from 90d', meaning: 'of one service' },
  ],
  arguments: [{ name: '<metric>', description: 'its id, e.g. CHANGE_LEAD_TIME or change-lead-time' }],
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
    { flags: '--limit <count>', description: 'how much of the evidence to show', default: '20' },
  ],
  run: async (invocation) => (await import('../questions/explain.js')).explain(invocation),
};
