import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { previousLabel, windowInput } from '../../address/time-window.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { GroupKey, GroupTable } from '../../components/group-table.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { useQuestion } from '../../api/use-question.js';
import { counted } from '../../format/number.js';
import {
  measuresByServiceQuery,
  type MeasuresByServiceQuery,
  type ScopeInput,
  type ServiceFilter,
} from '../../generated/graphql.js';
import { measureIds } from '../../measures/measure.js';
import { groupsOfServices } from '../teams/team-groups.js';

/** Services in order of their names, each against its own past. `only`: "undeclared", "stale". */
export function ServicesPanel({
  scope,
  where,
  only = null,
}: {
  readonly scope: ScopeInput;
  readonly where: ServiceFilter;
  readonly only?: string | null;
}) {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const question = useQuestion(measuresByServiceQuery, {
    ids: measureIds,
    window: windowInput(window.days, window.timeZone),
    previous: windowInput(window.previous, window.timeZone),
    scope,
    where,
    asOf: view.asOf,
  });
  return (
    <Answered question={question} subject="The services" skeleton={<SkeletonPanel lines={12} />}>
      {(answer) => <Services answer={answer} only={only} against={previousLabel(window)} />}
    </Answered>
  );
}

function Services({
  answer,
  only,
  against,
}: {
  readonly answer: MeasuresByServiceQuery;
  readonly only: string | null;
  readonly against: string;
}) {
  const href = useHref();
  const known = new Map(answer.services.nodes.map((service) => [service.name, service]));
  const groups = groupsOfServices(answer).filter(({ name }) => {
    const service = known.get(name);
    if (only === 'undeclared') return service?.mapped === false;
    return only !== 'stale' || service?.staleBecause != null;
  });
  return (
    <Panel
      title="Services"
      note={`${counted(groups.length, 'service')}${answer.services.pageInfo.hasNextPage ? ', the first 200' : ''}`}
    >
      {groups.length === 0 ? (
        <p class="mute">There is none.</p>
      ) : (
        <>
          <GroupTable
            caption="The five metrics by service"
            title="Service"
            groups={groups}
            first={({ name }) => (
              <>
                <a class="q" href={href('service', name)}>
                  <bdi>{name}</bdi>
                </a>
                {known.get(name)?.mapped === false && (
                  <>
                    {' '}
                    <State tone="none">undeclared</State>
                  </>
                )}
                {known.get(name)?.staleBecause != null && (
                  <>
                    {' '}
                    <State tone="stale">stale</State>
                  </>
                )}
              </>
            )}
          />
          <GroupKey against={against} />
        </>
      )}
    </Panel>
  );
}
