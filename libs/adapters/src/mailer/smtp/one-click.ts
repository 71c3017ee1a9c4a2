const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** One click takes HTTPS (RFC 8058 §3.1), but for a machine that speaks to itself. */
export function canUnsubscribeByOneClick(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || loopback.test(hostname);
}
