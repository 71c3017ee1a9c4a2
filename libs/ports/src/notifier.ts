/** Something people are told of, complete: what is sent does not depend on anything else. Texts in it may be a sender's. */
export interface Notice {
  /** The same whenever it is tried again, so that a receiver can drop what it has. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** One line. */
  readonly title: string;
  /** The most urgent first. */
  readonly entries: readonly NoticeEntry[];
  /** How many more there are than entries. */
  readonly more: number;
}

export interface NoticeEntry {
  readonly kind: 'alert' | 'deployment';
  /** opened, escalated or resolved of an alert; started, finished, failed or rolled_back of a deployment. */
  readonly event: string;
  /** One line. */
  readonly headline: string;
  readonly details: readonly { readonly name: string; readonly text: string }[];
  /** In Leadline. */
  readonly url: string;
  /** The same for programs. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What became of a notice. */
export type NoticeOutcome =
  | { readonly outcome: 'accepted' }
  /** For good: trying again would be refused again. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** It was certainly not taken, and may be tried again. */
  | { readonly outcome: 'deferred'; readonly reason: string }
  /** The connection ended after it was begun and before the answer: it may have arrived. */
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface Notifier {
  /** Resolves within minutes whatever the receiver does. */
  notify(notice: Notice): Promise<NoticeOutcome>;
}
