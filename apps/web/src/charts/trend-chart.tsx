import { useState } from 'preact/hooks';
import type { CivilDate } from '../address/civil-time.js';
import { useHrefHere, useNavigation, useTimeWindow } from '../address/navigation.js';
import { sparklineText } from '../measures/sparkline-text.js';
import type { Measured } from '../measures/measured.js';
import { trendLayout } from './trend-layout.js';
import { TrendDrawing } from './trend-drawing.js';
import { marksText, type WeekMarks } from './week-marks.js';
import { WeekReadout, weekText } from './week-readout.js';
import { useWidth } from './use-width.js';

/**
 * 26 weeks, operated as a slider: the arrow keys and the pointer move the readout below, Enter and a click open the week,
 * which then stands in the address.
 */
export function TrendChart({
  measured,
  marks,
  hrefOfWeek,
}: {
  readonly measured: Measured;
  readonly marks: ReadonlyMap<string, WeekMarks>;
  /** The page on which a week is opened; absent: this one. */
  readonly hrefOfWeek?: (monday: CivilDate) => string;
}) {
  const { address, go } = useNavigation();
  const hrefOf = useHrefOfWeek(hrefOfWeek);
  const window = useTimeWindow();
  const { box, width } = useWidth<HTMLDivElement>();
  const { weeks } = measured;
  const opened = weeks.findIndex(({ monday }) => monday === address.view.week);
  const [pointed, setPointed] = useState<number | null>(null);
  const current = pointed ?? (opened >= 0 ? opened : lastFull(weeks));
  const week = weeks[current];
  if (week === undefined) return null;
  const layout = trendLayout(measured, window, width);
  const happened = marksText(marks.get(week.monday) ?? { incidents: 0, flags: 0 });
  const open = (index: number): void => go(hrefOf(weeks[index]?.monday ?? null));
  const press = (event: KeyboardEvent): void => {
    const next = nextWeek(event.key, current, weeks.length);
    if (next !== null) setPointed(next);
    else if (event.key === 'Enter') open(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        ref={box}
        class="trend"
        role="slider"
        tabIndex={0}
        aria-label={sparklineText(measured)}
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={weeks.length}
        aria-valuenow={current + 1}
        aria-valuetext={[weekText(measured.measure, week), happened].filter(Boolean).join(' · ')}
        onKeyDown={press}
        onPointerMove={(event) => setPointed(layout.weekAt(event.offsetX))}
        onPointerLeave={() => setPointed(null)}
        onBlur={() => setPointed(null)}
        onClick={(event) => open(layout.weekAt(event.offsetX))}
      >
        {width > 0 && <TrendDrawing {...{ measured, layout, current, marks }} isOpened={current === opened} />}
      </div>
      <WeekReadout
        measured={measured}
        week={week}
        isOpened={current === opened}
        happened={happened}
        {...(hrefOfWeek === undefined ? {} : { hrefOfWeek })}
      />
    </>
  );
}

/** Where a week is opened, on its page or here; here, the one that is open is closed. */
function useHrefOfWeek(elsewhere: ((monday: CivilDate) => string) | undefined) {
  const { week: opened } = useNavigation().address.view;
  const hrefHere = useHrefHere();
  return (monday: CivilDate | null): string =>
    elsewhere !== undefined && monday !== null
      ? elsewhere(monday)
      : hrefHere({ week: monday === opened ? null : monday, panel: null });
}

/** The last week that is over and has a value. */
const lastFull = (weeks: Measured['weeks']): number =>
  Math.max(
    0,
    weeks.findLastIndex(({ partial, value }) => !partial && value !== null),
  );

function nextWeek(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, current - 1);
    case 'ArrowRight':
      return Math.min(count - 1, current + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
