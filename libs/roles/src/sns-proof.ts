import type { SnsSettings } from '@leadline/config';
import type { HookProof } from '@leadline/pipeline';
import { isSignedBy, isSnsAddress, readSnsMessage, type SnsMessage, snsKeyOf } from '@leadline/sources';
import type { Logger } from './logger.js';

/** Text at an address; throws where there is none. */
export type ReadAddress = (address: string) => Promise<string>;

export interface SnsProofDeps {
  readonly read: ReadAddress;
  readonly logger: Logger;
}

/** Certificates change about once a year, per region. */
const MOST_CERTIFICATES = 32;

/**
 * Lets in what Amazon SNS signed, of the topics that were named. Certificates are those of the configuration, and where
 * that allows it those on Amazon's own hosts, each read when the first message names it and kept in memory. Nothing is
 * read at start, nothing for a request whose token is wrong, and nothing from any other host.
 */
export function snsProof(endpoint: string, settings: SnsSettings, { read, logger }: SnsProofDeps): HookProof {
  const fetched = new Map<string, string>();

  /** undefined: it could not be had now. */
  async function certificateAt(address: string): Promise<string | undefined> {
    const known = fetched.get(address);
    if (known !== undefined) return known;
    try {
      const pem = await read(address);
      // A page that says sorry is no certificate for ever: SNS gives up what is refused, and tries again what is not.
      if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('what stands there is no certificate');
      if (fetched.size >= MOST_CERTIFICATES) fetched.clear();
      fetched.set(address, pem);
      return pem;
    } catch (error) {
      logger.warn({ endpoint, address, reason: reasonOf(error) }, 'the certificate of Amazon SNS could not be read');
      return undefined;
    }
  }

  const vouches = (pem: string, message: SnsMessage, now: number): boolean => {
    const key = snsKeyOf(pem, now);
    return key !== null && isSignedBy(message, key);
  };

  async function confirm({ topic, subscribeUrl }: SnsMessage): Promise<void> {
    if (subscribeUrl === null) return;
    try {
      await read(subscribeUrl);
      logger.info({ endpoint, topic }, 'confirmed the subscription of Amazon SNS');
    } catch (error) {
      logger.warn(
        { endpoint, topic, reason: reasonOf(error) },
        'the subscription of Amazon SNS could not be confirmed',
      );
    }
  }

  return {
    async verify({ body }, now) {
      const message = readSnsMessage(body);
      if (message === null) return 'refused';
      if (settings.topics.length > 0 && !settings.topics.includes(message.topic)) return 'refused';
      if (settings.certificates.some((pem) => vouches(pem, message, now))) return 'proven';
      if (!settings.fetchCertificates) return 'refused';
      const pem = await certificateAt(message.certificateUrl);
      if (pem === undefined) return 'unavailable';
      return vouches(pem, message, now) ? 'proven' : 'refused';
    },
    async accepted({ body }) {
      const message = readSnsMessage(body);
      if (message?.type !== 'SubscriptionConfirmation') return;
      if (settings.confirm) await confirm(message);
      else logger.warn({ endpoint, topic: message.topic, open: message.subscribeUrl }, 'Amazon SNS asks to confirm');
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown reason');

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 64 * 1024;

/** Reads an address of Amazon SNS: no other host, no redirect, no proxy of somebody's choosing, 64 KiB at most. */
export const readSnsAddress: ReadAddress = async (address) => {
  if (!isSnsAddress(address)) throw new Error('it is no address of Amazon SNS');
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`it was answered ${answer.status}`);
  const text = await answer.text();
  if (text.length > MOST_BYTES) throw new Error('the answer is too long');
  return text;
};
