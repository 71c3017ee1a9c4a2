/** A signal that aborts with any of the given ones. Unlike AbortSignal.any it leaves nothing on them once released. */
export function stopSignal(...signals: readonly AbortSignal[]): { signal: AbortSignal; release: () => void } {
  const stop = new AbortController();
  const abort = () => stop.abort();
  for (const signal of signals) {
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  }
  return {
    signal: stop.signal,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
