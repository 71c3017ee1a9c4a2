import type { GivenRepository } from './given-repository.js';

const START = Date.parse('2025-03-01T08:00:00Z') / 1000;

/**
 * Writes a history that nobody would think of into an empty repository: branches that merge in twos and threes, release
 * branches with commits of their own, tags of both kinds on new, old and already tagged commits, clocks that go wrong.
 *
 * @param seed The same seed gives the same history.
 */
export function writeRandomHistory({ git }: GivenRepository, seed: number, commits = 60): void {
  const random = mulberry32(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const lines: string[] = [];
  const branches = ['main', 'next', 'release-1', 'release-2', 'fork'];
  const tips = new Map<string, number>();
  let now = START;
  for (let mark = 1; mark <= commits; mark++) {
    now += 60 + pick(90_000);
    const branch = tips.size === 0 ? 'main' : (branches[pick(branches.length)] ?? 'main');
    const own = tips.get(branch) ?? tips.get('main');
    const others = [...tips.values()].filter((tip) => tip !== own);
    const merged = random() < 0.3 ? others.slice(0, 1 + pick(2)) : [];
    // One commit in twenty was made by a clock that is a day behind, one by a clock that is two minutes ahead.
    const skew = random() < 0.05 ? -86_400 : random() < 0.05 ? 120 : 0;
    lines.push(commitText(branch, mark, now + skew, [...(own === undefined ? [] : [own]), ...merged]));
    tips.set(branch, mark);
    if (mark > 3 && random() < 0.35) {
      const target = random() < 0.25 ? 1 + pick(mark) : mark;
      lines.push(
        random() < 0.5 ? annotated(`v${mark}`, target, now + 30 + pick(40_000)) : lightweight(`v${mark}`, target),
      );
    }
  }
  git(['fast-import', '--quiet'], undefined, lines.join(''));
}

/** Writes one commit an hour, one after the other, and a tag half an hour after every five-hundredth. */
export function writeLongHistory({ git }: GivenRepository, commits: number): void {
  const lines: string[] = [];
  for (let mark = 1; mark <= commits; mark++) {
    const at = START + mark * 3600;
    lines.push(commitText('main', mark, at, mark === 1 ? [] : [mark - 1]));
    if (mark % 500 === 0) lines.push(annotated(`v${mark}`, mark, at + 1800));
  }
  git(['fast-import', '--quiet'], undefined, lines.join(''));
}

function commitText(branch: string, mark: number, at: number, [first, ...merged]: readonly number[]): string {
  const person = `Ada <ada@example.org> ${at} +0000`;
  const from = first === undefined ? '' : `from :${first}\n`;
  const merges = merged.map((parent) => `merge :${parent}\n`).join('');
  const file = `M 100644 inline ${branch}.txt\n${data(`${mark}`)}`;
  return `commit refs/heads/${branch}\nmark :${mark}\ncommitter ${person}\n${data(`commit ${mark}`)}${from}${merges}${file}`;
}

const annotated = (name: string, target: number, at: number): string =>
  `tag ${name}\nfrom :${target}\ntagger Ada <ada@example.org> ${at} +0000\n${data(name)}`;
const lightweight = (name: string, target: number): string => `reset refs/tags/${name}\nfrom :${target}\n\n`;
const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain) */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
