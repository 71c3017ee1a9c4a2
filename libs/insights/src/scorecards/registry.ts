import { level1 } from './cards/level-1.js';
import { level2 } from './cards/level-2.js';
import { level3 } from './cards/level-3.js';
import { level4 } from './cards/level-4.js';
import { level5 } from './cards/level-5.js';
import { phase1 } from './cards/phase-1.js';
import { phase2 } from './cards/phase-2.js';
import { phase3 } from './cards/phase-3.js';
import type { Card, Criterion } from './criterion.js';

/** Every card, in the order people see them. */
export const cards: readonly Card[] = [phase1, phase2, phase3, level1, level2, level3, level4, level5];

const byId: ReadonlyMap<string, Criterion> = new Map(
  cards.flatMap(({ criteria }) => criteria.map((criterion) => [criterion.id, criterion] as const)),
);

/** undefined: there is none of that name. */
export const criterionById = (id: string): Criterion | undefined => byId.get(id);

export const criterionIds: readonly string[] = [...byId.keys()];
