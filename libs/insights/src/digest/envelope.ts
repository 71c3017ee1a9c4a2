/** What a mail says of itself, beside what it tells. */
export interface DigestEnvelope {
  /** Why it came: "Mondays at 07:30, Europe/Berlin". */
  readonly schedule: string;
  /** Where this recipient leaves the list; null: it is shown to somebody who is on none. */
  readonly unsubscribeUrl: string | null;
}
