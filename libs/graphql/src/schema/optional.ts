/** Options of a field or argument that may be null. */
export const optional = (description: string) => ({ nullable: true, description }) as const;

/** The members that are given: absent and null ones say nothing. */
export function given<T extends object>(input: T | null | undefined): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
