import type { CliCommand } from '../command.js';

export const erase: CliCommand = {
  words: 'erase',
  summary: 'Forget a person: in the deliveries where they lie, and in everything that was made of them',
  details:
    'Give every form of the name: login, full name, mail address. Where one stood, a made-up word of the same length stands afterwards, the same each time, so numbers stay as they are; whoever was called just so is shown as "erased person". Everything is derived again, which takes as long as a rebuild; what comes later is stored without the name. Signatures of deliveries that named the person cannot be checked any more. With Kafka the topic keeps its records until its retention ends: see docs/how-to/erase-a-person.md.',
  examples: [
    { line: 'leadline erase octocat --dry-run', meaning: 'where the name stands; nothing is changed' },
    { line: 'leadline erase octocat "Mona Octocat" mona@example.org', meaning: 'one person, by all names' },
  ],
  arguments: [{ name: '<subject...>', description: 'names, logins and mail addresses of the person' }],
  options: [
    { flags: '--dry-run', description: 'tell where the names stand, and change nothing' },
    { flags: '--anyway', description: 'although a service, a repository or leadline.yaml has a part of that name' },
  ],
  run: async (invocation) => (await import('../operations/erase.js')).erase(invocation),
};
