import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { CopyButton } from '../../components/copy-button.js';
import { State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { WrongNameOf } from '../../components/wrong-address.js';
import { useQuestion } from '../../api/use-question.js';
import { momentText } from '../../format/date.js';
import { serviceFactsQuery, type ServiceFactsQuery, serviceNamesQuery } from '../../generated/graphql.js';
import { SubjectPage } from '../../opened/subject-page.js';
import type { PageProps } from '../../shell/pages.js';

type Service = ServiceFactsQuery['services']['nodes'][number];

/** A service: its five numbers, one of them opened, and what is known of it. */
export function ServicePage({ subject: name }: PageProps) {
  const { view } = useNavigation().address;
  const question = useQuestion(serviceFactsQuery, { name, asOf: view.asOf });
  const services = question.state === 'answered' ? question.answer.services.nodes : null;
  const service = services?.[0];
  if (services !== null && service === undefined)
    return (
      <WrongNameOf
        page="service"
        what="service"
        given={name}
        names={serviceNamesQuery}
        read={({ services }) => services.nodes.map((one) => one.name)}
      />
    );
  return (
    <SubjectPage
      name={name}
      scope={{ services: [name] }}
      head={({ title, text }) => (
        <>
          <PageHead
            title={title}
            text={text}
            above={service === undefined ? name : <ServiceAbove service={service} />}
          />
          {service !== undefined && <ServiceState service={service} />}
        </>
      )}
    />
  );
}

function ServiceAbove({ service }: { readonly service: Service }) {
  const { now } = useNavigation();
  const href = useHref();
  const { timeZone } = useTimeWindow();
  const last = service.lastDeployment;
  return (
    <>
      <a href={href('services')}>Services</a> / <bdi>{service.name}</bdi>
      {service.teams.map((team) => (
        <span key={team}>
          {' · owned by '}
          <a href={href('team', team)}>{team}</a>
        </span>
      ))}
      {service.repositories.length > 0 && (
        <>
          {' '}
          · <bdi class="mono">{service.repositories.join(', ')}</bdi>
        </>
      )}
      {last !== null && (
        <>
          {' · last deployed '}
          <a href={href('deployment', last.id)}>{momentText(last.at, timeZone, now)}</a> to{' '}
          <bdi>{last.environment}</bdi>
        </>
      )}{' '}
      · its <a href={href('deployments', '', { service: service.name })}>deployments</a> and{' '}
      <a href={href('flags', '', { service: service.name })}>flags</a>
    </>
  );
}

/** What keeps the numbers of a service from being right, and the remedy. */
function ServiceState({ service: { staleBecause, yaml } }: { readonly service: Service }) {
  return (
    <>
      {staleBecause !== null && (
        <section class="panel problem">
          <State tone="stale">The numbers of this service are stale</State>
          <p class="s">
            Relating its events ended with: <bdi>{staleBecause}</bdi>
          </p>
        </section>
      )}
      {yaml !== null && (
        <section class="panel">
          <p>Nobody has declared this service, so it belongs to no team. These lines in leadline.yaml would:</p>
          <pre class="code">{yaml}</pre>
          <div class="row">
            <CopyButton text={() => yaml} label="Copy" />
          </div>
        </section>
      )}
    </>
  );
}
