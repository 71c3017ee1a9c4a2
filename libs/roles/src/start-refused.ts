import { formatProblem, type Problem } from '@leadline/config';

/** The configuration does not allow to start: every problem, one a line. */
export class StartRefused extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'StartRefused';
  }
}
