import { useHref, useNavigation } from '../../address/navigation.js';
import { PageHead } from '../../components/page-head.js';
import { measureBySlug } from '../../measures/measure.js';
import { SubjectPage } from '../../opened/subject-page.js';
import type { PageProps } from '../../shell/pages.js';
import { ALL_METRICS, CatalogueMetricPage } from './catalogue-metric-page.js';
import { capital } from '../../format/text.js';

/** One metric of everything, or of what the address narrows it to. */
export function MetricPage({ subject }: PageProps) {
  const { team, service, environment } = useNavigation().address.view;
  const href = useHref();
  const measure = measureBySlug(subject);
  if (measure === undefined) return <CatalogueMetricPage subject={subject} />;
  const name = [team ?? 'all teams', service, environment].filter((part) => part !== null).join(', ');
  return (
    <SubjectPage
      name={name}
      scope={{}}
      metric={measure.slug}
      hrefOf={(slug) => href('metric', slug, { team, service, environment })}
      head={() => (
        <PageHead
          title={`${measure.title}, ${name}`}
          above={
            <>
              <a href={href('overview', '', { team })}>Overview</a> /{' '}
              <a href={href('metric', ALL_METRICS)}>All metrics</a> / {measure.title}
            </>
          }
          text={capital(measure.definition)}
        />
      )}
    />
  );
}
