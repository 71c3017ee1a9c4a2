import { describe, expect, it } from 'vitest';
import { ReadyAnswers } from './ready-answers.js';

const question = { query: 'query Measures { metrics { id } }', operationName: 'Measures', variables: { weeks: 4 } };
const AT = 1_000;

function given(): ReadyAnswers {
  const ready = new ReadyAnswers();
  ready.replace([{ question, data: { metrics: [] } }], AT);
  return ready;
}

describe('answers that are ready', () => {
  it('are sent to who asks the very same as of the same instant', () => {
    expect(given().bodyOf({ ...question }, AT)).toBe('{"data":{"metrics":[]}}');
  });

  it.each([
    ['another instant', question, AT + 1],
    ['other variables', { ...question, variables: { weeks: 8 } }, AT],
    ['another text', { ...question, query: '{ metrics { id value } }' }, AT],
    ['something beside the question', { ...question, extensions: { tracing: true } }, AT],
    ['no question', 'Measures', AT],
    ['nothing', null, AT],
  ])('are not sent for %s', (_, asked, at) => {
    expect(given().bodyOf(asked, at)).toBeUndefined();
  });

  it('give way to those of a later instant', () => {
    const ready = given();
    ready.replace([{ question, data: { metrics: ['later'] } }], AT + 5);
    expect(ready.bodyOf(question, AT)).toBeUndefined();
    expect(ready.bodyOf(question, AT + 5)).toContain('later');
    expect(ready.allOf(AT)).toEqual([]);
    expect(ready.allOf(AT + 5)).toHaveLength(1);
  });
});
