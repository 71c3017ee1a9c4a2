import { useState } from 'preact/hooks';
import { useNavigation } from '../address/navigation.js';
import { valueText } from '../measures/value-text.js';
import { FunnelDrawing } from './funnel-drawing.js';
import { funnelLayout } from './funnel-layout.js';
import { type FunnelMark, standingOf } from './funnel-marks.js';
import { useWidth } from './use-width.js';

/**
 * Shares over the number they are made from. The picture is one sentence; above it lies a slider that goes from mark to
 * mark by arrow keys and pointer, moves the readout below, and opens the page of the mark by Enter and click.
 */
export function FunnelChart({
  marks,
  pooled,
  label,
  markLabel,
  hrefOf,
}: {
  readonly marks: readonly FunnelMark[];
  readonly pooled: number;
  /** What is to be seen. */
  readonly label: string;
  /** What the slider goes through. */
  readonly markLabel: string;
  readonly hrefOf: (name: string) => string;
}) {
  const { go } = useNavigation();
  const { box, width } = useWidth<HTMLElement>();
  const [pointed, setPointed] = useState<number | null>(null);
  const first = marks.findIndex(({ flagged }) => flagged);
  const current = Math.min(marks.length - 1, pointed ?? (first >= 0 ? first : marks.length - 1));
  const mark = marks[current];
  if (mark === undefined) return null;
  const layout = funnelLayout(marks, pooled, width);
  const open = (index: number): void => {
    const name = marks[index]?.names[0];
    if (name !== undefined) go(hrefOf(name));
  };
  const press = (event: KeyboardEvent): void => {
    const next = nextMark(event.key, current, marks.length);
    if (next !== null) setPointed(next);
    else if (event.key === 'Enter') open(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <figure class="funnel" ref={box}>
        {width > 0 && <FunnelDrawing marks={marks} pooled={pooled} layout={layout} label={label} current={pointed} />}
        <div
          class="marks"
          role="slider"
          tabIndex={0}
          aria-label={markLabel}
          aria-orientation="horizontal"
          aria-valuemin={1}
          aria-valuemax={marks.length}
          aria-valuenow={current + 1}
          aria-valuetext={`${mark.names.join(', ')}: ${standingText(mark)}`}
          onKeyDown={press}
          onFocus={() => setPointed(current)}
          onPointerMove={(event) => setPointed(layout.markAt(event.offsetX, event.offsetY))}
          onClick={(event) => open(layout.markAt(event.offsetX, event.offsetY))}
        />
      </figure>
      <MarkReadout mark={mark} hrefOf={hrefOf} />
    </>
  );
}

/** The line under the chart, with links to whom the mark is; nothing is only on hover, as the table has it all. */
function MarkReadout({ mark, hrefOf }: { readonly mark: FunnelMark; readonly hrefOf: (name: string) => string }) {
  return (
    <p class="readout">
      {mark.names.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <a href={hrefOf(name)}>
            <bdi>{name}</bdi>
          </a>
        </span>
      ))}
      : {standingText(mark)}{' '}
      <span class="keys">
        <kbd>←</kbd> <kbd>→</kbd> mark, <kbd>Enter</kbd> opens
      </span>
    </p>
  );
}

/** "14 of 38, 37 %, stands out". */
const standingText = (mark: FunnelMark): string =>
  `${mark.numerator} of ${mark.n}, ${valueText('share', mark.value)}, ${standingOf(mark)}`;

function nextMark(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, current - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(count - 1, current + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
