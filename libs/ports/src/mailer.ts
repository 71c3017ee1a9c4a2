/** A mail to one person, complete: what is sent does not depend on anything else. */
export interface Mail {
  /** One address, as `name@host`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets; the same mail sent again has the same one, so that a mailbox can show it once. */
  readonly messageId: string;
  /** Epoch milliseconds. */
  readonly date: number;
  /** null: it is of no list that could be left. */
  readonly list: MailingList | null;
}

/** What the recipient is on, and how they leave it. */
export interface MailingList {
  /** As RFC 2919 wants it, without angle brackets: `weekly.eng-payments.leadline.example.org`. */
  readonly id: string;
  readonly name: string;
  /** Where a POST ends the subscription and a GET asks (RFC 8058). */
  readonly unsubscribeUrl: string;
}

/** What became of a mail handed to a mail server. */
export type MailOutcome =
  /** The server took it over. */
  | { readonly outcome: 'accepted' }
  /** Refused for good (5xx): sending it again would be refused again. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Certainly not sent, and it may be tried again: refused for now (4xx), or no server could be reached. */
  | { readonly outcome: 'deferred'; readonly reason: string }
  /** The connection ended after the content was begun and before the answer: it may have arrived. */
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface Mailer {
  /** Resolves within minutes whatever the server does. One mail, one recipient: no bad address can stop another's mail. */
  send(mail: Mail): Promise<MailOutcome>;
}

/** A mailer that can be tried without sending anything. */
export interface MailServer extends Mailer {
  /** Connects and logs in. null: the server would take mails; else why not. */
  verify(): Promise<string | null>;
}
