import { useHref, useNavigation, useTimeWindow } from '../address/navigation.js';
import { momentText } from '../format/date.js';
import type { CorrectionMadeFragment } from '../generated/graphql.js';
import { correctionWords } from './correction-words.js';

/** Who said what, when and why; the first holds. */
export function CorrectionsMade({ corrections }: { readonly corrections: readonly CorrectionMadeFragment[] }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  if (corrections.length === 0) return null;
  return (
    <ol class="said" aria-label="What people said, the latest first">
      {corrections.map(({ event, says, names, by, at, reason }, index) => (
        <li key={event} class={index === 0 ? '' : 'weak'}>
          <b>
            <bdi>{by}</bdi> said: {says === null ? 'something else' : correctionWords[says]}
          </b>
          {names.map((name) => (
            <span key={name}>
              {' '}
              <a class="q" href={href('deployment', name)}>
                <bdi>{name}</bdi>
              </a>
            </span>
          ))}
          <span class="s mute">
            {' '}
            {momentText(at, timeZone, now)}
            {index > 0 && ', no longer holds'}
          </span>
          {reason !== null && (
            <p class="s">
              <bdi>“{reason}”</bdi>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
