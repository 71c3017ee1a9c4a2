import { scopeOf, useHrefHere, useNavigation } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { counted } from '../../format/number.js';
import { environmentsQuery, rolloutsUnderWayQuery } from '../../generated/graphql.js';
import { DriftPanel } from './drift-panel.js';
import { type Matrix, matrixOf, mostBehind, placeTitle } from './environment-matrix.js';
import { MatrixKey, MatrixTable } from './matrix-table.js';

/** What is live where, since when, and how far each place is behind the one before it. */
export function EnvironmentsPage() {
  const { view } = useNavigation().address;
  const variables = { scope: scopeOf({ ...view, environment: null }), asOf: view.asOf };
  const places = useQuestion(environmentsQuery, variables);
  const rollouts = useQuestion(rolloutsUnderWayQuery, variables);
  return (
    <Answered question={places} subject="The environments" skeleton={<SkeletonPanel lines={14} />}>
      {({ environments }) => (
        <Found matrix={matrixOf(environments, rollouts.state === 'answered' ? rollouts.answer.rollouts : [])} />
      )}
    </Answered>
  );
}

function Found({ matrix }: { readonly matrix: Matrix }) {
  const { view } = useNavigation().address;
  const hrefHere = useHrefHere();
  const isDriftOnly = view.only === 'drift';
  const drifting = matrix.rows.filter(({ hasDrift }) => hasDrift);
  const rows = isDriftOnly ? drifting : matrix.rows;
  return (
    <>
      <PageHead
        title={titleOf(matrix)}
        text={
          matrix.rows.length === 0
            ? 'A deployment that finished is what is live; none is known yet.'
            : `${counted(matrix.rows.length, 'service')}, ${counted(matrix.columns.length, 'environment')}. Each cell: the version that is live, for how long, and how far it is behind the place before it, in changes and in hours since the first of them was there.`
        }
        aside={
          matrix.rows.length > 0 && (
            <a class="btn" href={hrefHere({ only: isDriftOnly ? null : 'drift' })}>
              {isDriftOnly ? 'Every service' : `Only drift (${drifting.length})`}
            </a>
          )
        }
      />
      <DriftPanel matrix={matrix} />
      {matrix.rows.length > 0 && (
        <Panel title="What is live where" note="services in order of name">
          <MatrixKey />
          {rows.length === 0 ? (
            <p class="mute">Every place has what the one before it has.</p>
          ) : (
            <MatrixTable columns={matrix.columns} rows={rows} />
          )}
        </Panel>
      )}
    </>
  );
}

function titleOf(matrix: Matrix): string {
  if (matrix.rows.length === 0) return 'Nothing is live anywhere yet';
  const worst = mostBehind(matrix);
  if (worst === null) {
    return matrix.rows.some(({ hasDrift }) => hasDrift)
      ? 'No place lacks a change that the one before it has'
      : 'Every place has what the one before it has';
  }
  const { place, drift, changes } = worst;
  return `${place.service} is ${drift.truncated ? 'at least ' : ''}${counted(changes, 'change')} behind in ${placeTitle(place)}`;
}
