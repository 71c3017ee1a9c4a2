import type { CliCommand, CommandOption } from '../command.js';

const team: CommandOption = { flags: '--team <path>', description: 'the mail about this team (default everybody)' };
const onlyTeam: CommandOption = { flags: '--team <path>', description: 'only mails about this team' };
const week: CommandOption = {
  flags: '--week <week>',
  description: 'ISO week, 2026-W46 (default the last one that is over)',
};
const to: CommandOption = { flags: '--to <address>', description: 'only to this address' };

export const digestPreview: CliCommand = {
  words: 'digest preview',
  summary: 'The weekly mail as it would be written now; sends nothing',
  examples: [
    { line: 'leadline digest preview', meaning: 'about everybody, as text' },
    {
      line: 'leadline digest preview --team eng/payments --html > mail.html',
      meaning: 'about a team, to open in a browser',
    },
  ],
  options: [team, week, { flags: '--html', description: 'as HTML instead of text' }],
  run: async (invocation) => (await import('../operations/digest.js')).previewDigest(invocation),
};

export const digestSend: CliCommand = {
  words: 'digest send',
  summary: 'Send weekly mails now to those on their lists who have not got them',
  details:
    'By itself Leadline sends each mail once, at its time. This sends now what has not gone out; with --again also what was\nsent, or may have been.',
  examples: [
    { line: 'leadline digest send --dry-run', meaning: 'who would get what' },
    { line: 'leadline digest send --to ada@example.org --again', meaning: 'once more, to one person' },
  ],
  options: [
    onlyTeam,
    week,
    to,
    { flags: '--again', description: 'also mails that were sent, or of which nobody knows' },
    { flags: '--dry-run', description: 'say what would be sent, and send nothing' },
  ],
  run: async (invocation) => (await import('../operations/digest.js')).sendDigests(invocation),
};

export const digestLs: CliCommand = {
  words: 'digest ls',
  summary: 'Weekly mails of the last weeks, and what became of each',
  examples: [{ line: 'leadline digest ls', meaning: 'sent, refused, waiting, given up, unknown' }],
  options: [onlyTeam, to, { flags: '--weeks <count>', description: 'how many weeks back (default 4)' }],
  run: async (invocation) => (await import('../operations/digest.js')).listDigests(invocation),
};
