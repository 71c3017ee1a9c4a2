import { type NotificationChannel, webhookAddressProblem } from './alerting-schema.js';
import type { ConfiguredChannel } from './config.js';
import { secretVariable } from './secret-variable.js';
import { ENVIRONMENT, type Problem } from './problem.js';
import { readVariable, type ReadTextFile, type Variables } from './variables.js';

/** Fewest characters of a key that signs (Standard Webhooks asks for 24 bytes). */
const SHORTEST_KEY = 24;

/** Channels with their secrets; one without the secret it needs is off. Problems never repeat a secret. */
export function resolveChannels(
  channels: readonly NotificationChannel[],
  env: Variables,
  readFile: ReadTextFile,
): { readonly channels: ConfiguredChannel[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (path: string, message: string): void =>
    void problems.push({ file: ENVIRONMENT, line: 0, path, message });
  const resolved = channels.map((channel): ConfiguredChannel => {
    const name = secretVariable(channel.name);
    const variable = readVariable(env, name, readFile);
    switch (variable.outcome) {
      case 'unset':
        return { ...channel, secret: undefined };
      case 'problem':
        report(variable.name, variable.message);
        return { ...channel, secret: undefined };
      case 'set': {
        const problem = secretProblem(channel.via, variable.value);
        if (problem !== undefined) report(name, problem);
        return { ...channel, secret: variable.value };
      }
    }
  });
  return { channels: resolved, problems };
}

function secretProblem(via: NotificationChannel['via'], secret: string): string | undefined {
  switch (via) {
    case 'slack':
    case 'teams':
      return webhookAddressProblem(secret);
    case 'webhook':
      return secret.split(/\s+/).some((key) => key.length < SHORTEST_KEY)
        ? `a key that signs has at least ${SHORTEST_KEY} characters; make one: echo whsec_$(openssl rand -base64 32)`
        : undefined;
    case 'mail':
      return undefined;
  }
}
