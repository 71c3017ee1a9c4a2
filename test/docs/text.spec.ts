import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readConfig } from '@leadline/config';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { anchorsOf, blocks, pages, root, textOf } from './pages.js';

describe('the documentation', () => {
  it.each([...pages, ...decisions()])('%s has links that lead somewhere', (page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('lists every page in its index, or is reached from one that is', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const link of linksOf(page)) {
        const target = targetOf(page, link).path;
        if (target.endsWith('.md') && existsSync(join(root, target))) reached.add(target);
      }
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  it.each(blocks.filter(({ language }) => language === 'graphql'))(
    '$page:$line asks for what the schema has',
    ({ text }) => {
      const schema = buildSchema(readFileSync(join(root, 'libs/graphql/schema.graphql'), 'utf8'));
      expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
    },
  );

  it.each(blocks.filter(({ language }) => language === 'yaml'))('$page:$line is a valid leadline.yaml', ({ text }) => {
    const result = readConfig({ env: { LEADLINE_CONFIG: 'leadline.yaml' }, readFile: () => text });
    expect(result).toMatchObject({ outcome: 'config' });
  });
});

function decisions(): string[] {
  return readdirSync(join(root, 'docs/adr'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/adr/${name}`);
}

/** Targets of links and pictures, but those of other sites; code is none. */
function linksOf(page: string): string[] {
  const prose = textOf(page)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function targetOf(page: string, link: string): { path: string; anchor: string } {
  const [path = '', anchor = ''] = link.split('#');
  return { path: path === '' ? page : normalize(join(dirname(page), path)), anchor };
}

function leadsSomewhere(page: string, link: string): boolean {
  const { path, anchor } = targetOf(page, link);
  return existsSync(join(root, path)) && (anchor === '' || anchorsOf(path).has(anchor));
}
