import { useHref, useNavigation } from '../../address/navigation.js';
import { State } from '../../components/marks.js';
import { useReadiness } from '../../api/use-readiness.js';
import { isOwn, silentFor } from '../../entities/source-standing.js';
import { exactDuration } from '../../format/duration.js';
import { count, counted } from '../../format/number.js';
import type { SourceStandingFragment, StandingQuery } from '../../generated/graphql.js';

/** How sure the numbers are: who sends, what is not understood, what nobody declared, what is not counted yet. */
export function DataQuality({ standing }: { readonly standing: StandingQuery }) {
  const href = useHref();
  const readiness = useReadiness();
  const { sources, quarantine, services } = standing;
  const unmapped = services.nodes.filter(({ mapped }) => !mapped).length;
  const stale = services.nodes.filter(({ staleBecause }) => staleBecause !== null).length;
  const open = quarantine.totalCount ?? 0;
  return (
    <section class="dq" aria-label="Data quality">
      <b>Data quality</b>
      {sources
        .filter((source) => !isOwn(source))
        .map((source) => (
          <SourceState key={source.endpoint} source={source} />
        ))}
      {readiness !== null && (
        <State tone={readiness.behind === 0 ? 'ok' : 'provisional'}>
          {readiness.behind === 0 ? 'everything received is counted' : `${count(readiness.behind)} still to be counted`}
        </State>
      )}
      {open === 0 ? (
        <State tone="ok">nothing in quarantine</State>
      ) : (
        <a href={href('data')}>{count(open)} in quarantine</a>
      )}
      {unmapped > 0 && (
        <a href={href('services', '', { only: 'undeclared' })}>{counted(unmapped, 'service')} nobody declared</a>
      )}
      {stale > 0 && (
        <a href={href('services', '', { only: 'stale' })}>{counted(stale, 'service')} with stale numbers</a>
      )}
    </section>
  );
}

function SourceState({ source }: { readonly source: SourceStandingFragment }) {
  const { now } = useNavigation();
  const silence = silentFor(source, now);
  if (silence !== null) {
    return (
      <State tone="stale">
        <b>
          <bdi>{source.endpoint}</bdi> silent {exactDuration(silence / 1000)}
        </b>
      </State>
    );
  }
  const age = source.lastReceivedAt === null ? null : Math.max(0, now - Date.parse(source.lastReceivedAt));
  return (
    <State tone="ok">
      <bdi>{source.endpoint}</bdi>{' '}
      {age === null ? 'never heard' : age < 60_000 ? 'just now' : `${exactDuration(age / 1000)} ago`}
    </State>
  );
}
