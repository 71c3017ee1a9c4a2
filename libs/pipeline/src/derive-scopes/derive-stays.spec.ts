import { MemoryFacts } from '@leadline/adapters';
import type { Rows } from '@leadline/ports';
import { ALWAYS, FOREVER, type TableRow } from '@leadline/tables';
import { type Stay, staysIn } from '@leadline/tracking';
import { describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { at, commit, event, rollout, sha } from '../query-entities/testing/given-warehouse.js';
import { DeriveMemory } from './derive-memory.js';

const staging = { environment: 'staging', envTier: 'staging' };
const history = [
  commit('c1', '01T08:00', []),
  commit('c2', '02T08:00', ['c1']),
  commit('w1', '02T09:00', [], { repo: 'acme/web' }),
  rollout('s1', 'c1', '01T09:00', staging),
  rollout('p1', 'c1', '01T10:00', { target: 'eu' }),
  rollout('p2', 'c2', '02T10:00', { target: 'eu' }),
];

async function staysOf(facts: MemoryFacts): Promise<TableRow<'stays'>[]> {
  return facts.find({ table: 'stays', where: [] });
}

async function told(batches: Parameters<typeof derived>[0], memory?: DeriveMemory): Promise<Record<string, Stay>> {
  const facts = new MemoryFacts();
  await derived(batches, facts, memory);
  const rows = await staysOf(facts);
  const named = (repository: string, { deployment, target }: Stay): string =>
    `${repository} ${deployment.replace('attempt:', '')} ${target}`.trim();
  return Object.fromEntries(
    rows.flatMap(({ repository, told: text }) =>
      (staysIn(text) ?? []).map((stay) => [named(repository, stay), stay] as const),
    ),
  );
}

describe('what stood where', () => {
  it('is told with what came next, and with the commits it carried first', async () => {
    const stays = await told([history]);
    expect(Object.keys(stays).sort()).toEqual(['acme/shop p1 eu', 'acme/shop p2 eu', 'acme/shop s1']);
    expect(stays['acme/shop s1']).toMatchObject({
      environment: 'staging',
      target: '',
      status: 'succeeded',
      sha: sha('c1'),
      // c1 came to production an hour later; only there commits are carried.
      at: at('01T09:00'),
      until: FOREVER,
      firstAt: at('01T10:00'),
      carried: { shas: [] },
    });
    expect(stays['acme/shop p1 eu']).toMatchObject({ at: at('01T10:00'), until: at('02T10:00') });
    expect(stays['acme/shop p2 eu']).toMatchObject({
      until: FOREVER,
      firstAt: at('02T10:00'),
      carried: { shas: [sha('c2')], committedAt: at('02T08:00') },
    });
  });

  it('is the same whatever comes first, and whatever is remembered', async () => {
    const once = await told([history]);
    expect(await told(history.toReversed().map((one) => [one]))).toEqual(once);
    expect(
      await told(
        history.map((one) => [one]),
        new DeriveMemory(),
      ),
    ).toEqual(once);
  });

  it('is no more where a person says that it did not succeed, and what was there before it stands on', async () => {
    const correction = event('correction', {
      entity: 'deployment:p2',
      set: { status: 'failed' },
      by: 'ana',
      reason: 'it never started',
      at: '2026-03-03T08:00:00Z',
    });
    const stays = await told([history, [correction]]);
    expect(stays['acme/shop p1 eu']).toMatchObject({ until: FOREVER });
    expect(stays['acme/shop p2']).toMatchObject({ status: 'gone', changedAt: at('03T08:00'), until: ALWAYS });
    expect(stays['acme/shop p2 eu']).toBeUndefined();
  });

  it('says of commits of a repository that the service does not deploy that they came with it', async () => {
    const listed = rollout('p3', 'c2', '03T10:00', { target: 'eu', commits: [sha('c2'), sha('w1')] });
    const stays = await told([[...history, listed]]);
    expect(stays['acme/web p3']).toMatchObject({ status: 'elsewhere', carried: { shas: [sha('w1')] } });
  });

  it('stands under each repository that a service deploys', async () => {
    const web = rollout('p3', 'w1', '03T10:00', { target: 'eu', repo: 'acme/web' });
    const stays = await told([[...history, web]]);
    expect(stays['acme/shop p2 eu']).toMatchObject({ until: at('03T10:00'), carried: { shas: [sha('c2')] } });
    expect(stays['acme/web p2 eu']).toMatchObject({ until: at('03T10:00'), carried: { shas: [] } });
    expect(stays['acme/web p3 eu']).toMatchObject({ until: FOREVER, carried: { shas: [sha('w1')] } });
  });

  it('is not written again where nothing of it changed', async () => {
    const writtenBy = async (batches: Parameters<typeof derived>[0]): Promise<number> => {
      const facts = new MemoryFacts();
      let written = 0;
      const store = async (rows: Rows): Promise<void> => {
        written += rows.stays?.length ?? 0;
        await facts.store(rows);
      };
      await derived(batches, { find: (query) => facts.find(query), store });
      return written;
    };
    // given an incident, which changes the row of a deployment and nothing of where it stood
    const incident = event('incident', {
      id: 'i1',
      service: 'shop',
      severity: 'sev1',
      startedAt: '2026-03-02T11:00:00Z',
      causedBy: ['p2'],
    });
    // then the three rows of the history are all; one deployment more writes what stands there now, and what did before
    expect(await writtenBy([history])).toBe(3);
    expect(await writtenBy([history, [incident]])).toBe(3);
    expect(await writtenBy([history, [rollout('p3', 'c2', '03T10:00', { target: 'eu' })]])).toBe(5);
  });
});
