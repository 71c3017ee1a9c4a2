import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

/** A hook as GitHub's own documentation shows it. */
export interface GithubExample {
  readonly event: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const definitions = z.array(z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }));

/** Examples of these events, from `@octokit/webhooks-examples`. */
export function githubExamples(...events: readonly string[]): readonly GithubExample[] {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  return definitions
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .filter(({ name }) => events.includes(name))
    .flatMap(({ name, examples }) => examples.map((body) => ({ event: name, body })));
}

const rollout = z.looseObject({
  deployment: z.looseObject({ id: z.number() }),
  deployment_status: z.looseObject({ id: z.number(), state: z.literal('success') }),
});

/** GitHub's example of a deployment that succeeded, with another id and instant. */
export function githubRollout(id: number, at: string): GithubExample {
  for (const { event, body } of githubExamples('deployment_status')) {
    const parsed = rollout.safeParse(body);
    if (!parsed.success) continue;
    const { deployment, deployment_status: status, ...rest } = parsed.data;
    const moved = { id, created_at: at, updated_at: at };
    return {
      event,
      body: { ...rest, deployment: { ...deployment, ...moved }, deployment_status: { ...status, ...moved } },
    };
  }
  throw new Error('@octokit/webhooks-examples shows no deployment that succeeded');
}
