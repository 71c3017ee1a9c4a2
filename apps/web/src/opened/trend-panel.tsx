import { TrendChart } from '../charts/trend-chart.js';
import { useTimeWindow } from '../address/navigation.js';
import { previousLabel } from '../address/time-window.js';
import { LevelMark } from '../components/level-mark.js';
import { weekNumber } from '../address/civil-time.js';
import { NBSP } from '../format/number.js';
import type { Measured } from '../measures/measured.js';
import { samplesText, valueText } from '../measures/value-text.js';
import { useTrendMarks } from './use-trend-marks.js';
import { TrendTable } from './trend-table.js';

/** 26 weeks of a metric, with the sentence that says what is to be seen in them. */
export function TrendPanel({ measured, subject }: { readonly measured: Measured; readonly subject: string }) {
  const { measure, now } = measured;
  const marks = useTrendMarks();
  return (
    <section class="panel">
      <header>
        <div>
          <h2>
            {measure.title}
            {measure.kind === 'duration' ? ', median per week' : ' per week'}
          </h2>
          <p class="s mute">
            {measure.kind === 'duration'
              ? 'Logarithmic axis.'
              : measure.kind === 'rate'
                ? 'Per civil day, from zero.'
                : 'Share, from zero.'}
          </p>
        </div>
        <LevelMark point={now} />
      </header>
      <p>
        <Finding measured={measured} subject={subject} />
      </p>
      <TrendChart measured={measured} marks={marks} />
      <TrendKey measured={measured} hasMarks={marks.size > 0} />
      <TrendTable measured={measured} marks={marks} />
    </section>
  );
}

/** How to read the chart. */
function TrendKey({
  measured: { measure, range },
  hasMarks,
}: {
  readonly measured: Measured;
  readonly hasMarks: boolean;
}) {
  return (
    <div class="key" aria-hidden="true">
      <span>
        <svg class="swatch">
          <rect class="ribbon" width="18" height="12" />
          <line class="series" x1="0" y1="6" x2="18" y2="6" />
        </svg>
        {measure.kind === 'duration' ? 'median' : 'value'}, 95{NBSP}% interval
      </span>
      {range !== null && (
        <>
          <span>
            <svg class="swatch">
              <rect class="usual" width="18" height="12" />
            </svg>
            usual range, from {range.weeks} weeks before
          </span>
          <span>
            <svg class="swatch">
              <path class="signal" d="M9 1l5 5-5 5-5-5z" />
            </svg>
            outside it
          </span>
        </>
      )}
      <span>
        <span class="swatch hatched" />
        week not over
      </span>
      <span>
        <svg class="swatch">
          <circle class="thin" cx="9" cy="6" r="3.5" />
        </svg>
        too few to compare, or where the data begins
      </span>
      {hasMarks && (
        <span>
          <svg class="swatch">
            <path class="signal" d="M4 1l5 5-5 5-5-5z" />
            <path class="pennant" d="M12 12V1l6 3-6 3" />
          </svg>
          above: incidents that began, flags that were switched; near is not proof
        </span>
      )}
    </div>
  );
}

function Finding({ measured, subject }: { readonly measured: Measured; readonly subject: string }) {
  const window = useTimeWindow();
  const { measure, now, before, comparison, range } = measured;
  if (now.value === null) return <>Nothing was counted in this window: no data, which is not zero.</>;
  const value = valueText(measure.kind, now.value);
  const name = `${measure.title} of ${subject}`;
  const past =
    before?.value === undefined || before.value === null
      ? ''
      : ` (${valueText(measure.kind, before.value, now.value)}, n${NBSP}=${NBSP}${before.n})`;
  const against = `vs. ${previousLabel(window)}${past}`;
  switch (comparison.verdict) {
    case 'none':
      return (
        <>
          <b>
            {name} is {value}
          </b>{' '}
          ({samplesText(measure, now)}); {comparison.reason}.
        </>
      );
    case 'usual':
      return (
        <>
          <b>
            {name} is {value}
          </b>{' '}
          ({samplesText(measure, now)}), {comparison.text} {against}: within usual variation.
        </>
      );
    case 'better':
    case 'worse': {
      const verb = now.value > (before?.value ?? 0) ? 'rose' : 'fell';
      const first = measured.weeks.find(
        (week) =>
          range !== null &&
          week.monday >= window.days.from &&
          week.value !== null &&
          (week.value > range.high || week.value < range.low) &&
          !week.isThin &&
          !week.partial,
      );
      return (
        <>
          <b>
            {name} {verb} by {comparison.text.slice(1)} to {value}
          </b>{' '}
          ({samplesText(measure, now)}) {against}
          {first === undefined ? '' : `; outside its usual range first in W${weekNumber(first.monday)}`}.
        </>
      );
    }
  }
}
