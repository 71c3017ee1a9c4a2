import { useHref, useNavigation } from '../../address/navigation.js';
import { PageHead } from '../../components/page-head.js';
import { WrongName } from '../../components/wrong-address.js';
import { capital } from '../../measures/headline.js';
import { measureBySlug, measures } from '../../measures/measure.js';
import { SubjectPage } from '../../opened/subject-page.js';
import type { PageProps } from '../../shell/pages.js';

/** One metric of everything, or of what the address narrows it to. */
export function MetricPage({ subject }: PageProps) {
  const { team, service, environment } = useNavigation().address.view;
  const href = useHref();
  const measure = measureBySlug(subject);
  if (measure === undefined) {
    return (
      <WrongName
        what="metric"
        given={subject}
        known={measures.map(({ slug }) => slug)}
        href={(slug) => href('metric', slug)}
      />
    );
  }
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
              <a href={href('overview', '', { team })}>Overview</a> / {measure.title}
            </>
          }
          text={capital(measure.definition)}
        />
      )}
    />
  );
}
