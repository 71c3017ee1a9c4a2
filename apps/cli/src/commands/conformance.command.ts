import { resolve } from 'node:path';
import type { CliCommand } from '../command.js';

export const conformance: CliCommand = {
  words: 'conformance',
  summary: 'Work through case files and compare the results',
  examples: [{ line: 'leadline conformance cases/*.json', meaning: 'a line a case, then: N passed, N failed' }],
  arguments: [{ name: '<file...>', description: 'case files' }],
  isLocal: true,
  run: async ({ args, io, output }) => {
    const { runConformance } = await import('../conformance/run.js');
    return runConformance({ files: args.map((file) => resolve(io.cwd, file)), json: output.json, io });
  },
};
