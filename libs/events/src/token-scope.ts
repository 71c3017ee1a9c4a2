/** What a token may be allowed to do; `admin` includes everything. Configuration names them, the server asks for them. */
export const tokenScopes = ['events:write', 'corrections:write', 'metrics:read', 'deliveries:read', 'admin'] as const;
export type TokenScope = (typeof tokenScopes)[number];
