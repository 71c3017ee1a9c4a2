import type { CliCommand, CommandOption } from '../command.js';

const reason: CommandOption = { flags: '--reason <text>', description: 'why, for those who come after' };

export const correctDeployment: CliCommand = {
  words: 'correct deployment',
  summary: 'Say what a deployment was: failed, fine, a hotfix, or nothing to count',
  details:
    'Your word outranks every rule and every later word of a source, is kept with who and why, and survives a rebuild. ' +
    'The latest word holds.',
  examples: [
    {
      line: 'leadline correct deployment run-30 --failed --reason "Took the shop down"',
      meaning: 'whatever its source says',
    },
    {
      line: 'leadline correct deployment run-31 --hotfix --fixes run-30 --reason "Mends it"',
      meaning: 'and run-30 failed',
    },
    { line: 'leadline correct deployment run-32 --exclude --reason "A drill"', meaning: 'it counts nowhere' },
  ],
  arguments: [{ name: '<id>', description: 'its id, or that its source gave it' }],
  options: [
    { flags: '--failed', description: 'it failed' },
    { flags: '--ok', description: 'it did not fail, whatever else says so' },
    { flags: '--hotfix', description: 'it is a hotfix' },
    { flags: '--fixes <id>', description: 'with --hotfix: the deployment it repairs, which failed' },
    { flags: '--exclude', description: 'it counts nowhere: a drill, a test of the pipeline' },
    reason,
  ],
  run: async (invocation) => (await import('../operations/correct.js')).correctDeployment(invocation),
};

export const correctIncident: CliCommand = {
  words: 'correct incident',
  summary: 'Say what caused an incident, or that it was none',
  examples: [
    {
      line: 'leadline correct incident INC-7 --caused-by run-30 --reason "Seen in the traces"',
      meaning: 'this deployment',
    },
    {
      line: 'leadline correct incident INC-7 --caused-by-flag evt-4711 --reason "Over when it was off"',
      meaning: 'this change of a feature flag',
    },
    { line: 'leadline correct incident INC-7 --not-caused-by-change --reason "Provider"', meaning: 'no deployment' },
    {
      line: 'leadline correct incident INC-8 --false-positive --reason "Alert was wrong"',
      meaning: 'nothing happened',
    },
  ],
  arguments: [{ name: '<id>', description: 'its id, as its source gave it' }],
  options: [
    { flags: '--caused-by <id>', description: 'the deployment that caused it' },
    { flags: '--caused-by-flag <change>', description: 'id of the change of a feature flag that caused it' },
    { flags: '--not-caused-by-change', description: 'no deployment caused it' },
    { flags: '--false-positive', description: 'it never was a disturbance' },
    reason,
  ],
  run: async (invocation) => (await import('../operations/correct.js')).correctIncident(invocation),
};

export const withdraw: CliCommand = {
  words: 'withdraw',
  summary: 'Take back what was said of a deployment or an incident',
  details:
    'From then on sources, rules and the other words on it count again. Who took it back, when and why is kept, and ' +
    'numbers as known before stay what they were.',
  examples: [
    {
      line: 'leadline withdraw 5f2c… --deployment run-30 --reason "Meant run-31"',
      meaning: 'the event that leadline correct printed',
    },
    {
      line: 'leadline withdraw 9ab1… --incident INC-7 --reason "It was the change after all"',
      meaning: 'of an incident',
    },
  ],
  arguments: [{ name: '<event>', description: 'id of the event of the word, as leadline correct and GraphQL tell it' }],
  options: [
    { flags: '--deployment <id>', description: 'the deployment it was said of' },
    { flags: '--incident <id>', description: 'the incident it was said of' },
    reason,
  ],
  run: async (invocation) => (await import('../operations/correct.js')).withdraw(invocation),
};
