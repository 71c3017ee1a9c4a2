import { useCallback, useState } from 'preact/hooks';
import { useHref, useHrefHere, useNavigation } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { type IncidentFactsFragment, onCallIncidentsQuery } from '../../generated/graphql.js';
import { Alarm, NoAlarm } from './alarm.js';
import { AlertsPanel } from './alerts-panel.js';
import { CandidatesPanel } from './candidates-panel.js';
import { FreshnessPanel } from './freshness-panel.js';
import { IncidentsPanel } from './incidents-panel.js';
import { LatestPanel } from './latest-panel.js';
import { LIVE_MS } from './live.js';
import { RolloutsPanel } from './rollouts-panel.js';

const DAY_MS = 86_400_000;

/** For the middle of the night: what is open, what changed before it, what was deployed last, and how fresh all this is. */
export function OnCallPage() {
  const { address, now } = useNavigation();
  const { view } = address;
  const [isPaused, setPaused] = useState(false);
  const everyMs = isPaused ? null : LIVE_MS;
  const since = new Date(now - DAY_MS).toISOString().slice(0, 14) + '00:00Z';
  const question = useQuestion(
    onCallIncidentsQuery,
    { teams: view.team === null ? null : [view.team], since },
    { everyMs },
  );
  const { again } = question;
  return (
    <div class="oc">
      <Answered question={question} subject="The incidents" skeleton={<SkeletonPanel lines={4} />}>
        {({ open, recent }) => (
          <Shown
            open={open.nodes}
            recent={recent.nodes.filter(({ resolvedAt }) => resolvedAt !== null)}
            again={again}
            everyMs={everyMs}
            pause={() => setPaused((before) => !before)}
          />
        )}
      </Answered>
    </div>
  );
}

function Shown({
  open,
  recent,
  again,
  everyMs,
  pause,
}: {
  readonly open: readonly IncidentFactsFragment[];
  readonly recent: readonly IncidentFactsFragment[];
  readonly again: () => void;
  readonly everyMs: number | null;
  readonly pause: () => void;
}) {
  const { address, now, go } = useNavigation();
  const { view } = address;
  const hrefHere = useHrefHere();
  const href = useHref();
  // Between refreshes a new incident must not take the place of the one that is worked on.
  const [first] = useState(open[0]?.id);
  const wanted = view.at === null ? (view.incident ?? first ?? open[0]?.id) : view.incident;
  const incident = [...open, ...recent].find(({ id }) => id === wanted) ?? null;
  const at = view.at === null ? (incident === null ? now : Date.parse(incident.startedAt)) : Date.parse(view.at);
  const choose = useCallback((instant: string | null) => go(hrefHere({ at: instant }), 'replace'), [go, hrefHere]);
  const bar = { at, isChosen: view.at !== null, choose, isLive: everyMs !== null, pause };
  return (
    <>
      {incident === null ? <NoAlarm {...bar} /> : <Alarm incident={incident} again={again} {...bar} />}
      <div class="grid">
        <div class="stack c8">
          <CandidatesPanel incident={incident} at={at} again={again} everyMs={everyMs} />
        </div>
        <div class="stack c4 beside">
          <IncidentsPanel open={open} recent={recent} chosen={incident} />
          <AlertsPanel everyMs={everyMs} />
          <RolloutsPanel everyMs={everyMs} />
          <FreshnessPanel everyMs={everyMs} />
          <p class="s">
            <a href={href('alerts')}>Alerts and their rules</a> · <a href={href('notices')}>What channels were told</a>
          </p>
        </div>
        <div class="stack c8">
          <LatestPanel incident={incident} everyMs={everyMs} />
        </div>
      </div>
      <KeysLine />
    </>
  );
}

function KeysLine() {
  return (
    <p class="cap row keys">
      <span>
        <kbd>C</kbd> caused it
      </span>
      <span>
        <kbd>N</kbd> not caused by a change
      </span>
      <span>
        <kbd>F</kbd> not a failure
      </span>
      <span>
        <kbd>T</kbd> other time
      </span>
      <span>
        <kbd>J</kbd> <kbd>K</kbd> move
      </span>
      <span>
        <kbd>?</kbd> all keys
      </span>
    </p>
  );
}
