/** Runs one bench: a process each, so that none inherits the heap, the compiled code or the open files of another. */
import type { Size, Wishes } from './bench.js';
import { benches } from './benches.js';
import { answerWith } from './child.js';

const [name, size, events] = process.argv.slice(2);
const bench = benches.find((each) => each.name === name);
if (bench === undefined) throw new Error(`There is no bench ${name}`);
const wishes: Wishes = events === undefined ? {} : { events: Number(events) };
await answerWith(() => bench.run(size as Size, (progress) => console.error(`  ${progress}`), wishes));
