import { compareText } from '@leadline/events';
import { FOREVER, type TableRow } from '@leadline/tables';
import { ElementLog } from '../verdicts/element-log.js';

/** A change of a flag in one environment, known in [knownFrom, knownUntil). */
export type FlagState = TableRow<'flag_changes'>['states'][number];

export interface FlagChange {
  readonly id: string;
  readonly states: readonly FlagState[];
}

/** A step by which a flag reached more users in production: known to be one in [knownFrom, knownUntil). */
export interface Widening {
  readonly flagChange: string;
  readonly flag: string;
  readonly at: number;
  readonly services: readonly string[];
}
export type KnownWidening = Widening & { readonly knownFrom: number; readonly knownUntil: number };

/** On for targets of unknown size compares as one per cent. */
export const exposureOf = ({ exposure }: Pick<FlagState, 'exposure'>): number => exposure ?? 1;

/**
 * Widening steps of flags in production, as they were known at every instant: exposure rises against the step before,
 * in the order of (instant, id); before the first it is 0 (metrics-deployment.md A).
 */
export function wideningsOf(changes: readonly FlagChange[]): KnownWidening[] {
  const byPlace = new Map<string, { id: string; state: FlagState }[]>();
  for (const { id, states } of changes) {
    for (const state of states) {
      if (state.tier !== 'production') continue;
      const place = JSON.stringify([state.flag, state.environment]);
      const known = byPlace.get(place);
      if (known) known.push({ id, state });
      else byPlace.set(place, [{ id, state }]);
    }
  }
  return [...byPlace.values()].flatMap(wideningsIn);
}

interface Step {
  readonly id: string;
  readonly state: FlagState;
}

/** One flag in one environment: what is known changes step by step, and only a step's neighbours look different then. */
function wideningsIn(all: readonly Step[]): KnownWidening[] {
  const begins = all.toSorted((a, b) => a.state.knownFrom - b.state.knownFrom);
  const ends = all
    .filter(({ state }) => state.knownUntil < FOREVER)
    .sort((a, b) => a.state.knownUntil - b.state.knownUntil);
  const known: Step[] = [];
  const logs = new Map<string, ElementLog<Widening>>();
  const look = (index: number, at: number): void => {
    const step = known[index];
    if (step === undefined) return;
    const before = known[index - 1];
    const isWider = exposureOf(step.state) > (before === undefined ? 0 : exposureOf(before.state));
    const log = logs.get(step.id) ?? new ElementLog<Widening>();
    logs.set(step.id, log);
    log.set(isWider ? [wideningOf(step)] : [], at);
  };
  const instants = [...new Set([...begins.map(knownFrom), ...ends.map(knownUntil)])].sort((a, b) => a - b);
  let [begun, ended] = [0, 0];
  for (const at of instants) {
    for (; ended < ends.length && knownUntil(ends[ended]!) === at; ended++) {
      const index = known.indexOf(ends[ended]!);
      known.splice(index, 1);
      logs.get(ends[ended]!.id)?.set([], at);
      look(index, at);
    }
    for (; begun < begins.length && knownFrom(begins[begun]!) === at; begun++) {
      const index = placeOf(known, begins[begun]!);
      known.splice(index, 0, begins[begun]!);
      look(index, at);
      look(index + 1, at);
    }
  }
  return [...logs.values()].flatMap((log) => log.elements());
}

const knownFrom = ({ state }: Step): number => state.knownFrom;
const knownUntil = ({ state }: Step): number => state.knownUntil;

const wideningOf = ({ id, state: { flag, at, services } }: Step): Widening => ({ flagChange: id, flag, at, services });

const inOrder = (a: Step, b: Step): number => a.state.at - b.state.at || compareText(a.id, b.id);

function placeOf(known: readonly Step[], step: Step): number {
  let index = known.length;
  while (index > 0 && inOrder(known[index - 1]!, step) > 0) index--;
  return index;
}
