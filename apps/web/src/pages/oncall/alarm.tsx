import { useRef } from 'preact/hooks';
import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { instantAt, localText } from '../../address/local-instant.js';
import { Icon, Mark } from '../../components/marks.js';
import { SeeAlso } from '../../components/see-also.js';
import { CorrectButton } from '../../corrections/correct-button.js';
import { CorrectionsMade } from '../../corrections/corrections-made.js';
import { subjectOfIncident } from '../../entities/incident-words.js';
import { clockText, momentText } from '../../format/date.js';
import { exactDuration } from '../../format/duration.js';
import type { IncidentFactsFragment } from '../../generated/graphql.js';
import { PageHead } from '../../components/page-head.js';
import { usePageKeys } from '../../shell/use-page-keys.js';

interface Bar {
  /** Epoch milliseconds: what changed before it is listed. */
  readonly at: number;
  readonly isChosen: boolean;
  readonly choose: (instant: string | null) => void;
  readonly isLive: boolean;
  readonly pause: () => void;
}

/** The incident that is worked on. */
export function Alarm({
  incident,
  again,
  ...bar
}: Bar & { readonly incident: IncidentFactsFragment; readonly again: () => void }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const { id, service, severity, title, startedAt, resolvedAt, source, url, corrections, seeAlso } = incident;
  const open = ((resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(startedAt)) / 1000;
  return (
    <section class={resolvedAt === null ? 'alarm' : 'alarm over'} aria-label="The incident">
      <PageHead
        above={
          <span class="mark bad">
            <Icon shape="incident" />
            <span>
              <a class="q" href={href('incident', id)}>
                <bdi>{id}</bdi>
              </a>
              {severity !== null && (
                <>
                  {' '}
                  · <bdi>{severity}</bdi>
                </>
              )}{' '}
              · <bdi>{service}</bdi>
            </span>
          </span>
        }
        title={title === '' ? `${service} is disturbed` : title}
        text={
          <>
            impact since <b>{momentText(startedAt, timeZone, now)}</b> · {resolvedAt === null ? 'open' : 'over after'}{' '}
            <b>{exactDuration(Math.max(0, open))}</b> · {source}
          </>
        }
        aside={
          <>
            {url !== null && /^https?:\/\//i.test(url) && (
              <a class="btn" href={url} target="_blank" rel="noreferrer noopener">
                At its source
              </a>
            )}
            <SeeAlso links={seeAlso} />
            <CorrectButton subject={subjectOfIncident(incident)} again={again} />
          </>
        }
      />
      <CorrectionsMade corrections={corrections} of={{ incident: id }} again={again} />
      <Controls {...bar} />
    </section>
  );
}

/** Nothing is open, or another time is looked at. */
export function NoAlarm(bar: Bar) {
  const { timeZone } = useTimeWindow();
  return (
    <section class="alarm calm" aria-label="No incident">
      <PageHead
        title={bar.isChosen ? `Before ${clockText(bar.at, timeZone)}` : 'No incident is open'}
        text={
          bar.isChosen
            ? 'What changed before this time, and what was deployed last.'
            : 'As far as the sources have told. What changed in the last two hours is below.'
        }
      />
      <Controls {...bar} />
    </section>
  );
}

function Controls({ at, isChosen, choose, isLive, pause }: Bar) {
  const { timeZone } = useTimeWindow();
  const input = useRef<HTMLInputElement>(null);
  usePageKeys({ t: () => input.current?.focus() });
  return (
    <div class="row controls">
      <label class="row">
        Another time <kbd>T</kbd>
        <input
          ref={input}
          class="btn"
          type="datetime-local"
          value={localText(at, timeZone)}
          onChange={(event) => {
            const instant = instantAt(event.currentTarget.value, timeZone);
            if (instant !== null) choose(new Date(instant).toISOString());
          }}
        />
      </label>
      {isChosen && (
        <button type="button" class="btn" onClick={() => choose(null)}>
          Back to what is open
        </button>
      )}
      <span class="sp row">
        {isLive ? (
          <Mark shape="succeeded" tone="good">
            live, every 10 s
          </Mark>
        ) : (
          <Mark shape="waiting" tone="wait">
            paused
          </Mark>
        )}
        <button type="button" class="btn" onClick={pause}>
          {isLive ? 'Pause' : 'Go on'}
        </button>
      </span>
    </div>
  );
}
