import type { Parameters } from '@leadline/metrics';

/** Entities of which something was received at or after an instant. */
export const entitiesReceivedSince = (since: number, bind: Parameters): string =>
  `(SELECT entity FROM events FINAL WHERE received_at >= ${bind.bind('Int64', since)})`;

/**
 * Whether something was received since that may have changed a row of the service: of its deployments, its incidents, or
 * commits and pull requests its deployments depend on. A new catalogue may have changed every row.
 */
export function serviceTouchedSince(since: number, bind: Parameters): string {
  const received = entitiesReceivedSince(since, bind);
  const commits = `(
      SELECT substring(entity, ${'commit:'.length + 1}) FROM events FINAL
      WHERE received_at >= ${bind.bind('Int64', since)} AND startsWith(entity, 'commit:')
      UNION ALL
      SELECT arrayJoin(shas) FROM changes FINAL WHERE entity IN ${received}
    )`;
  return `(service IN (
    SELECT arrayJoin(services) FROM reports FINAL WHERE entity IN ${received}
    UNION ALL
    SELECT arrayJoin(services) FROM incidents FINAL WHERE entity IN ${received}
    UNION ALL
    SELECT substring(mentioned, ${'service:'.length + 1}) FROM mentions FINAL
    WHERE by IN ${received} AND startsWith(mentioned, 'service:')
    UNION ALL
    SELECT service FROM link_index FINAL WHERE sha IN ${commits}
  ) OR (SELECT count() FROM events FINAL WHERE received_at >= ${bind.bind('Int64', since)} AND kind = 'catalogue') > 0)`;
}
