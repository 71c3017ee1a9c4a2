import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectory, writeStory } from './demo-directory.js';
import type { DemoSettings } from './options.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'leadline-demo-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = (more: Partial<DemoSettings> = {}): DemoSettings => ({
  weeks: undefined,
  seed: undefined,
  port: undefined,
  directory,
  reset: false,
  once: false,
  ...more,
});

describe('the directory of the demo', () => {
  it('begins a story in an empty directory, and makes one that is missing', () => {
    const inside = join(directory, 'data', 'demo');
    expect(openDirectory(settings({ directory: inside }), 77)).toEqual({
      seed: 1,
      weeks: 26,
      until: 77,
      isSent: false,
    });
    expect(existsSync(join(inside, 'demo.json'))).toBe(true);
  });

  it('goes on with the story it holds', () => {
    writeStory(directory, { seed: 4, weeks: 8, until: 50, isSent: true });
    expect(openDirectory(settings(), 99)).toEqual({ seed: 4, weeks: 8, until: 50, isSent: true });
    expect(openDirectory(settings({ weeks: 8, seed: 4 }), 99).until).toBe(50);
  });

  it('refuses another story than it holds', () => {
    writeStory(directory, { seed: 4, weeks: 8, until: 50, isSent: true });
    expect(() => openDirectory(settings({ weeks: 9 }), 99)).toThrow(/8 weeks of seed 4, not 9 weeks of seed 4/);
  });

  it('begins anew with --reset', () => {
    writeStory(directory, { seed: 4, weeks: 8, until: 50, isSent: true });
    writeFileSync(join(directory, 'old'), '');
    expect(openDirectory(settings({ reset: true, weeks: 9 }), 99)).toEqual({
      seed: 1,
      weeks: 9,
      until: 99,
      isSent: false,
    });
    expect(existsSync(join(directory, 'old'))).toBe(false);
  });

  it('never touches a directory that holds something else, not even with --reset', () => {
    writeFileSync(join(directory, 'thesis.txt'), 'years of work');
    expect(() => openDirectory(settings({ reset: true }), 99)).toThrow(/holds something else than a demo/);
    expect(readFileSync(join(directory, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('says what to do when its notes are unreadable', () => {
    writeFileSync(join(directory, 'demo.json'), '{');
    expect(() => openDirectory(settings(), 99)).toThrow(/demo.json cannot be understood/);
  });
});
