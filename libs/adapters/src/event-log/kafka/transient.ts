/** Whether kafkajs takes what went wrong, or what caused it, for something that another attempt may mend. */
export function isTransient(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('retriable' in cause && cause.retriable === true) return true;
  }
  return false;
}
