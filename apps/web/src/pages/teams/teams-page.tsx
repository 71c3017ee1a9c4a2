import { scopeOf, useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { previousLabel, windowInput } from '../../address/time-window.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { GroupKey, GroupTable } from '../../components/group-table.js';
import { PageHead } from '../../components/page-head.js';
import { useQuestion } from '../../api/use-question.js';
import { counted } from '../../format/number.js';
import { measuresByTeamQuery } from '../../generated/graphql.js';
import { measureIds } from '../../measures/measure.js';
import { groupsOfTeams } from './team-groups.js';

/** Every team of the tree, in order of names. */
export function TeamsPage() {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const href = useHref();
  const question = useQuestion(measuresByTeamQuery, {
    ids: measureIds,
    window: windowInput(window.days, window.timeZone),
    previous: windowInput(window.previous, window.timeZone),
    scope: scopeOf(view),
    asOf: view.asOf,
  });
  return (
    <Answered question={question} subject="The teams" skeleton={<SkeletonPanel lines={12} />}>
      {(answer) => (
        <>
          <PageHead
            title={answer.teams.length === 0 ? 'No team is declared yet' : counted(answer.teams.length, 'team')}
            text={
              answer.teams.length === 0
                ? 'Declare teams and what they own in leadline.yaml; the numbers of a team are those of its services.'
                : 'A team above others counts each of their deployments once. Teams are compared with their own past alone.'
            }
            aside={
              answer.teams.length < 2 ? undefined : (
                <a class="btn" href={href('compare')}>
                  Two side by side
                </a>
              )
            }
          />
          {answer.teams.length > 0 && (
            <section class="panel">
              <GroupTable
                caption="The five metrics by team"
                title="Team"
                groups={groupsOfTeams(answer)}
                first={({ name }) => (
                  <a class="q" href={href('team', name)}>
                    <bdi>{name}</bdi>
                  </a>
                )}
              />
              <GroupKey against={previousLabel(window)} />
            </section>
          )}
        </>
      )}
    </Answered>
  );
}
