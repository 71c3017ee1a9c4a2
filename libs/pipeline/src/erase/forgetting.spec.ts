import { describe, expect, it } from 'vitest';
import { erasedWords } from './erased-word.js';
import { unerasable } from './erase.js';
import { Forgetting } from './forgetting.js';

const SECRET = 'a1'.repeat(32);

const forgetting = (...names: string[]): Forgetting =>
  new Forgetting(
    SECRET,
    names.flatMap((name) => erasedWords(SECRET, name)),
  );

/** The text after forgetting, or undefined where nothing changed. */
const without = (text: string, ...names: string[]): string | undefined =>
  forgetting(...names)
    .without(Buffer.from(text))
    ?.toString();

describe('Forgetting a name', () => {
  it.each([
    ['a value', '{"login":"ada-l"}', 'ada-l'],
    ['capital letters', '{"login":"Ada-L"}', 'ada-l'],
    ['an address', 'https://api.github.com/users/ada-l/followers{/other}', 'ada-l'],
    ['a mail address', '1234+ada-l@users.noreply.github.com', 'ada-l'],
    ['a mention', 'thanks @ada-l, and', 'ada-l'],
    ['a branch', 'refs/heads/ada-l-patch-1', 'ada-l'],
    ['the end of a sentence', 'Written by Ada Lovelace.', 'Ada Lovelace'],
    ['after a line break in JSON', String.raw`{"message":"Fix it\nada-l did"}`, 'ada-l'],
    ['JSON in JSON', String.raw`{"Message":"{\"by\":\"ada-l\",\"text\":\"a\\nada-l\"}"}`, 'ada-l'],
    ['after an escaped bracket', String.raw`Ada \u003cada@example.org\u003e`, 'ada@example.org'],
    ['a form', 'payload=%7B%22login%22%3A%22ada-l%22%7D', 'ada-l'],
    ['a name in a form', 'by=Ada+Lovelace&in=Ada%20Lovelace', 'Ada Lovelace'],
    ['a mail address in a form', 'mail=ada%40example.org', 'ada@example.org'],
    ['beyond ASCII', '{"name":"Zoë Müller"}', 'Zoë Müller'],
    ['beyond ASCII, as ASCII', String.raw`{"name":"Zo\u00eb M\u00FCller"}`.replace('FC', 'fc'), 'Zoë Müller'],
    ['beyond ASCII, in capital digits', String.raw`{"name":"Zo\u00EB M\u00FCller"}`, 'Zoë Müller'],
    ['beyond ASCII, in an address', '/users/Zo%C3%AB%20M%C3%BCller', 'Zoë Müller'],
    ['in quotation marks of books', '“Ada” said', 'Ada'],
    ['without spaces between words', '王小明提交', '王小明'],
  ])('finds it as %s, keeps the length and all that is around it', (_, text, name) => {
    const after = without(text, name);

    expect(after).toBeDefined();
    expect(Buffer.byteLength(after ?? '')).toBe(Buffer.byteLength(text));
    expect(after?.toLowerCase()).not.toContain(name.toLowerCase());
    expect(without(after ?? '', name)).toBeUndefined();
  });

  it.each([
    ['part of a longer word', '{"login":"adaline","team":"canada"}', 'ada'],
    ['another name', '{"login":"grace"}', 'ada'],
    ['words that come apart', '{"a":"Ada","b":"Lovelace"}', 'Ada Lovelace'],
  ])('leaves %s', (_, text, name) => {
    expect(without(text, name)).toBeUndefined();
  });

  it('leaves JSON that can be read, with the same members', () => {
    const body = {
      sender: { login: 'ada-l', id: 7 },
      commits: [{ author: { name: 'Zoë', email: 'zoe@x.org' } }],
      'a.b': '"Zoë"',
    };

    const after = JSON.parse(without(JSON.stringify(body), 'ada-l', 'Zoë', 'zoe@x.org') ?? '') as typeof body;

    expect(after.sender).toEqual({ login: expect.stringMatching(/^[a-z]{3}-[a-z]$/), id: 7 });
    expect(after.commits[0]?.author.email).toMatch(/^[a-z]{3}@[a-z]\.[a-z]{3}$/);
    expect(Object.keys(after)).toEqual(['sender', 'commits', 'a.b']);
  });

  it('puts the same in its place each time, another under another key and for another name', () => {
    const [first, second] = [without('ada-l', 'ada-l'), without('by ada-l', 'ada-l')];
    expect(second).toBe(`by ${first}`);
    expect(without('Ada-L', 'ada-l')).toBe(first);
    const other = 'b2'.repeat(32);
    expect(new Forgetting(other, erasedWords(other, 'ada-l')).without(Buffer.from('ada-l'))?.toString()).not.toBe(
      first,
    );
    expect(without('bea-l', 'bea-l')).not.toBe(first);
  });

  it('takes the longer of two names, and both where they follow each other', () => {
    expect(without('Ada Lovelace', 'Ada', 'Ada Lovelace')).toBe(without('Ada Lovelace', 'Ada Lovelace'));
    expect(without('ada grace', 'ada', 'grace')).toBe(`${without('ada', 'ada')} ${without('grace', 'grace')}`);
  });

  it('knows no name by what is kept of it', () => {
    const kept = JSON.stringify(erasedWords(SECRET, 'ada-l'));
    expect(kept).not.toContain('ada');
    expect(erasedWords(SECRET, 'ada-l').map(({ bytes }) => bytes)).toEqual([5]);
  });
});

describe('A name that can be erased', () => {
  it.each(['octocat', 'Ada Lovelace', 'ada@example.org', 'ø1', '王小明'])('may be %s', (name) => {
    expect(unerasable(name)).toBeUndefined();
  });
  it.each(['', ' ada', 'x', '1234567', '"ada"', 'ada\n', '@ada', 'a'.repeat(201)])('may not be %j', (name) => {
    expect(unerasable(name)).toMatch(/^(begins|has)/);
  });
});
