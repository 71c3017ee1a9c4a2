/** A mail server to hand mails to. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** implicit: from the first byte; starttls: before anything that matters, or nothing is sent; off: never. */
  readonly tls: 'implicit' | 'starttls' | 'off';
  readonly auth: { readonly user: string; readonly pass: string } | null;
  /** Certificate authorities beside the usual ones, PEM. */
  readonly ca?: string | undefined;
}
