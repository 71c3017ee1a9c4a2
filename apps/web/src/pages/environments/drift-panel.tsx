import { useEffect, useRef } from 'preact/hooks';
import { useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { ChangeLink } from '../../components/change-link.js';
import { DataTable } from '../../components/data-table.js';
import { Panel } from '../../components/panel.js';
import { momentText } from '../../format/date.js';
import { driftOfServiceQuery, type DriftOfServiceQuery } from '../../generated/graphql.js';
import { driftSentence } from './drift-words.js';
import { isDrift, type Matrix, mostBehind, type Place, placeKey, placeTitle } from './environment-matrix.js';

type Opened = NonNullable<DriftOfServiceQuery['environments'][number]['drift']>;

/** One place against those it is compared with, and every change it lacks: the one the address opens, else the furthest. */
export function DriftPanel({ matrix }: { readonly matrix: Matrix }) {
  const { view } = useNavigation().address;
  const places = matrix.rows.flatMap(({ cells }) => cells.flatMap(({ live }) => live.map(({ place }) => place)));
  const chosen = places.find((candidate) => placeKey(candidate) === view.panel);
  const place = chosen ?? mostBehind(matrix)?.place;
  return place === undefined ? null : (
    <OpenedDrift key={placeKey(place)} place={place} isChosen={chosen !== undefined} />
  );
}

function OpenedDrift({ place, isChosen }: { readonly place: Place; readonly isChosen: boolean }) {
  const { view } = useNavigation().address;
  const question = useQuestion(driftOfServiceQuery, { scope: { services: [place.service] }, asOf: view.asOf });
  return (
    <Answered question={question} subject="The difference" skeleton={<SkeletonPanel lines={8} />}>
      {({ environments }) => {
        const found = environments.find(
          ({ environment, target }) => environment === place.environment && target === place.target,
        );
        const drifts = [found?.drift, found?.targetDrift].filter((drift) => drift != null).filter(isDrift);
        return <Differences place={place} drifts={drifts} isChosen={isChosen} />;
      }}
    </Answered>
  );
}

function Differences({
  place,
  drifts,
  isChosen,
}: {
  readonly place: Place;
  readonly drifts: readonly Opened[];
  readonly isChosen: boolean;
}) {
  const hrefHere = useHrefHere();
  const box = useRef<HTMLDivElement>(null);
  // Whoever opened it from far down the table is taken to it.
  useEffect(() => {
    if (!isChosen) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <div class="stack" ref={box} tabIndex={-1}>
      {drifts.map((drift) => (
        <Panel
          key={placeTitle(drift.from)}
          title={`${place.service}: ${placeTitle(drift.from)} → ${placeTitle(place)}`}
          note={isChosen && <a href={hrefHere({ panel: null })}>Close (Esc)</a>}
        >
          <p>{driftSentence(drift, placeTitle(place), placeTitle(drift.from))}</p>
          {drift.missing.length > 0 && <Missing drift={drift} />}
        </Panel>
      ))}
    </div>
  );
}

function Missing({ drift }: { readonly drift: Opened }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const more = (drift.changesBehind ?? 0) - drift.missing.length;
  return (
    <>
      <DataTable
        caption="Changes it lacks, latest first"
        rows={drift.missing}
        rowKey={({ change }) => change}
        columns={[
          {
            title: 'Change',
            place: 'title',
            cell: ({ change, title }) => <ChangeLink change={change} title={title} />,
          },
          {
            title: 'Merged',
            cell: ({ landedAt }) => (
              <span class="nw">{landedAt === null ? 'not known' : momentText(landedAt, timeZone, now)}</span>
            ),
          },
        ]}
      />
      {more > 0 && <p class="cap">The {more} earliest are not listed.</p>}
    </>
  );
}
