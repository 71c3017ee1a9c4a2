import type { CliCommand, CommandOption } from '../command.js';

const team: CommandOption = { flags: '--team <path>', description: 'of this team (default the organisation)' };
const service: CommandOption = { flags: '--service <name>', description: 'of this service' };

export const projectLs: CliCommand = {
  words: 'project ls',
  summary: 'Projects that set out to change a metric, and what became of it',
  details:
    'Eight full weeks before against up to eight after. A project counts as named beforehand where its metric was\nwritten down before it began: of all metrics some always changes.',
  examples: [
    { line: 'leadline project ls', meaning: 'all of them' },
    { line: 'leadline project ls --team eng/payments', meaning: 'those of a team, and of a part of it' },
  ],
  options: [team, service],
  run: async (invocation) => (await import('../questions/projects.js')).listProjects(invocation),
};

export const projectRecord: CliCommand = {
  words: 'project record',
  summary: 'Write down a project before it begins, or what is new of one',
  details: 'What is left out stays as it was said. Who said it and when is kept.',
  examples: [
    {
      line: 'leadline project record smaller-batches --metric change-lead-time --wanted down --start 2026-03-02T00:00:00Z --team eng/payments --reason "Reviews take days"',
      meaning: 'before it begins',
    },
    { line: 'leadline project record smaller-batches --end 2026-03-30T00:00:00Z', meaning: 'when it is done' },
    { line: 'leadline project record smaller-batches --withdraw', meaning: 'it came to nothing' },
  ],
  arguments: [{ name: '<id>', description: 'a short name that it keeps' }],
  options: [
    { flags: '--name <text>', description: 'what it is called (default its id)' },
    { flags: '--metric <metric>', description: 'the one metric it is judged by' },
    { flags: '--wanted <way>', description: 'up or down' },
    { flags: '--start <instant>', description: 'when it begins to change things' },
    { flags: '--end <instant>', description: 'when it is done' },
    team,
    service,
    { flags: '--reason <text>', description: 'why, for those who come after' },
    { flags: '--link <address>', description: 'where others can see it' },
    { flags: '--withdraw', description: 'it is no project any more' },
  ],
  run: async (invocation) => (await import('../operations/record-project.js')).recordProject(invocation),
};
