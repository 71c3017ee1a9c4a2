import { useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { versionText } from '../../entities/deployment-name.js';
import { momentText } from '../../format/date.js';
import { duration } from '../../format/duration.js';
import { NBSP } from '../../format/number.js';
import { driftText } from './drift-words.js';
import {
  type Cell,
  type Column,
  type LivePlace,
  type Place,
  placeKey,
  type Rollout,
  type ServiceRow,
} from './environment-matrix.js';

/** Services against places; on a phone a card for each service, production first. */
export function MatrixTable({
  columns,
  rows,
}: {
  readonly columns: readonly Column[];
  readonly rows: readonly ServiceRow[];
}) {
  const href = useHref();
  return (
    <div class="scroll">
      <table class="fold mx">
        <caption class="sr">What is live where</caption>
        <thead>
          <tr>
            <th scope="col">Service</th>
            {columns.map(({ environment }) => (
              <th key={environment} scope="col">
                <bdi>{environment}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ service, teams, cells }) => (
            <tr key={service}>
              <td class="t" data-l="">
                <a class="q b" href={href('service', service)}>
                  <bdi>{service}</bdi>
                </a>
                <bdi class="d">{teams.join(', ')}</bdi>
              </td>
              {cells.map((cell) => (
                <MatrixCell key={cell.column.environment} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** More targets than these are listed only where they differ. */
const MOST_TARGETS = 4;

function MatrixCell({ cell: { column, live, rollouts } }: { readonly cell: Cell }) {
  if (live.length === 0 && rollouts.length === 0) {
    return (
      <td class="none" data-l={column.environment}>
        –
      </td>
    );
  }
  const hasDrift = live.some(({ drift }) => drift !== null);
  const shown = live.length > MOST_TARGETS ? live.filter(({ drift }) => drift !== null) : live;
  const level = live.length - shown.length;
  const kind = rollouts.length > 0 ? 'roll' : hasDrift ? 'drift' : '';
  return (
    <td class={[kind, column.isProduction ? 'prod' : ''].filter(Boolean).join(' ')} data-l={column.environment}>
      {shown.map((one) => (
        <Live key={one.place.target ?? ''} live={one} />
      ))}
      {level > 0 && <span class="d">{`${level} ${shown.length > 0 ? 'other ' : ''}targets, level`}</span>}
      {rollouts.map((rollout) => (
        <Coming key={rollout.deployment.id} rollout={rollout} />
      ))}
    </td>
  );
}

function Live({ live: { place, drift } }: { readonly live: LivePlace }) {
  const { address, now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  const hrefHere = useHrefHere();
  const asOf = address.view.asOf === null ? now : Date.parse(address.view.asOf);
  const age = Math.max(0, asOf - Date.parse(place.since)) / 1000;
  const isOpen = address.view.panel === placeKey(place);
  const version = <bdi class="v">{versionText({ version: place.version, sha: place.sha }) || 'not named'}</bdi>;
  return (
    <div class={isOpen ? 'live sel' : 'live'}>
      {place.target !== null && <bdi class="tag">{place.target}</bdi>}{' '}
      {place.deployment === null ? (
        version
      ) : (
        <a class="q" href={href('deployment', place.deployment.id)}>
          {version}
        </a>
      )}
      <span class="d" title={`since ${momentText(place.since, timeZone, now)}`}>
        {kindNote(place)}
        {duration(age)}
        {drift !== null && (
          <>
            {' · '}
            <a class="q" href={hrefHere({ panel: isOpen ? null : placeKey(place) })} aria-expanded={isOpen}>
              {driftText(drift)}
            </a>
          </>
        )}
      </span>
    </div>
  );
}

function kindNote({ kind }: Place): string {
  switch (kind) {
    case 'ROLLBACK':
      return 'rolled back to, ';
    case 'CONFIG':
      return 'configuration, ';
    case 'HOTFIX':
      return 'hotfix, ';
    case 'CHANGE':
    case 'FLAG':
    case 'REDEPLOY':
      return '';
  }
}

/** "4.18.0 on its way, 10 %". */
function Coming({ rollout: { deployment, weight, paused } }: { readonly rollout: Rollout }) {
  const href = useHref();
  return (
    <a class="d q" href={href('deployment', deployment.id)}>
      <bdi>{versionText(deployment)}</bdi> on its way
      {weight !== null && `, ${weight}${NBSP}%`}
      {paused && ', held'}
    </a>
  );
}

/** What the colours repeat. */
export function MatrixKey() {
  return (
    <div class="key mx-key" aria-hidden="true">
      <span>
        <i /> as the place before
      </span>
      <span>
        <i class="drift" /> behind (−), ahead (+) or configured otherwise
      </span>
      <span>
        <i class="roll" /> on its way
      </span>
      <span>– not used</span>
    </div>
  );
}
