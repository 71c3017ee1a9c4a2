import { factsContract } from '@leadline/testing';
import { MemoryFacts } from './memory-facts.js';

factsContract('memory', () => Promise.resolve({ facts: new MemoryFacts(), close: () => Promise.resolve() }), {
  histories: 500,
});
