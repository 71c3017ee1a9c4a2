import { scopeOf, useHref, useHrefHere, useNavigation, useTimeWindow } from '../../address/navigation.js';
import { windowInput } from '../../address/time-window.js';
import { useQuestion } from '../../api/use-question.js';
import { Answered, SkeletonPanel } from '../../components/answered.js';
import { DataTable } from '../../components/data-table.js';
import { Mark, State } from '../../components/marks.js';
import { PageHead } from '../../components/page-head.js';
import { Panel } from '../../components/panel.js';
import { productionText, type StaleFlag, staleText } from '../../entities/flag-words.js';
import { momentText } from '../../format/date.js';
import { counted } from '../../format/number.js';
import { type FlagFactsFragment, flagListQuery, type FlagListQuery } from '../../generated/graphql.js';
import { flagMetricIds, FlagMetricsPanel } from './flag-metrics.js';
import { NoFlags } from './no-flags.js';

/** Every flag that was ever changed: who sees it, and whether its code could go. */
export function FlagsPage() {
  const { view } = useNavigation().address;
  const window = useTimeWindow();
  const { days, previous, timeZone } = window;
  const { teams, services } = scopeOf(view);
  const scope = { ...(teams === undefined ? {} : { teams }), ...(services === undefined ? {} : { services }) };
  const question = useQuestion(flagListQuery, {
    ids: flagMetricIds,
    window: windowInput(days, timeZone),
    previous: windowInput(previous, timeZone),
    where: scope,
    scope,
    asOf: view.asOf,
  });
  return (
    <Answered question={question} subject="The flags" skeleton={<SkeletonPanel lines={14} />}>
      {(answer) => <Found answer={answer} />}
    </Answered>
  );
}

function Found({ answer }: { readonly answer: FlagListQuery }) {
  const { only, team, service } = useNavigation().address.view;
  const window = useTimeWindow();
  const hrefHere = useHrefHere();
  const about = service ?? team;
  const { flags, staleFlags, now, before } = answer;
  const isStaleOnly = only === 'stale';
  const stale = new Map(staleFlags.flags.map((flag) => [flag.flag, flag]));
  const listed = flags.nodes.filter(({ flag }) => !isStaleOnly || stale.has(flag));
  return (
    <>
      <PageHead
        title={titleOf(answer, about)}
        text="Flags that were ever changed, in order of name. A release is one: code that was dark is on for users."
        aside={
          <>
            {(staleFlags.flags.length > 0 || isStaleOnly) && (
              <a class="btn" href={hrefHere({ only: isStaleOnly ? null : 'stale' })}>
                {isStaleOnly ? 'Stale or not' : `Only stale (${staleFlags.flags.length})`}
              </a>
            )}
            {service !== null && (
              <a class="btn" href={hrefHere({ service: null })}>
                Every service
              </a>
            )}
          </>
        }
      />
      <FlagMetricsPanel now={now} before={before} window={window} flag={null} team={team} service={service} />
      {flags.nodes.length === 0 ? (
        <NoFlags about={about} />
      ) : (
        <Panel
          title="Flags"
          note={`${counted(listed.length, 'flag')}${flags.pageInfo.hasNextPage ? ', of the 500 changed last' : ''}`}
        >
          {listed.length === 0 ? <p class="mute">No flag is stale.</p> : <FlagTable flags={listed} stale={stale} />}
        </Panel>
      )}
    </>
  );
}

function titleOf({ flags, staleFlags }: FlagListQuery, about: string | null): string {
  const of = about === null ? '' : ` of ${about}`;
  if (flags.nodes.length === 0) return `No feature flag${of} has been changed yet`;
  const { length } = staleFlags.flags;
  return length === 0
    ? `${counted(flags.nodes.length, 'feature flag')}${of}, none of them stale`
    : `The code of ${counted(length, 'feature flag')}${of} could go`;
}

function FlagTable({
  flags,
  stale,
}: {
  readonly flags: readonly FlagFactsFragment[];
  readonly stale: ReadonlyMap<string, StaleFlag>;
}) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  const href = useHref();
  return (
    <DataTable
      caption="Feature flags in order of name"
      rows={flags.toSorted((a, b) => (a.flag < b.flag ? -1 : 1))}
      rowKey={({ flag }) => flag}
      columns={[
        {
          title: 'Flag',
          place: 'title',
          cell: ({ flag }) => (
            <a class="q" href={href('flag', flag)}>
              <bdi>{flag}</bdi>
            </a>
          ),
        },
        {
          title: 'Production sees',
          cell: (flag) => (
            <Mark shape="flag" tone="flag">
              {productionText(flag) ?? 'never changed there'}
            </Mark>
          ),
        },
        { title: 'Services', cell: ({ services }) => <bdi>{services.join(', ')}</bdi> },
        {
          title: 'Changed last',
          cell: ({ changedAt }) => <span class="nw">{momentText(changedAt, timeZone, now)}</span>,
        },
        { title: 'Changes', isNumber: true, cell: ({ changeCount }) => changeCount },
        {
          title: 'State',
          place: 'wide',
          cell: (flag) => <FlagState flag={flag} stale={stale.get(flag.flag) ?? null} />,
        },
      ]}
    />
  );
}

/** Whether its code could go, or why not. */
export function FlagState({ flag, stale }: { readonly flag: FlagFactsFragment; readonly stale: StaleFlag | null }) {
  const { now } = useNavigation();
  const { timeZone } = useTimeWindow();
  if (stale !== null) return <State tone="stale">{staleText(stale)}</State>;
  if (flag.archivedAt !== null) return <State tone="none">archived {momentText(flag.archivedAt, timeZone, now)}</State>;
  return <State tone="ok">{flag.permanent === true ? 'meant to stay' : 'in use'}</State>;
}
