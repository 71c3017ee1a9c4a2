import { useHref, useNavigation } from '../../address/navigation.js';
import { PageHead } from '../../components/page-head.js';
import { WrongName } from '../../components/wrong-address.js';
import { useQuestion } from '../../api/use-question.js';
import { teamTreeQuery } from '../../generated/graphql.js';
import { listed } from '../../measures/headline.js';
import { SubjectPage } from '../../opened/subject-page.js';
import type { PageProps } from '../../shell/pages.js';
import { ServicesPanel } from '../services/services-panel.js';

const MOST_NAMED = 6;

/** A team: its five numbers, one of them opened, and its services. */
export function TeamPage({ subject: path }: PageProps) {
  const { view } = useNavigation().address;
  const href = useHref();
  const question = useQuestion(teamTreeQuery, { asOf: view.asOf }, { refreshes: false });
  const teams = question.state === 'answered' ? question.answer.teams : null;
  const team = teams?.find((one) => one.path === path);
  if (teams !== null && team === undefined) {
    return (
      <WrongName what="team" given={path} known={teams.map((one) => one.path)} href={(name) => href('team', name)} />
    );
  }
  return (
    <SubjectPage
      name={path}
      scope={{ teams: [path] }}
      head={({ title, text }) => (
        <PageHead title={title} text={text} above={<TeamAbove path={path} services={team?.allServices ?? []} />} />
      )}
    >
      <ServicesPanel scope={{ teams: [path] }} where={{ teams: [path] }} />
    </SubjectPage>
  );
}

function TeamAbove({ path, services }: { readonly path: string; readonly services: readonly string[] }) {
  const href = useHref();
  const parts = path.split('/');
  const named = services.slice(0, MOST_NAMED);
  const rest = services.length - named.length;
  return (
    <>
      <a href={href('teams')}>Teams</a>
      {parts.map((part, index) => {
        const whole = parts.slice(0, index + 1).join('/');
        return (
          <span key={whole}>
            {' / '}
            {whole === path ? <bdi>{part}</bdi> : <a href={href('team', whole)}>{part}</a>}
          </span>
        );
      })}
      {services.length > 0 && (
        <>
          {' '}
          · owns <bdi>{rest > 0 ? `${named.join(', ')} and ${rest} more` : listed(named)}</bdi> · their{' '}
          <a href={href('deployments', '', { team: path })}>deployments</a> and{' '}
          <a href={href('flags', '', { team: path })}>flags</a>
        </>
      )}
    </>
  );
}
