import type { Scope } from './query.js';
import type { Parameters } from './statement.js';

/** Narrows rows by their column `tags` to those that have any of the tags, which are written "key:value". */
export function tagConditions({ tags = [] }: Scope, bind: Parameters): string[] {
  if (tags.length === 0) return [];
  const tagged = tags.map((tag) => {
    const colon = tag.indexOf(':');
    return `tags[${bind.bind('String', tag.slice(0, colon))}] = ${bind.bind('String', tag.slice(colon + 1))}`;
  });
  return [`(${tagged.join(' OR ')})`];
}
