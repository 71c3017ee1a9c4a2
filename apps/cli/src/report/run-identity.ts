import type { Io } from '../io.js';

/** The run of a CI system this command is part of. */
export interface PipelineRun {
  /** The same in every attempt, e.g. "github-actions/123". */
  readonly run: string;
  /** Unique to this attempt. */
  readonly attempt: string;
}

interface CiSystem {
  readonly name: string;
  readonly run: readonly string[];
  readonly attempt?: string;
}

/** Variables by which CI systems name a run; every one of `run` must be set. */
const systems: readonly CiSystem[] = [
  // https://docs.github.com/en/actions/reference/workflows-and-actions/variables
  { name: 'github-actions', run: ['GITHUB_REPOSITORY', 'GITHUB_RUN_ID'], attempt: 'GITHUB_RUN_ATTEMPT' },
  // https://docs.gitlab.com/ci/variables/predefined_variables/
  { name: 'gitlab', run: ['CI_PROJECT_PATH', 'CI_PIPELINE_ID'], attempt: 'CI_JOB_ID' },
  // https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables
  { name: 'jenkins', run: ['JENKINS_URL', 'BUILD_TAG'] },
  // https://circleci.com/docs/reference/variables/
  { name: 'circleci', run: ['CIRCLE_WORKFLOW_ID'], attempt: 'CIRCLE_BUILD_NUM' },
  // https://buildkite.com/docs/pipelines/configure/environment-variables
  { name: 'buildkite', run: ['BUILDKITE_BUILD_ID'], attempt: 'BUILDKITE_RETRY_COUNT' },
  // https://learn.microsoft.com/azure/devops/pipelines/build/variables
  { name: 'azure', run: ['SYSTEM_COLLECTIONURI', 'BUILD_BUILDID'], attempt: 'SYSTEM_JOBATTEMPT' },
];

export function pipelineRun(env: Io['env']): PipelineRun | undefined {
  for (const { name, run, attempt } of systems) {
    const values = run.map((variable) => env[variable]?.trim() ?? '');
    if (values.includes('')) continue;
    const id = [name, ...values].join('/');
    return { run: id, attempt: `${id}/${(attempt && env[attempt]?.trim()) || '1'}` };
  }
  return undefined;
}
