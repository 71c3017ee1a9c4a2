import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../address/navigation.js';
import { daysLabel, lengthLabel, shifted } from '../address/time-window.js';
import { type View, windowLengths } from '../address/view.js';
import { CopyButton } from '../components/copy-button.js';
import { useQuestion } from '../api/use-question.js';
import { clockText, momentText } from '../format/date.js';
import { teamPathsQuery } from '../generated/graphql.js';
import { pages } from './pages.js';

/** What the numbers of a page are about, and when. */
export function ContextBar() {
  const { route, problems } = useNavigation().address;
  const context = route === null || problems.length > 0 ? 'none' : pages[route.page].context;
  if (context === 'none') return null;
  return (
    <section class="ctx" aria-label="What is shown">
      {(context === 'scope-and-window' || context === 'scope') && <ScopeChoice />}
      {context !== 'scope' && <WindowChoice />}
      <Known />
    </section>
  );
}

function ScopeChoice() {
  const { address, go, organisation } = useNavigation();
  const href = useHref();
  const hrefHere = useHrefHere();
  const question = useQuestion(teamPathsQuery, { asOf: address.view.asOf }, { refreshes: false });
  const paths = question.state === 'answered' ? question.answer.teams.map(({ path }) => path) : [];
  const isTeamPage = address.route?.page === 'team';
  const chosen = isTeamPage ? (address.route?.key ?? '') : (address.view.team ?? '');
  const choose = (team: string): void => {
    if (!isTeamPage) go(hrefHere({ team: team === '' ? null : team, after: null }));
    else go(team === '' ? href('overview') : href('team', team, { metric: address.view.metric }));
  };
  return (
    <select class="btn choice" aria-label="Team" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
      <option value="">{organisation.name === null ? 'All teams' : `All of ${organisation.name}`}</option>
      {(paths.includes(chosen) || chosen === '' ? paths : [chosen, ...paths]).map((path) => (
        <option key={path} value={path}>
          {path}
        </option>
      ))}
    </select>
  );
}

function WindowChoice() {
  const { address, now, go } = useNavigation();
  const hrefHere = useHrefHere();
  const window = useTimeWindow();
  const [earlier, later] = [shifted(window, -1, now), shifted(window, 1, now)];
  const move = (changes: Partial<View> | null) => () => {
    if (changes !== null) go(hrefHere({ ...changes, week: null }));
  };
  return (
    <>
      <span class="steps">
        <button
          type="button"
          class="btn"
          onClick={move(earlier)}
          aria-label="Previous window ([)"
          title="Previous window ([)"
        >
          ‹
        </button>
        <select
          class="btn choice"
          aria-label={`Length of the window: ${daysLabel(window.days)}`}
          value={address.view.weeks}
          onChange={(event) => go(hrefHere({ weeks: Number(event.currentTarget.value), week: null }))}
        >
          {windowLengths.map((weeks) => (
            <option key={weeks} value={weeks}>
              {weeks === window.weeks
                ? `${daysLabel(window.days)} · ${lengthLabel(window)}`
                : `${weeks} ${weeks === 1 ? 'week' : 'weeks'}`}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="btn"
          onClick={move(later)}
          disabled={later === null}
          aria-label="Next window (])"
          title="Next window (])"
        >
          ›
        </button>
      </span>
      <span class="opt">compared with {daysLabel(window.previous, false)}</span>
    </>
  );
}

/** When the numbers are from, and a link to exactly them. */
function Known() {
  const { address, now } = useNavigation();
  const hrefHere = useHrefHere();
  const { timeZone, days } = useTimeWindow();
  const { asOf } = address.view;
  const pinned = (): string =>
    location.origin + hrefHere({ until: days.to, timeZone, asOf: asOf ?? new Date().toISOString() });
  return (
    <>
      <span class="sp opt">
        {timeZone} ·{' '}
        {asOf === null ? (
          <>
            as of {clockText(now, timeZone)} · <span class="live">live</span>
          </>
        ) : (
          <b>as known on {momentText(asOf, timeZone, now)}</b>
        )}
      </span>
      {asOf !== null && (
        <a class="btn" href={hrefHere({ asOf: null })}>
          Back to now
        </a>
      )}
      <span class="opt">
        <CopyButton text={pinned} label="Copy link" done="Link copied" />
      </span>
    </>
  );
}
