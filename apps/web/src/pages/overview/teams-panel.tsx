import { useHref, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { previousLabel } from '../../address/time-window.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { GroupKey, GroupTable } from '../../components/group-table.js';
import { useQuestion } from '../../api/use-question.js';
import { measuresByTeamQuery } from '../../generated/graphql.js';
import { groupsOfTeams } from '../teams/team-groups.js';
import { measuresByTeamVariables } from './overview-questions.js';

/** Teams in order of their names, each against its own past. */
export function TeamsPanel({ isAsked }: { readonly isAsked: boolean }) {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const href = useHref();
  const question = useQuestion(measuresByTeamQuery, isAsked ? measuresByTeamVariables(view, window) : null);
  return (
    <Answered question={question} subject="The teams" skeleton={<SkeletonPanel lines={9} />}>
      {(answer) => {
        const groups = groupsOfTeams(answer).filter(({ now }) => now.length > 0);
        return (
          <section class="panel">
            <header>
              <h2>Teams</h2>
              <a class="s" href={href('teams')}>
                All teams
              </a>
            </header>
            {groups.length === 0 ? (
              <p class="mute">No team is declared in leadline.yaml, so there is nothing to group by.</p>
            ) : (
              <>
                <GroupTable
                  caption="The five metrics by team"
                  title="Team"
                  groups={groups}
                  first={({ name }) => (
                    <a class="q" href={href('team', name)}>
                      <bdi>{name}</bdi>
                    </a>
                  )}
                />
                <GroupKey against={previousLabel(window)} />
              </>
            )}
          </section>
        );
      }}
    </Answered>
  );
}
