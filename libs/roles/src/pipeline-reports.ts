import type { PipelineDeps } from '@leadline/pipeline';
import type { Logger } from './logger.js';

/** Tells the operator what a pipeline could not do, whichever generation it works on. */
export function pipelineReports(logger: Logger): Pick<PipelineDeps, 'onScopeFailure' | 'onStageError'> {
  return {
    onScopeFailure: ({ service, error }) =>
      logger.error({ err: error, service }, 'a service could not be derived; its numbers are stale'),
    onStageError: (stage, error, { topic, partition }) =>
      logger.error({ err: error, stage, topic, partition }, 'a batch could not be processed and is tried again'),
  };
}
