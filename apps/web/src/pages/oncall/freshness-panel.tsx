import { useHref } from '../../address/navigation.js';
import { useQuestion } from '../../api/use-question.js';
import { useReadiness } from '../../api/use-readiness.js';
import { State } from '../../components/marks.js';
import { Panel } from '../../components/panel.js';
import { isOwn } from '../../entities/source-standing.js';
import { duration, exactDuration } from '../../format/duration.js';
import { count } from '../../format/number.js';
import { onCallSourcesQuery, type OnCallSourcesQuery } from '../../generated/graphql.js';

type Source = OnCallSourcesQuery['sources'][number];

/** When each source was heard last: what is silent may hide changes. */
export function FreshnessPanel({ everyMs }: { readonly everyMs: number | null }) {
  const href = useHref();
  const readiness = useReadiness();
  const question = useQuestion(onCallSourcesQuery, {}, { everyMs });
  if (question.state !== 'answered') return null;
  const sources = question.answer.sources.filter((source) => !isOwn(source));
  return (
    <Panel title="How fresh" note={<a href={href('data')}>All of it</a>}>
      <ul class="lines">
        {readiness !== null && readiness.behind > 0 && (
          <li>
            <State tone="stale">{count(readiness.behind)} received and not counted yet</State>
          </li>
        )}
        {sources.map((source) => (
          <li key={source.endpoint}>
            <Standing source={source} at={question.at} />
          </li>
        ))}
        {sources.length === 0 && <li class="mute">No source is connected.</li>}
      </ul>
    </Panel>
  );
}

function Standing({ source, at }: { readonly source: Source; readonly at: number }) {
  const { endpoint, lastReceivedAt, usualGapSeconds, silent, openInQuarantine } = source;
  if (lastReceivedAt === null) return <State tone="none">{endpoint} · never heard of</State>;
  const ago = Math.max(0, at - Date.parse(lastReceivedAt)) / 1000;
  const usually = usualGapSeconds === null ? '' : `, usually within ${duration(usualGapSeconds)}`;
  if (silent) {
    return (
      <State tone="stale">
        {endpoint} · silent {exactDuration(ago)}
        {usually}: changes may be missing
      </State>
    );
  }
  if (openInQuarantine > 0) {
    return (
      <State tone="error">
        {endpoint} · {exactDuration(ago)} ago, {count(openInQuarantine)} not understood
      </State>
    );
  }
  return (
    <State tone="ok">
      {endpoint} · {exactDuration(ago)} ago
    </State>
  );
}
