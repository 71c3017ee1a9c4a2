import { describe, expect, it } from 'vitest';
import { KeptAnswers } from './kept-answers.js';

/** A warehouse that counts its questions and answers when it is told to. */
function warehouse() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const ask = (name: string, answer: string) => async (): Promise<string> => {
    asked.push(name);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return answer;
  };
  const at = (name: string, answer: string) => async (): Promise<string> => {
    asked.push(name);
    return answer;
  };
  return { asked, ask, at, answerAll: () => waiting.splice(0).forEach((resolve) => resolve()) };
}

describe('kept answers', () => {
  it('are asked for once by all who ask at the same time, and not again afterwards', async () => {
    const answers = new KeptAnswers();
    const { asked, ask, answerAll } = warehouse();

    const together = Array.from({ length: 10 }, () => answers.of('q', ask('q', '{"x":1}')));
    answerAll();

    expect(new Set(await Promise.all(together))).toEqual(new Set(['{"x":1}']));
    expect(await answers.of('q', ask('q', 'never'))).toBe('{"x":1}');
    expect(asked).toEqual(['q']);
    expect(answers.counts).toEqual({ asked: 1, shared: 9, kept: 1 });
  });

  it('are none of errors: whoever asks next asks anew', async () => {
    const answers = new KeptAnswers();
    const fail = async (): Promise<string> => {
      throw new Error('The disk is gone');
    };

    const both = await Promise.allSettled([answers.of('q', fail), answers.of('q', fail)]);

    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await answers.of('q', async () => '1')).toBe('1');
    expect(answers.counts).toEqual({ asked: 2, shared: 1, kept: 0 });
  });

  it('let go of what was not used for longest when they are too many', async () => {
    // Each takes 2 × (1 + 99) + 200 = 400 bytes; there is room for eight.
    const answers = new KeptAnswers({ mostBytes: 3_200 });
    const { asked, at } = warehouse();
    const text = 'x'.repeat(99);
    for (const key of 'abcdefgh') await answers.of(key, at(key, text));
    expect(answers.bytes).toBe(3_200);
    asked.length = 0;

    await answers.of('a', at('a', text));
    await answers.of('i', at('i', text));
    for (const key of 'acdefghi') await answers.of(key, at(key, text));
    expect(asked).toEqual(['i']);

    await answers.of('b', at('b', text));
    expect(asked).toEqual(['i', 'b']);
    expect(answers.bytes).toBe(3_200);
  });

  it('are not kept where one would take the place of many', async () => {
    const answers = new KeptAnswers({ mostBytes: 3_200 });
    // 2 × (1 + 100) + 200 = 402 of at most 400.
    expect(await answers.of('q', async () => 'x'.repeat(100))).toHaveLength(100);
    expect(answers.bytes).toBe(0);
  });
});
