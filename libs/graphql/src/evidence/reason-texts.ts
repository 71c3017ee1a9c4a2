import type { LeftOutReason } from '@leadline/metrics';

/** Why something was left out, in words for people. */
export const reasonTexts: Record<LeftOutReason, string> = {
  not_production: 'Its environment is not of tier production.',
  outside_window: 'It lies outside the window.',
  in_progress: 'It is still in progress.',
  cancelled: 'It was cancelled.',
  not_exposed: 'It failed before it reached users.',
  exposure_unknown: 'It failed, and its source does not tell whether it reached users (option assumeExposed).',
  excluded_by_person: 'A person excluded it.',
  redeploy: 'It brought what was live already (option countRedeploys).',
  rollback: 'It is a rollback (option countRollbacks).',
  config: 'It changed the configuration alone (option countConfig).',
  flag: 'It is a change of a feature flag (option countFlags).',
  fix_only: 'It is a hotfix (option excludeFixOnly).',
  planned: 'It was planned: nobody had to do it again.',
  marked_ok: 'Something says that it failed, and a person said that it did not.',
  failed_rollout: 'It failed, and brought nothing into production.',
  no_baseline: 'It shares no commit with what was deployed before (option firstDeployment).',
  nothing_new: 'It brought nothing that was not deployed before.',
  commits_unknown: 'The deployed commit, or commits on the way to it, are not known.',
  bot: 'An automaton wrote it (option includeBots).',
  merge_commit: 'It is a merge commit (option includeMergeCommits).',
  same_patch: 'Its patch was deployed before, or is there twice (option identity).',
  negative_duration: 'It ends before it begins, by more than clocks may differ (option clockSkewToleranceS).',
  same_episode: 'It shares an episode with another failed deployment, which stands for both.',
};
