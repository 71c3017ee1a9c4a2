import type { Catalogue } from '@leadline/events';
import type { MetricOptions } from '@leadline/metrics';
import { optionsUnder } from '@leadline/pipeline';
import type { ArgumentProblem } from '../errors.js';
import type { GivenOptions } from './metric-options.input.js';

/** The options of a query, with what cannot be used told as problems of its argument. */
export function optionsOf(
  catalogue: Pick<Catalogue, 'organisation' | 'rules' | 'services'>,
  given: GivenOptions | null | undefined,
): { readonly options: MetricOptions; readonly problems: readonly ArgumentProblem[] } {
  const { options, problems } = optionsUnder(catalogue, given);
  return {
    options,
    problems: problems.map(({ option, message }) => ({
      argument: `options.${option}`,
      message: 'this value cannot be used',
      fix: message.startsWith('must ') ? `It ${message}` : message,
    })),
  };
}
