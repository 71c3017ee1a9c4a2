import { useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { daysLabel, previousLabel } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { WrongName } from '../../components/wrong-address.js';
import { placesQuery, type PlacesQuery } from '../../generated/graphql.js';
import { PlacesTable } from './places-table.js';

type Kind = 'team' | 'service';

/** Two teams or two services of the reader's choice side by side, each with its own past. */
export function ComparePage() {
  const { view } = useNavigation().address;
  const question = useQuestion(placesQuery, { asOf: view.asOf }, { refreshes: false });
  return (
    <Answered question={question} subject="The teams and services" skeleton={<SkeletonPanel lines={12} />}>
      {(places) => <Chosen places={places} kind={view.by === 'service' ? 'service' : 'team'} />}
    </Answered>
  );
}

function Chosen({ places, kind }: { readonly places: PlacesQuery; readonly kind: Kind }) {
  const { of: first, beside: second } = useNavigation().address.view;
  const hrefHere = useHrefHere();
  const { days } = useTimeWindow();
  const known = namesOf(places, kind);
  const wrong = [first, second].find((name) => name !== null && !known.includes(name));
  if (wrong != null) {
    const takesPlace = (name: string) => hrefHere(wrong === first ? { of: name } : { beside: name });
    return <WrongName what={kind} given={wrong} known={known} href={takesPlace} />;
  }
  const isChosen = first !== null && second !== null;
  return (
    <>
      <PageHead
        title={isChosen ? `${first} beside ${second}` : `Two ${kind}s side by side`}
        text={
          known.length < 2
            ? `There are not two ${kind}s yet.`
            : 'Other work has other numbers: what differs is no judgement. Each is judged by its own past alone.'
        }
        aside={<KindChoice kind={kind} />}
      />
      <section class="panel">
        <header>
          <h2>{daysLabel(days)}</h2>
          <span class="cap">each against {previousLabel(useTimeWindow())}</span>
        </header>
        <div class="row">
          <PlaceChoice label={`First ${kind}`} known={known} chosen={first} change={(of) => ({ of })} />
          <PlaceChoice label={`Second ${kind}`} known={known} chosen={second} change={(beside) => ({ beside })} />
        </div>
        {isChosen ? (
          <PlacesTable kind={kind} first={first} second={second} />
        ) : (
          <p class="mute">Choose two of them: the five metrics of both stand side by side then.</p>
        )}
      </section>
    </>
  );
}

const namesOf = ({ teams, services }: PlacesQuery, kind: Kind): readonly string[] =>
  (kind === 'team' ? teams.map(({ path }) => path) : services.nodes.map(({ name }) => name)).toSorted();

function PlaceChoice({
  label,
  known,
  chosen,
  change,
}: {
  readonly label: string;
  readonly known: readonly string[];
  readonly chosen: string | null;
  readonly change: (name: string | null) => Parameters<ReturnType<typeof useHrefHere>>[0];
}) {
  const { go } = useNavigation();
  const hrefHere = useHrefHere();
  return (
    <select
      class="btn choice"
      aria-label={label}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => go(hrefHere(change(value === '' ? null : value)))}
    >
      <option value="">{label}…</option>
      {known.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function KindChoice({ kind }: { readonly kind: Kind }) {
  const hrefHere = useHrefHere();
  const choices = [
    { value: 'team', title: 'Teams', by: null },
    { value: 'service', title: 'Services', by: 'service' },
  ] as const;
  return (
    <nav class="switch" aria-label="What is compared">
      {choices.map(({ value, title, by }) => (
        <a
          key={value}
          class="btn"
          href={hrefHere({ by, of: null, beside: null })}
          {...(value === kind ? { 'aria-current': 'true' as const } : {})}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
