import type { CliCommand } from '../command.js';

export const doctor: CliCommand = {
  words: 'doctor',
  summary: 'What is wrong here and on the server, each with what to do',
  examples: [
    { line: 'leadline doctor', meaning: 'exit code 1 if there is a problem' },
    { line: 'leadline doctor --fix', meaning: 'and mend what can be mended safely' },
  ],
  options: [{ flags: '--fix', description: 'mend what can be mended safely' }],
  run: async (invocation) => (await import('../doctor/doctor.js')).doctor(invocation),
};
