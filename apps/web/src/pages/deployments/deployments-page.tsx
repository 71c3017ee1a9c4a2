import { useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { daysLabel, windowInput } from '../../address/time-window.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { useQuestion } from '../../api/use-question.js';
import { deploymentListQuery } from '../../generated/graphql.js';
import { DeploymentTable } from './deployment-table.js';
import { HowTheyGoPanel } from './how-they-go-panel.js';

const PAGE = 40;

/** The deployments of the window, latest first. */
export function DeploymentsPage() {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const { from, to } = windowInput(window.days, window.timeZone);
  const { team, service, environment, flag, sha, only, after } = view;
  const question = useQuestion(deploymentListQuery, {
    first: PAGE,
    after,
    asOf: view.asOf,
    where: {
      // A commit is looked for wherever it is.
      ...(sha === null ? { from, to } : { sha }),
      ...(team === null ? {} : { teams: [team] }),
      ...(service === null ? {} : { services: [service] }),
      ...(environment === null ? {} : { environments: [environment] }),
      ...(flag === null ? {} : { flags: [flag] }),
      ...(only === 'failed' ? { failed: true } : {}),
    },
  });
  // Of deployments that are singled out nothing is; and the list comes first.
  const isSummedUp = sha === null && flag === null && only === null && after === null;
  return (
    <>
      <Head />
      <Answered question={question} subject="The deployments" skeleton={<SkeletonPanel lines={14} />}>
        {({ deployments: { nodes, pageInfo } }) => (
          <section class="panel">
            {nodes.length === 0 ? (
              <p class="mute">There is none in this window. The arrows above go to the windows before and after.</p>
            ) : (
              <DeploymentTable caption="Deployments, latest first" rows={nodes} />
            )}
            <Paging next={pageInfo.hasNextPage ? pageInfo.endCursor : null} />
          </section>
        )}
      </Answered>
      {isSummedUp && question.state === 'answered' && <HowTheyGoPanel />}
    </>
  );
}

/** Which deployments are listed, and which others may be. */
function Head() {
  const { team, service, environment, flag, sha, only } = useNavigation().address.view;
  const { days } = useTimeWindow();
  const hrefHere = useHrefHere();
  const isFailedOnly = only === 'failed';
  const carried = flag === null ? null : `what is behind ${flag}`;
  const about = [carried, service, team, environment].filter((part) => part !== null).join(', ');
  return (
    <PageHead
      title={`${isFailedOnly ? 'Failed deployments' : 'Deployments'}${about === '' ? '' : ` of ${about}`}`}
      text={sha === null ? `${daysLabel(days)}, latest first.` : `Of commit ${sha}, latest first.`}
      aside={
        <>
          <a class="btn" href={hrefHere({ only: isFailedOnly ? null : 'failed', after: null })}>
            {isFailedOnly ? 'Show all' : 'Failed only'}
          </a>
          <a class="btn" href={hrefHere({ environment: environment === null ? 'production' : null, after: null })}>
            {environment === null ? 'Production only' : 'Every environment'}
          </a>
          {(service !== null || sha !== null || flag !== null) && (
            <a class="btn" href={hrefHere({ service: null, sha: null, flag: null, after: null })}>
              Every service
            </a>
          )}
        </>
      }
    />
  );
}

function Paging({ next }: { readonly next: string | null }) {
  const { after } = useNavigation().address.view;
  const hrefHere = useHrefHere();
  if (next === null && after === null) return null;
  return (
    <div class="row">
      {after !== null && (
        <a class="btn" href={hrefHere({ after: null })}>
          Back to the latest
        </a>
      )}
      {next !== null && (
        <a class="btn" href={hrefHere({ after: next })}>
          Next {PAGE}
        </a>
      )}
    </div>
  );
}
