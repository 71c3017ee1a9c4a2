import { KeptAnswers } from '@leadline/adapters';

/** For benches that ask the same question again and again: they measure what it takes to answer, not to remember. */
export const unkept = { answers: new KeptAnswers({ mostBytes: 0 }) };
