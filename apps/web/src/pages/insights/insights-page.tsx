import { everybody } from '../../address/organisation.js';
import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { previousLabel, windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { ToldItem } from '../../components/told-item.js';
import { evidenceHref } from '../../entities/outlier-link.js';
import { certaintyText, chanceText } from '../../entities/outlier-words.js';
import { count, counted, NBSP } from '../../format/number.js';
import { insightsQuery, type InsightsQuery } from '../../generated/graphql.js';
import { slugOf } from '../metric/metric-slug.js';

type Insight = InsightsQuery['insights'][number];

const kinds = {
  CHANGE: 'changed',
  OUTLIER: 'stands out',
  MILESTONE: 'reached',
} as const satisfies Readonly<Record<Insight['kind'], string>>;

const titleParts: Readonly<Record<Insight['kind'], (many: number) => string>> = {
  CHANGE: (many) => counted(many, 'number changed', 'numbers changed'),
  OUTLIER: (many) => counted(many, 'thing stands out', 'things stand out'),
  MILESTONE: (many) => counted(many, 'milestone reached', 'milestones reached'),
};

/** What is notable in the window, in sentences with their numbers, each with the way to what it was made from. */
export function InsightsPage() {
  const { address, organisation } = useNavigation();
  const { view } = address;
  const window = useTimeWindow();
  const question = useQuestion(insightsQuery, {
    window: windowInput(window.days, window.timeZone),
    scope: scopeOf(view),
    asOf: view.asOf,
  });
  const subject = view.team ?? everybody(organisation);
  return (
    <Answered question={question} subject="What is notable" skeleton={<SkeletonPanel lines={10} />}>
      {({ insights }) => (
        <>
          <PageHead title={titleOf(subject, insights)} text={textOf(view.weeks, previousLabel(window))} />
          <Panel title="Insights" note={`against ${previousLabel(window)}, at most five`}>
            {insights.length === 0 ? (
              <p>
                <b>Nothing is notable.</b>{' '}
                <span class="mute">Most weeks of most teams are like the weeks before, and this is one of them.</span>
              </p>
            ) : (
              <ol class="ins">
                {insights.map((insight) => (
                  <InsightItem key={insight.id} insight={insight} />
                ))}
              </ol>
            )}
          </Panel>
        </>
      )}
    </Answered>
  );
}

function titleOf(subject: string, insights: readonly Insight[]): string {
  if (insights.length === 0) return `${subject}: nothing notable`;
  const parts = (Object.keys(kinds) as Insight['kind'][]).flatMap((kind) => {
    const { length } = insights.filter((insight) => insight.kind === kind);
    if (length === 0) return [];
    return [titleParts[kind](length)];
  });
  return `${subject}: ${parts.join(', ')}`;
}

const textOf = (weeks: number, against: string): string =>
  weeks < 4
    ? `The window against ${against}. Ask for four weeks or more: one week against one week is noise for most teams.`
    : `What changed beyond chance and by enough to matter, what stands out, and what was reached and held, against ${against}.`;

function InsightItem({ insight }: { readonly insight: Insight }) {
  const { view } = useNavigation().address;
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const { kind, judgement, text, metric, n, p, outlier } = insight;
  const { team, service, environment, flag } = view;
  const link =
    outlier === null
      ? href('metric', slugOf(metric), { team, service, environment, flag, panel: 'counted' })
      : evidenceHref(outlier, timeZone, href);
  const certainty = outlier !== null ? certaintyText(outlier) : p === null ? '' : chanceText(p);
  return (
    <ToldItem
      judgement={judgement}
      notes={
        <>
          <span>{kinds[kind]}</span>
          {certainty !== '' && <span>{certainty}</span>}
          {n !== null && (
            <span>
              n{NBSP}={NBSP}
              {count(n)}
            </span>
          )}
          <a href={link}>
            {outlier?.deployment == null ? 'evidence' : `the${NBSP}deployment`}
            <span class="sr"> of: {text}</span>
          </a>
        </>
      }
    >
      <bdi>{text}</bdi>
    </ToldItem>
  );
}
