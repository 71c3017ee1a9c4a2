import { type ExitCode, exitCodes } from './exit-codes.js';

export type FailureKind = 'failed' | 'usage' | 'unreachable' | 'refused' | 'interrupted';

/** Ends a command with a message a person can act upon, and the exit code of its kind. */
export class Failure extends Error {
  /**
   * @param message What is wrong, and where.
   * @param fix What to do about it: lines of their own.
   */
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly fix: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Failure';
  }

  get exitCode(): ExitCode {
    switch (this.kind) {
      case 'failed':
        return exitCodes.failed;
      case 'usage':
        return exitCodes.usage;
      case 'unreachable':
        return exitCodes.unreachable;
      case 'refused':
        return exitCodes.refused;
      case 'interrupted':
        return exitCodes.interrupted;
    }
  }
}

/** `ENOENT` and the like, of errors that have one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
