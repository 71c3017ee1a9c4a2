export const SECRET_PREFIX = 'LEADLINE_SECRET_';

/** The variable an endpoint takes its secrets from: "payments-alerts" → LEADLINE_SECRET_PAYMENTS_ALERTS. */
export function secretVariable(endpoint: string): string {
  return SECRET_PREFIX + endpoint.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}
