import type { Comparison } from '../measures/comparison.js';
import { Icon, State } from './marks.js';

/** A difference: the sign says up or down, shape and word say whether that is better. */
export function DeltaMark({ comparison }: { readonly comparison: Comparison }) {
  if (comparison.verdict === 'none') {
    const isFew = comparison.reason.startsWith('too few');
    return <State tone={isFew ? 'insufficient' : 'none'}>{comparison.reason}</State>;
  }
  const { verdict, text, word } = comparison;
  const title =
    verdict === 'usual'
      ? 'The 95 % interval of the difference contains none'
      : 'The 95 % interval of the difference leaves out none';
  return (
    <span class={`delta ${verdict}`} title={title}>
      <Icon shape={verdict} />
      <span>
        {text} <b>{word}</b>
      </span>
    </span>
  );
}
