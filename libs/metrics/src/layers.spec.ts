import { describe, expect, it } from 'vitest';
import { ofTheEndOfTime } from './deployments/end-of-time.js';
import { layersOf, type Named, neededFor, renamed, wordsIn, writtenOut } from './layers.js';
import { metricCatalog } from './registry.js';
import { relationOf } from './relations.js';
import { Parameters } from './statement.js';
import { namesOf } from './to-sql.js';

const named: Named = {
  'state.at': 'base.at[1]',
  is_late: `state.at > 5 AND kind != 'is_late'`,
  late: 'countIf(is_late)',
};

describe('names in texts', () => {
  it('are words, or the whole that a member is of, and neither functions nor quoted', () => {
    expect([...wordsIn(`if(a.b > 1, late, 'late') AS "x"`)]).toEqual(['a.b', 'late', 'AS', 'x']);
    expect(renamed(`late(late, late.x, 'late', of.late)`, (name) => (name === 'late' ? 'early' : undefined))).toBe(
      `late(early, early.x, 'late', of.late)`,
    );
  });

  it('use each other in layers, are written out, and only where they are needed', () => {
    expect(layersOf(named)).toEqual([['state.at'], ['is_late'], ['late']]);
    expect(writtenOut('is_late', named)).toBe(`(base.at[1]) > 5 AND kind != 'is_late'`);
    expect(Object.keys(neededFor('is_late', named))).toEqual(['state.at', 'is_late']);
  });

  it('are refused in a circle', () => {
    expect(() => layersOf({ a: 'b', b: 'a' })).toThrow('a → b → a');
  });
});

/** But for those that no statement selects. */
const selected = metricCatalog.filter(({ relation }) => relation !== 'places');

describe('expressions of metrics', () => {
  it.each(selected)('of $id have no name in quoted text, nor for a parameter', (metric) => {
    const bind = new Parameters();
    const relation = relationOf(metric, ofTheEndOfTime);
    const names = namesOf(relation, ofTheEndOfTime, [metric], bind);
    const aggregates = { ...metric.aggregates(ofTheEndOfTime, bind), ...metric.explained?.(ofTheEndOfTime, bind) };
    for (const known of [names, aggregates]) {
      for (const text of Object.values(known)) {
        const quoted = Array.from(text.matchAll(/'[^']*'/g), ([whole]) => [...wordsIn(whole)]);
        const parameters = Array.from(text.matchAll(/(\w+|\([\w, ]+\)) ->/g), ([, list = '']) => [...wordsIn(list)]);
        const taken = [...quoted, ...parameters].flat().filter((word) => Object.hasOwn(known, word));
        expect(taken, text).toEqual([]);
      }
    }
  });
});
