import { useNavigation } from '../address/navigation.js';
import { NBSP } from '../format/number.js';
import type { Level, ValueFragment } from '../generated/graphql.js';

const steps = [1, 2, 3, 4, 5, 6] as const;
const stepOf = (level: Level): number => Number(level.slice(-1));

/** Six marks on a sounding line: filled up to the level, half where the interval reaches. Ink, as it is no praise. */
export function LevelMark({ point }: { readonly point: Pick<ValueFragment, 'level' | 'levelLow' | 'levelHigh'> }) {
  const { benchmark } = useNavigation().organisation;
  const low = point.levelLow ?? point.level;
  const high = point.levelHigh ?? point.level;
  if (low === null || high === null) return null;
  const [from, to] = [stepOf(low), stepOf(high)];
  return (
    <span class="level" title="Mapped to the answer scale of DORA’s survey question; no judgement of a team">
      <i aria-hidden="true">
        {steps.map((step) => (
          <b key={step} class={step <= from ? 'on' : step <= to ? 'maybe' : ''} />
        ))}
      </i>
      Level{NBSP}
      {from === to ? from : `${from}–${to}`} of 6{benchmark !== null && ` · DORA ${benchmark}`}
    </span>
  );
}
