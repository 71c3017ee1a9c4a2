import type { CliCommand } from '../command.js';

export const logVerify: CliCommand = {
  words: 'log verify',
  summary: 'Read every record of the log and its checksum',
  details: 'Asks the running server; where none runs, opens the log in LEADLINE_DATA itself.',
  examples: [
    { line: 'leadline log verify', meaning: 'exit code 1 if anything is damaged' },
    { line: 'leadline log verify --repair', meaning: 'go on without what cannot be read; the server must be stopped' },
  ],
  options: [
    { flags: '--repair', description: 'write damaged segments anew without what cannot be read; copies are kept' },
  ],
  run: async (invocation) => (await import('../operations/verify-log.js')).verifyLog(invocation),
};

export const logExport: CliCommand = {
  words: 'log export',
  summary: 'Write every delivery to a file, as NDJSON',
  examples: [
    { line: 'leadline log export deliveries.ndjson', meaning: 'a backup, or the way to another mode' },
    { line: 'leadline log export | gzip > deliveries.ndjson.gz', meaning: 'through a pipe' },
  ],
  arguments: [{ name: '[file]', description: 'file to write (default stdout)' }],
  run: async (invocation) => (await import('../operations/log.js')).exportLog(invocation),
};

export const logImport: CliCommand = {
  words: 'log import',
  summary: 'Take in the deliveries of an export',
  examples: [{ line: 'leadline log import deliveries.ndjson', meaning: 'what is there already counts once' }],
  arguments: [{ name: '<file>', description: 'file that log export wrote' }],
  run: async (invocation) => (await import('../operations/log.js')).importLog(invocation),
};
