import type { Facts } from '@leadline/ports';
import {
  type Carrying,
  type CommitGraph,
  type CommitState,
  type PullRequestState,
  type Timeline,
  timelineIn,
} from '@leadline/tracking';

/** Commits that were loaded for several services at once, by SHA. */
export type CommitsAhead = ReadonlyMap<string, Timeline<CommitState>>;

/** Of the repositories together; what is beyond is found as any other commit is. */
const MOST_AHEAD = 100_000;

/**
 * The commits of whole repositories, by one statement: for services that will ask for all their history. What is folded
 * meanwhile may be missing or older.
 */
export async function commitsOf(facts: Facts, repositories: readonly string[]): Promise<CommitsAhead> {
  if (repositories.length === 0) return new Map();
  const rows = await facts.find({
    table: 'commits',
    columns: ['sha', 'history'],
    where: [{ column: 'repository', in: repositories }],
    limit: MOST_AHEAD,
  });
  return new Map(rows.map(({ sha, history }) => [sha, timelineIn<CommitState>(history)]));
}

/** A first look ahead in time; each further one is four times as far. */
const FIRST_WINDOW = 64;
/** Also the first of a service that was never derived: it will ask for all its history. */
export const WIDEST_WINDOW = 4096;

/**
 * The commits, pull requests and patches that derivation has asked for so far. It is loaded in few rounds: with the
 * asked commits come those before them in time, because a walk will ask for them next.
 */
export class LoadedGraph implements CommitGraph {
  private readonly commits = new Map<string, Timeline<CommitState> | 'absent'>();
  private readonly changes = new Map<string, Timeline<PullRequestState>[]>();
  private readonly patches = new Map<string, string[]>();
  private readonly carriers = new Map<string, Carrying[]>();

  constructor(
    private readonly facts: Facts,
    private readonly service: string,
    private window = FIRST_WINDOW,
    private readonly ahead: CommitsAhead = new Map(),
  ) {}

  commit(sha: string): Timeline<CommitState> | 'absent' | 'not_loaded' {
    return this.ahead.get(sha) ?? this.commits.get(sha) ?? 'not_loaded';
  }

  /** In its latest state; '' where nothing tells it. */
  repositoryOf(sha: string): string {
    const timeline = this.commit(sha);
    return typeof timeline === 'string' ? '' : (timeline.at(-1)?.state.repository ?? '');
  }

  changesOf(sha: string): readonly Timeline<PullRequestState>[] | 'not_loaded' {
    return this.changes.get(sha) ?? 'not_loaded';
  }

  commitsOfPatch(patchId: string): readonly string[] | 'not_loaded' {
    return this.patches.get(patchId) ?? 'not_loaded';
  }

  carriersOf(sha: string): readonly Carrying[] | 'not_loaded' {
    return this.carriers.get(sha) ?? 'not_loaded';
  }

  async loadCommits(shas: readonly string[]): Promise<void> {
    if (shas.length === 0) return;
    const found = await this.find(shas);
    const oldest = new Map<string, number>();
    for (const { repository, committed_at: at } of found) {
      if (at !== null) oldest.set(repository, Math.max(at, oldest.get(repository) ?? -Infinity));
    }
    const ahead: string[] = [];
    for (const [repository, at] of oldest) ahead.push(...(await this.lookAhead(repository, at)));
    await this.find(ahead.filter((sha) => !this.commits.has(sha)));
    this.window = Math.min(this.window * 4, WIDEST_WINDOW);
  }

  async loadChangesOf(shas: readonly string[]): Promise<void> {
    if (shas.length === 0) return;
    const mentions = await this.facts.find({
      table: 'mentions',
      where: [{ column: 'mentioned', in: shas.map((sha) => `sha:${sha}`) }],
    });
    const entities = [...new Set(mentions.map(({ by }) => by))];
    const rows =
      entities.length === 0
        ? []
        : await this.facts.find({
            table: 'changes',
            columns: ['entity', 'history'],
            where: [{ column: 'entity', in: entities }],
          });
    const timelines = new Map(rows.map(({ entity, history }) => [entity, timelineIn<PullRequestState>(history)]));
    for (const sha of shas) this.changes.set(sha, []);
    for (const { mentioned, by } of mentions) {
      const timeline = timelines.get(by);
      if (timeline) this.changes.get(mentioned.slice('sha:'.length))?.push(timeline);
    }
  }

  async loadPatches(patchIds: readonly string[]): Promise<void> {
    if (patchIds.length === 0) return;
    for (const patch of patchIds) this.patches.set(patch, []);
    const mentions = await this.facts.find({
      table: 'mentions',
      where: [{ column: 'mentioned', in: patchIds.map((patch) => `patch:${patch}`) }],
    });
    for (const { mentioned, by } of mentions) {
      this.patches.get(mentioned.slice('patch:'.length))?.push(by.slice('commit:'.length));
    }
  }

  async loadCarriers(shas: readonly string[]): Promise<void> {
    if (shas.length === 0) return;
    for (const sha of shas) this.carriers.set(sha, []);
    const rows = await this.facts.find({
      table: 'link_index',
      where: [
        { column: 'sha', in: shas },
        { column: 'service', in: [this.service] },
      ],
    });
    for (const { sha, row, known_from, known_until, earlier } of rows) {
      for (const { from, until } of [...earlier, { from: known_from, until: known_until }])
        if (from < until) this.carriers.get(sha)?.push({ row, from, until });
    }
  }

  private async find(shas: readonly string[]): Promise<{ repository: string; committed_at: number | null }[]> {
    if (shas.length === 0) return [];
    const rows = await this.facts.find({
      table: 'commits',
      columns: ['sha', 'repository', 'committed_at', 'history'],
      where: [{ column: 'sha', in: shas }],
    });
    for (const { sha, history } of rows) this.commits.set(sha, timelineIn<CommitState>(history));
    for (const sha of shas) if (!this.commits.has(sha)) this.commits.set(sha, 'absent');
    return rows;
  }

  /** A commit that is found ahead of time is known to be there; what is not found may still be asked for. */
  private async lookAhead(repository: string, at: number): Promise<string[]> {
    const rows = await this.facts.find({
      table: 'commits_by_time',
      columns: ['sha'],
      where: [
        { column: 'repository', in: [repository] },
        { column: 'committed_at', atMost: at },
      ],
      orderBy: { column: 'committed_at', direction: 'desc' },
      limit: this.window,
    });
    return rows.map(({ sha }) => sha);
  }
}
