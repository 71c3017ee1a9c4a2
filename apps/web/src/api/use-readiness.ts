import { useEffect, useState } from 'preact/hooks';

/** How far Leadline is behind what it has received; null: not known. */
export interface Readiness {
  readonly behind: number;
}

const INTERVAL_MS = 30_000;

/** Follows `/readyz`: the one thing the dashboard asks that is no metric, and so is not in GraphQL. */
export function useReadiness(): Readiness | null {
  const [readiness, setReadiness] = useState<Readiness | null>(null);
  useEffect(() => {
    const calledOff = new AbortController();
    const look = (): void => {
      read(calledOff.signal).then(setReadiness, () => undefined);
    };
    look();
    const timer = setInterval(look, INTERVAL_MS);
    return () => {
      calledOff.abort();
      clearInterval(timer);
    };
  }, []);
  return readiness;
}

async function read(signal: AbortSignal): Promise<Readiness | null> {
  const body: unknown = await (await fetch('/readyz', { signal })).json();
  if (typeof body !== 'object' || body === null || !('stages' in body) || !Array.isArray(body.stages)) return null;
  const behind = body.stages.map((stage: unknown) => behindOf(stage));
  return { behind: Math.max(0, ...behind) };
}

function behindOf(stage: unknown): number {
  if (typeof stage !== 'object' || stage === null || !('behind' in stage)) return 0;
  return typeof stage.behind === 'number' ? stage.behind : 0;
}
