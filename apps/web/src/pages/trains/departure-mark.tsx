import { Mark } from '../../components/marks.js';
import type { Departure } from './train-words.js';

const marks = {
  punctual: { shape: 'succeeded', tone: 'good' },
  late: { shape: 'failed', tone: 'bad' },
  early: { shape: 'failed', tone: 'bad' },
  overdue: { shape: 'failed', tone: 'bad' },
  cancelled: { shape: 'none', tone: 'plain' },
  waiting: { shape: 'waiting', tone: 'wait' },
} as const satisfies Readonly<Record<Departure['state'], Omit<Parameters<typeof Mark>[0], 'children'>>>;

/** How a train left. */
export function DepartureMark({ departure: { state, text } }: { readonly departure: Departure }) {
  return <Mark {...marks[state]}>{text}</Mark>;
}
