import { Sparkline } from '../charts/sparkline.js';
import { IntervalBar } from '../charts/interval-bar.js';
import { counted, NBSP } from '../format/number.js';
import type { Measured } from '../measures/measured.js';
import { sparklineText } from '../measures/sparkline-text.js';
import { intervalText, quantity, samplesText, valueText } from '../measures/value-text.js';
import { DeltaMark } from './delta-mark.js';
import { LevelMark } from './level-mark.js';
import { State } from './marks.js';

/** What is said of the data behind a tile. */
export interface TileNotes {
  /** How many days of the window may still change: "last 3 of 28 days may still change"; null: none. */
  readonly provisional: string | null;
  /** Sources that are silent. */
  readonly stale: readonly string[];
}

/** A metric at a glance: value, n, interval, difference, history, level; on rows that all tiles share. */
export function MetricTile({
  measured,
  href,
  notes,
}: {
  readonly measured: Measured;
  readonly href: string;
  readonly notes: TileNotes;
}) {
  const { measure, now } = measured;
  return (
    <section class="tile" aria-label={measure.heading}>
      <h3>{measure.heading}</h3>
      <Value measured={measured} href={href} />
      <span class="n">
        {now.n === 0 ? 'nothing in this window' : samplesText(measure, now)}
        {now.open !== null && now.open > 0 && (
          <>
            , <b>{counted(now.open, 'still open', 'still open')}</b>
          </>
        )}
      </span>
      <Interval measured={measured} />
      <Standing measured={measured} />
      <Sparkline measured={measured} label={sparklineText(measured)} />
      <div class="foot">
        <LevelMark point={now} />
        {measure.kind === 'share' && now.value !== null && <span class="cap">DORA names no levels for rates</span>}
        {measured.range === null && now.value !== null && <span class="cap">usual range after 12 full weeks</span>}
        {now.status === 'PROVISIONAL' && notes.provisional !== null && (
          <State tone="provisional">{notes.provisional}</State>
        )}
        {notes.stale.map((text) => (
          <State key={text} tone="stale">
            {text}
          </State>
        ))}
      </div>
    </section>
  );
}

/** The difference, or why there is none. */
export function Standing({ measured: { now, comparison } }: { readonly measured: Measured }) {
  if (now.value !== null) return <DeltaMark comparison={comparison} />;
  if (now.lowerBound !== null) return <State tone="none">median not reached yet</State>;
  return <State tone="none">no data, not zero</State>;
}

function Value({ measured: { measure, now }, href }: { readonly measured: Measured; readonly href: string }) {
  const value = now.value ?? now.lowerBound;
  if (value === null) {
    return (
      <span class="val" aria-label="no value">
        –
      </span>
    );
  }
  const { value: number, unit } = quantity(measure.kind, value);
  const isBound = now.value === null;
  return (
    <a class="val" href={href} aria-label={`${measure.title}: ${valueText(measure.kind, value)}. Open it`}>
      {isBound && '≥ '}
      {number}
      <small>
        {NBSP}
        {unit}
      </small>
    </a>
  );
}

function Interval({ measured: { measure, now, before } }: { readonly measured: Measured }) {
  const { value, low, high } = now;
  if (value === null || low === null || high === null) return <div class="ivl" />;
  const text = intervalText(measure.kind, low, high, value);
  return (
    <div class="ivl">
      <IntervalBar
        value={value}
        low={low}
        high={high}
        previous={before?.value ?? null}
        isLogarithmic={measure.kind === 'duration'}
        label={`${valueText(measure.kind, value)}, 95 % interval ${text}`}
      />
      <span class="n">
        95{NBSP}% interval {text}
      </span>
    </div>
  );
}
