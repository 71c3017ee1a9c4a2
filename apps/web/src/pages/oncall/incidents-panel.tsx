import { useHref, useHrefHere, useNavigation } from '../../address/navigation.js';
import { Panel } from '../../components/panel.js';
import { incidentName } from '../../entities/incident-words.js';
import { exactDuration } from '../../format/duration.js';
import type { IncidentFactsFragment } from '../../generated/graphql.js';

/** What is open, and what was over in the last day: one click makes it the one that is worked on. */
export function IncidentsPanel({
  open,
  recent,
  chosen,
}: {
  readonly open: readonly IncidentFactsFragment[];
  readonly recent: readonly IncidentFactsFragment[];
  readonly chosen: IncidentFactsFragment | null;
}) {
  return (
    <>
      <Panel title="Open incidents" note={open.length === 0 ? 'none' : String(open.length)}>
        {open.length === 0 ? (
          <p class="mute">None, as far as the sources have told.</p>
        ) : (
          <List incidents={open} chosen={chosen} />
        )}
      </Panel>
      {recent.length > 0 && (
        <Panel title="Over in the last day">
          <List incidents={recent} chosen={chosen} />
        </Panel>
      )}
    </>
  );
}

function List({
  incidents,
  chosen,
}: {
  readonly incidents: readonly IncidentFactsFragment[];
  readonly chosen: IncidentFactsFragment | null;
}) {
  const { now } = useNavigation();
  const href = useHref();
  const hrefHere = useHrefHere();
  return (
    <ul class="lines">
      {incidents.map((incident) => {
        const { id, service, startedAt, resolvedAt } = incident;
        const seconds = ((resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(startedAt)) / 1000;
        return (
          <li key={id} class={id === chosen?.id ? 'line sel' : 'line'}>
            <a
              class="q b"
              href={hrefHere({ incident: id, at: null, service: null })}
              {...(id === chosen?.id ? { 'aria-current': 'true' } : {})}
            >
              <bdi>{incidentName(incident)}</bdi>
            </a>
            <span>
              <bdi>{service}</bdi> · {exactDuration(Math.max(0, seconds))} · <a href={href('incident', id)}>its page</a>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
