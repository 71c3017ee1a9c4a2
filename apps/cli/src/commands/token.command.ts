import type { CliCommand } from '../command.js';

export const tokenCreate: CliCommand = {
  words: 'token create',
  summary: 'Make a token for a program or a person; shown this once',
  examples: [
    { line: 'leadline token create --scope events:write --name ci', meaning: 'for pipelines that report deployments' },
    { line: 'leadline token create --scope metrics:read --expires 90d', meaning: 'for a BI tool, for ninety days' },
  ],
  options: [
    {
      flags: '--scope <scope>',
      description: 'what it may do: events:write, corrections:write, metrics:read, deliveries:read, admin',
      repeatable: true,
    },
    { flags: '--name <name>', description: 'what it is for' },
    { flags: '--expires <when>', description: '90d (from now), or 2027-01-01 (default never)' },
  ],
  run: async (invocation) => (await import('../operations/token.js')).createToken(invocation),
};

export const tokenLs: CliCommand = {
  words: 'token ls',
  summary: 'The tokens there are (never the tokens themselves)',
  examples: [{ line: 'leadline token ls', meaning: 'ids, scopes and when they expire' }],
  run: async (invocation) => (await import('../operations/token.js')).listTokens(invocation),
};

export const tokenRevoke: CliCommand = {
  words: 'token revoke',
  summary: 'End a token at once',
  examples: [{ line: 'leadline token revoke 7f3k2', meaning: 'by its id, from token ls' }],
  arguments: [{ name: '<id>', description: 'its id, from token ls' }],
  run: async (invocation) => (await import('../operations/token.js')).revokeToken(invocation),
};
