import type { SentMail } from '@leadline/insights';
import type { DigestLedger } from './digest-ledger.js';

/** Weekly mails that a mail server took, of every list, by when it did. */
export function mailsAccepted({ weeks }: DigestLedger): SentMail[] {
  return [...weeks.values()].flatMap((mails) =>
    [...mails.values()]
      .flat()
      .flatMap(({ claim, settlement }) =>
        settlement?.outcome === 'accepted' ? [{ list: claim.list, at: Date.parse(settlement.at) }] : [],
      ),
  );
}
