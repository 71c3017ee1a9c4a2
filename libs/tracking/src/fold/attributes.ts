/** Typed reading of attributes whose shapes the event schemas have already checked. */
export type Attributes = Readonly<Record<string, unknown>>;

export const text = (attributes: Attributes, name: string): string | null => {
  const value = attributes[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
};

export const instantMs = (attributes: Attributes, name: string): number | null => {
  const value = attributes[name];
  return typeof value === 'string' ? Date.parse(value) : null;
};

export const truth = (attributes: Attributes, name: string): boolean | null => {
  const value = attributes[name];
  return typeof value === 'boolean' ? value : null;
};

/** A list, or one value standing for a list of one; null: not known or erased. */
export const list = (attributes: Attributes, name: string): string[] | null => {
  const value = attributes[name];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : null;
};
