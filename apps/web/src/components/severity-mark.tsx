import type { ComponentChildren } from 'preact';
import type { AlertsRaisedQuery } from '../generated/graphql.js';
import { Mark } from './marks.js';

type Severity = AlertsRaisedQuery['alerts']['nodes'][number]['severity'];

/** How urgent an alert is, by shape and colour. */
export function SeverityMark({
  severity,
  children,
}: {
  readonly severity: Severity;
  readonly children: ComponentChildren;
}) {
  const isUrgent = severity === 'PAGE';
  return (
    <Mark shape={isUrgent ? 'failed' : 'waiting'} tone={isUrgent ? 'bad' : 'wait'}>
      {children}
    </Mark>
  );
}
