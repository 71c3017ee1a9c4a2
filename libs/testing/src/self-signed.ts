import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A certificate that vouches for its own key, made for one test. */
export interface SelfSigned {
  readonly pem: string;
  readonly privateKey: KeyObject;
}

/** One element of DER (X.690): tag, length, content. */
function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.concat(content);
  const { length } = bytes;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}

const sequence = (...content: readonly Uint8Array[]): Uint8Array => element(0x30, ...content);
const integer = (value: number): Uint8Array => element(0x02, Buffer.from([value]));
const bits = (bytes: Uint8Array): Uint8Array => element(0x03, Buffer.from([0]), bytes);
/** sha256WithRSAEncryption and commonName, as object identifiers. */
const algorithm = sequence(element(0x06, Buffer.from('2a864886f70d01010b', 'hex')), element(0x05));
const named = (name: string): Uint8Array =>
  sequence(element(0x31, sequence(element(0x06, Buffer.from('550403', 'hex')), element(0x0c, Buffer.from(name)))));
/** GeneralizedTime, "20260302100000Z". */
const time = (at: number): Uint8Array =>
  element(0x18, Buffer.from(`${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`));

/** An X.509 certificate of a new RSA key, valid in [from, until] (epoch milliseconds). */
export function selfSigned(name: string, from: number, until: number): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const version = element(0xa0, integer(2));
  const validity = sequence(time(from), time(until));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const signed = sequence(version, integer(1), algorithm, named(name), validity, named(name), key);
  const certificate = sequence(signed, algorithm, bits(sign('sha256', signed, privateKey)));
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return { pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`, privateKey };
}
