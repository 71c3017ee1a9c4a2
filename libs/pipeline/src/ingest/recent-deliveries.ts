/** Delivery ids seen lately, for the hint `duplicate`: what counts once is decided downstream, by event ids. */
export interface RecentDeliveries {
  has(endpoint: string, id: string): boolean;
  add(endpoint: string, id: string): void;
}

/** Remembers the last `capacity` ids, across endpoints; forgets the oldest. */
export function recentDeliveries(capacity = 50_000): RecentDeliveries {
  const seen = new Set<string>();
  const key = (endpoint: string, id: string): string => `${endpoint}/${id}`;
  return {
    has: (endpoint, id) => seen.has(key(endpoint, id)),
    add(endpoint, id) {
      const entry = key(endpoint, id);
      seen.delete(entry);
      seen.add(entry);
      for (const oldest of seen) {
        if (seen.size <= capacity) break;
        seen.delete(oldest);
      }
    },
  };
}
