import type { ComponentChildren } from 'preact';
import { useNavigation } from '../address/navigation.js';
import { Answered, SkeletonPanel } from '../components/answered.js';
import type { ScopeInput } from '../generated/graphql.js';
import { type Headline, headlineOf } from '../measures/headline.js';
import type { Measured } from '../measures/measured.js';
import { measureBySlug, measures } from '../measures/measure.js';
import { useMeasures } from '../measures/use-measures.js';
import { MetricStrip } from './metric-strip.js';
import { OpenedMetric } from './opened-metric.js';

/** The five numbers of a team, a service or everything, with one of them opened. */
export function SubjectPage({
  name,
  scope,
  metric,
  hrefOf,
  head,
  children,
}: {
  /** As it stands in a sentence. */
  readonly name: string;
  readonly scope: ScopeInput;
  /** Slug of the opened metric; absent: that of the address. */
  readonly metric?: string;
  /** Where another metric is opened; absent: here. */
  readonly hrefOf?: (slug: string) => string;
  readonly head: (headline: Headline, opened: Measured | null) => ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  const { view } = useNavigation().address;
  const question = useMeasures(scope);
  const slug = metric ?? view.metric;
  const measure = (slug === null ? undefined : measureBySlug(slug)) ?? measures[0];
  return (
    <Answered question={question} subject="The five numbers" skeleton={<SubjectSkeleton />}>
      {(measured) => {
        const opened = measured.find((one) => one.measure.id === measure?.id) ?? null;
        return (
          <>
            {head(headlineOf(name, measured), opened)}
            {opened !== null && (
              <MetricStrip measured={measured} opened={opened} {...(hrefOf === undefined ? {} : { hrefOf })} />
            )}
            {opened !== null && <OpenedMetric key={opened.measure.id} measured={opened} subject={name} />}
            {children}
          </>
        );
      }}
    </Answered>
  );
}

function SubjectSkeleton() {
  return (
    <div class="stack">
      <SkeletonPanel lines={3} />
      <SkeletonPanel lines={14} />
    </div>
  );
}
