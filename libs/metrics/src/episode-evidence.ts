import { failuresOf } from './deployments/left-out.js';
import type { EvidenceItem, LeftOutReason } from './evidence/evidence-item.js';
import { evidenceOfWhole, type EvidentRow, leftOut, sampleItem } from './evidence/evidence-rule.js';
import { type PointReference, queryOfPoint } from './evidence/point-reference.js';
import { failedDeploymentIn, failure, type FailureCells, recoveryStartOf, sampleOf } from './failure-cells.js';
import { type Episode, incidentsOf, recoveryEpisodes } from './recovery-episodes.js';

type FailureRow = EvidentRow<FailureCells>;

/**
 * Evidence of recovery: of each episode that opened in the window the deployment that began it stands for it; the others
 * say so. Every failed deployment of the scope is read: an episode may begin with one that lies before the window.
 */
export const episodeEvidence = evidenceOfWhole<FailureCells>({
  made: 'survival',
  of: () => ({
    counted: 'is_counted AND is_failed',
    among: 'is_failed',
    cell: failure,
    reasons: [
      ['excluded_by_person', `state.verdict = 'excluded'`],
      ['redeploy', `state.kind = 'redeploy'`],
      ['rollback', `state.kind = 'rollback'`],
      ['config', `state.kind = 'config'`],
      ['flag', `state.kind = 'flag'`],
    ],
    failures: failuresOf,
  }),
  assemble: episodeItems,
});

function episodeItems(rows: readonly FailureRow[], point: PointReference): readonly EvidenceItem[] {
  const { window, options } = point;
  const counted = rows.filter(({ isCounted }) => isCounted);
  const episodes = recoveryEpisodes(
    counted.map(({ cell }) => failedDeploymentIn(cell)),
    recoveryStartOf(options),
  );
  const episodeOf = new Map(episodes.flatMap((episode) => episode.failures.map(({ key }) => [key, episode] as const)));
  const leader = new Map<Episode, string>();
  for (const { cell } of [...counted].sort((a, b) => a.cell[1] - b.cell[1] || a.cell[2] - b.cell[2])) {
    const episode = episodeOf.get(cell[0]);
    if (episode && !leader.has(episode)) leader.set(episode, cell[0]);
  }
  return rows.flatMap((row) => {
    const episode = row.isCounted ? episodeOf.get(row.cell[0]) : undefined;
    if (!episode) return row.isNear && row.reason !== null ? [leftOut(row, row.reason)] : [];
    const without = (reason: LeftOutReason): EvidenceItem => ({ ...leftOut(row, reason), ...timesOf(episode) });
    const opensInside = episode.opens >= window.from && episode.opens < window.to;
    if (!opensInside) return row.isNear ? [without('outside_window')] : [];
    if (leader.get(episode) !== row.cell[0]) return [without('same_episode')];
    const sample = sampleOf(episode, queryOfPoint(point));
    return [
      sample === null ? without('negative_duration') : { ...sampleItem(row, sample.seconds), ...timesOf(episode) },
    ];
  });
}

const timesOf = (episode: Episode) => ({
  opensAt: episode.opens,
  closesAt: episode.closes,
  incidents: incidentsOf(episode),
});
