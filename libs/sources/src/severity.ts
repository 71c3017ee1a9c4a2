/** "SEV1", "Sev-1" and "sev 1" are one severity; every other word stays as it was said, for the catalogue to translate. */
export function severityOf(said: string | undefined): string | undefined {
  const level = /^sev[ -]?(\d)$/i.exec(said ?? '')?.[1];
  return level === undefined ? said : `sev${level}`;
}
