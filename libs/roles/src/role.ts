/** What a process does. In scaled mode one each, in embedded mode all of them in one. */
export const roles = ['ingest', 'processor', 'api', 'scheduler'] as const;
export type Role = (typeof roles)[number];
