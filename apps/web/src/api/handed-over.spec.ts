import { describe, expect, it } from 'vitest';
import { handedOver } from './handed-over.js';

describe('what a document brings along', () => {
  it('is read as it was written', () => {
    const told = { at: 5, answers: [{ operationName: 'Measures', variables: {}, data: { now: [] } }] };
    expect(handedOver(JSON.stringify(told))).toEqual(told);
  });

  it.each([null, undefined, '', '[]', '{"at":5}', '"text"'])('is nothing where it is %j', (text) => {
    expect(handedOver(text)).toEqual({ at: 0, answers: [] });
  });
});
