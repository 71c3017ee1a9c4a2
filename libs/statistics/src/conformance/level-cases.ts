import { z } from 'zod';
import { quickCheck } from '../quick-check.js';
import { caseFunction } from './case-function.js';

const value = z.number().nullish().default(null);

export const levelCases = {
  /** Level cases name no function: this is the one. */
  quickCheck: caseFunction(
    z.object({ leadTimeP50S: value, perDay: value, recoveryP50S: value, cfr: value, rework: value }),
    ({ leadTimeP50S, perDay, recoveryP50S, cfr, rework }) => {
      const { level, ...scores } = quickCheck({
        leadTimeSeconds: leadTimeP50S,
        deploymentsPerDay: perDay,
        recoverySeconds: recoveryP50S,
        changeFailRate: cfr,
        reworkRate: rework,
      });
      return { category: level, ...scores };
    },
  ),
};
