import { everybody } from '../../address/organisation.js';
import { useEffect, useState } from 'preact/hooks';
import { addDays, civilDateAt, mondayOf, startOfDay } from '../../address/civil-time.js';
import { useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { daysLabel } from '../../address/time-window.js';
import { Answered } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { type Question, useQuestion } from '../../api/use-question.js';
import { momentText } from '../../format/date.js';
import { count, counted } from '../../format/number.js';
import { standingQuery, type StandingQuery } from '../../generated/graphql.js';
import { headlineOf } from '../../measures/headline.js';
import type { Measured } from '../../measures/measured.js';
import { useMeasures } from '../../measures/use-measures.js';
import { FirstRun } from '../start/first-run.js';
import { DataQuality } from './data-quality.js';
import { FailedPanel } from './failed-panel.js';
import { FiveTiles, FiveTilesSkeleton, TilesKey } from './five-tiles.js';
import { OutliersPanel } from './outliers-panel.js';
import { standingVariables } from './overview-questions.js';
import { TeamsPanel } from './teams-panel.js';

/** The page for those who ask how it goes: the finding, the five numbers, what is behind them, how sure they are. */
export function OverviewPage() {
  const { view } = useNavigation().address;
  const measures = useMeasures();
  const isAsked = useDrawn(measures.state !== 'waiting');
  const standing = useQuestion(standingQuery, isAsked ? standingVariables(view) : null);
  const isEmpty =
    standing.state === 'answered' &&
    standing.answer.latest.nodes.length === 0 &&
    view.asOf === null &&
    view.until === null;
  if (isEmpty) return <FirstRun sources={standing.answer.sources} again={standing.again} />;
  // Where nothing was counted it may be that nothing ever was: then there is another page to show.
  const isOpen = standing.state === 'waiting' && measures.state === 'answered' && isBare(measures.answer);
  return (
    <Overview
      measures={isOpen ? { state: 'waiting', again: measures.again } : measures}
      standing={standing.state === 'answered' ? standing.answer : null}
      isAsked={isAsked}
    />
  );
}

/** Whether what is seen first was drawn. What is below it is asked then: server and browser would share themselves between all. */
function useDrawn(isThere: boolean): boolean {
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    if (isThere) setDrawn(true);
  }, [isThere]);
  return isDrawn;
}

const isBare = (measured: readonly Measured[]): boolean => measured.every(({ now: { n } }) => n === 0);

function Overview({
  measures,
  standing,
  isAsked,
}: {
  readonly measures: Question<readonly Measured[]>;
  readonly standing: StandingQuery | null;
  readonly isAsked: boolean;
}) {
  const { address, organisation } = useNavigation();
  const { view } = address;
  useLatestWindow(standing, measures.state === 'answered' ? measures.answer : []);
  const subject = view.team ?? everybody(organisation);
  // What one question is refused for, the others would be too: it is said once.
  const isRefused = measures.state === 'problem' && measures.problem.kind !== 'failed';
  return (
    <>
      {isRefused && <PageHead title={`${subject}: no numbers`} />}
      <Answered question={measures} subject="The five numbers" skeleton={<FiveTilesSkeleton />}>
        {(measured) => {
          const { title, text } = headlineOf(subject, measured);
          return (
            <>
              <PageHead title={title} text={text} aside={<span class="cap">{totals(measured, standing)}</span>} />
              {standing !== null && <EmptyWindow standing={standing} measured={measured} />}
              <FiveTiles measured={measured} sources={standing?.sources ?? []} />
              <TilesKey />
            </>
          );
        }}
      </Answered>
      {!isRefused && (
        <div class="grid">
          <div class="stack c8">
            <OutliersPanel isAsked={isAsked} />
            <TeamsPanel isAsked={isAsked} />
          </div>
          <div class="stack c4">
            <FailedPanel isAsked={isAsked} />
          </div>
        </div>
      )}
      {standing !== null && <DataQuality standing={standing} />}
    </>
  );
}

function totals(measured: readonly Measured[], standing: StandingQuery | null): string {
  const n = (id: Measured['measure']['id']): number => measured.find(({ measure }) => measure.id === id)?.now.n ?? 0;
  return [
    counted(n('DEPLOYMENT_FREQUENCY'), 'deployment'),
    counted(n('CHANGE_LEAD_TIME'), 'commit'),
    ...(standing === null
      ? []
      : [counted(standing.services.nodes.length, 'service'), `${count(standing.teams.length)} teams`]),
  ].join(' · ');
}

/** Where nothing was deployed in the window but something was before it: says when, and leads there. */
function EmptyWindow({
  standing,
  measured,
}: {
  readonly standing: StandingQuery;
  readonly measured: readonly Measured[];
}) {
  const { now } = useNavigation();
  const { timeZone, days } = useTimeWindow();
  const hrefHere = useHrefHere();
  const at = latestOf(standing);
  if (at === null || !isBare(measured)) return null;
  const until = addDays(mondayOf(civilDateAt(Date.parse(at), timeZone)), 7);
  return (
    <section class="panel">
      <p>
        No production deployment was counted in {daysLabel(days)}. The latest deployment of all was on{' '}
        {momentText(at, timeZone, now)}.
      </p>
      <div class="row">
        <a class="btn" href={hrefHere({ until })}>
          Show the weeks up to it
        </a>
      </div>
    </section>
  );
}

function latestOf(standing: StandingQuery | null): string | null {
  const [latest] = standing?.latest.nodes ?? [];
  return latest?.finishedAt ?? latest?.startedAt ?? null;
}

/**
 * Whoever has just begun has nothing in the last full weeks: the address then moves on to the week that is not over, where
 * their deployments are.
 */
function useLatestWindow(standing: StandingQuery | null, measured: readonly Measured[]): void {
  const { address, now, go } = useNavigation();
  const { days, timeZone } = useTimeWindow();
  const hrefHere = useHrefHere();
  const at = latestOf(standing);
  const isEmpty = measured.length > 0 && isBare(measured);
  const isAfter = at !== null && Date.parse(at) >= startOfDay(days.to, timeZone);
  const isMoving = isEmpty && isAfter && address.view.until === null && address.view.team === null;
  useEffect(() => {
    if (isMoving) go(hrefHere({ until: addDays(mondayOf(civilDateAt(now, timeZone)), 7) }), 'replace');
  }, [isMoving]);
}
