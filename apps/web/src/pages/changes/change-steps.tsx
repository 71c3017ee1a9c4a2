import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { Icon, type Shape } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import { exactDuration } from '../../format/duration.js';
import type { Change, Whereabouts } from './change-found.js';

type StepState = 'done' | 'now' | 'todo' | 'back';

interface Step {
  readonly title: string;
  readonly state: StepState;
  readonly at: string | null;
  readonly note: string;
  readonly deployment: string | null;
}

/** The way of a change from its first commit to the last place, each step after the one before it. */
export function ChangeSteps({ change }: { readonly change: Change }) {
  const { address, now } = useNavigation();
  const at = address.view.asOf === null ? now : Date.parse(address.view.asOf);
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const steps = stepsOf(change);
  const services = new Set(change.whereabouts.map(({ service }) => service));
  return (
    <Panel title="Where it is" {...(services.size > 1 ? { note: `in ${services.size} services` } : {})}>
      <ol class="pipe">
        {steps.map((step, index) => {
          const before = steps.slice(0, index).findLast(({ at }) => at !== null)?.at ?? null;
          return (
            <li key={step.title} class={step.state} {...(step.state === 'now' ? { 'aria-current': 'step' } : {})}>
              <span class="dot">
                <Icon shape={shapes[step.state]} />
              </span>
              <h3>
                <bdi>{step.title}</bdi>
              </h3>
              <p class="s">
                {step.at !== null &&
                  (step.deployment === null ? (
                    momentText(step.at, timeZone, now)
                  ) : (
                    <a class="q" href={href('deployment', step.deployment)}>
                      {momentText(step.at, timeZone, now)}
                    </a>
                  ))}
              </p>
              {step.at !== null && before !== null && (
                <p class="s b">after {exactDuration(Math.max(0, Date.parse(step.at) - Date.parse(before)) / 1000)}</p>
              )}
              {step.state === 'now' && before !== null && (
                <p class="s b">waiting {exactDuration(Math.max(0, at - Date.parse(before)) / 1000)}</p>
              )}
              {step.note !== '' && <p class="cap">{step.note}</p>}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

const shapes: Readonly<Record<StepState, Shape>> = {
  done: 'succeeded',
  now: 'waiting',
  todo: 'listening',
  back: 'rollback',
};

function stepsOf(change: Change): Step[] {
  const { commits, openedAt, mergedAt, number, whereabouts } = change;
  const first = commits.flatMap(({ committedAt }) => committedAt ?? []).sort()[0] ?? change.committedAt;
  // Of a squash only the merge may be known, which is not its first commit.
  const isFirstKnown = first !== null && (openedAt === null || first < openedAt);
  const steps: Step[] = [
    ...(isFirstKnown ? [told('First commit', first)] : []),
    ...(number === null ? [] : [told('Opened', openedAt), told('Merged', mergedAt)]),
    ...placesOf(whereabouts),
  ];
  const next = steps.findIndex(({ state }) => state === 'todo');
  return steps.map((step, index) => (index === next ? { ...step, state: 'now' } : step));
}

const told = (title: string, at: string | null): Step => ({
  title,
  state: at === null ? 'todo' : 'done',
  at,
  note: '',
  deployment: null,
});

/** Places of the same name as one step: it is done when the change is in all of them. */
function placesOf(whereabouts: readonly Whereabouts[]): Step[] {
  const names = [...new Set(whereabouts.map(({ environment }) => environment))];
  const isProduction = (name: string): number =>
    Number(whereabouts.some(({ environment, tier }) => environment === name && tier === 'production'));
  return names
    .map((name): Step => {
      const own = whereabouts.filter(({ environment }) => environment === name);
      const live = own.filter(({ state }) => state === 'LIVE');
      const taken = own.filter(({ state }) => state === 'ROLLED_BACK');
      const first = live.toSorted((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))[0];
      const isDone = live.length === own.length;
      return {
        title: name,
        state: isDone ? 'done' : taken.length > 0 ? 'back' : 'todo',
        at: first?.since ?? null,
        note: noteOf(own, live.length, taken.length),
        deployment: first?.deployment?.id ?? null,
      };
    })
    .sort((a, b) => isProduction(a.title) - isProduction(b.title) || (a.at ?? 'z').localeCompare(b.at ?? 'z'));
}

function noteOf(own: readonly Whereabouts[], live: number, taken: number): string {
  const underway = own.some((place) => place.underway !== null && place.state !== 'LIVE');
  return [
    own.length > 1 && live < own.length ? `in ${live} of ${own.length} places` : '',
    taken > 0 ? 'taken back' : '',
    underway ? 'on its way' : '',
  ]
    .filter(Boolean)
    .join(', ');
}
