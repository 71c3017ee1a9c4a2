import { sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { syntheticDeliveries } from './bulk.js';

const until = Date.UTC(2026, 0, 1);
const input = { deliveries: 4000, services: 20, seed: 3, until };
const deliveries = [...syntheticDeliveries(input)];

describe('synthetic deliveries in bulk', () => {
  it('are as many as asked for, in order, the last at the end, each with an id of its own', () => {
    expect(deliveries.length).toBe(4000);
    expect(deliveries.every(({ at }, index) => at > (deliveries[index - 1]?.at ?? 0))).toBe(true);
    expect(deliveries.at(-1)?.at).toBe(until);
    expect(new Set(deliveries.map(({ deliveryId }) => deliveryId)).size).toBe(4000);
  });

  it('are the same for the same seed', () => {
    expect([...syntheticDeliveries(input)]).toEqual(deliveries);
    expect([...syntheticDeliveries({ ...input, seed: 4 })][0]?.body).not.toBe(deliveries[0]?.body);
  });

  it('are of about 2 KB', () => {
    const sizes = deliveries.map(({ body }) => body.length);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(1700);
    expect(mean).toBeLessThan(2600);
  });

  it('chain their pushes, and deploy what was pushed', () => {
    const push = z.object({ before: z.string(), after: z.string(), repository: z.object({ name: z.string() }) });
    const deployed = z.object({
      deployment: z.object({ sha: z.string(), id: z.number() }),
      repository: z.object({ name: z.string() }),
    });
    const tips = new Map<string, string>();
    const pushed = new Set<string>();
    const ids = new Set<number>();
    const wrong: string[] = [];
    for (const { event, body } of deliveries) {
      if (event === 'push') {
        const { before, after, repository } = push.parse(JSON.parse(body));
        if (before !== (tips.get(repository.name) ?? before)) wrong.push(`push ${after} does not follow`);
        tips.set(repository.name, after);
        pushed.add(after);
      } else {
        const { deployment } = deployed.parse(JSON.parse(body));
        if (!pushed.has(deployment.sha)) wrong.push(`${deployment.sha} was not pushed`);
        if (event === 'deployment') ids.add(deployment.id);
        else if (!ids.has(deployment.id)) wrong.push(`${deployment.id} was not created`);
      }
    }
    expect(wrong).toEqual([]);
    expect(tips.size).toBe(20);
    const kinds = ['push', 'deployment', 'deployment_status'].map(
      (kind) => deliveries.filter(({ event }) => event === kind).length,
    );
    expect(kinds).toEqual([1500, 1000, 1500]);
  });

  it('are understood by the GitHub source', () => {
    const github = sourceById('github');
    if (github === undefined) throw new Error('There is no source github');
    const outcomes = deliveries.map(({ event, deliveryId, body, at }) => {
      const headers = { 'x-github-event': event, 'x-github-delivery': deliveryId };
      return github.normalize({ headers, body: Buffer.from(body), endpoint: 'github', receivedAt: at });
    });
    expect(outcomes.filter(({ outcome }) => outcome !== 'events')).toEqual([]);
  });
});
