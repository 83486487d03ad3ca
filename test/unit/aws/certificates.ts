/** Certificates made for a test: a root that nobody trusts, an intermediate, and leaves for one host. */

import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

export interface Made {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface Wanted {
  readonly name: string;
  readonly by?: Made;
  readonly isAuthority?: boolean;
  /** In days from now. */
  readonly from?: number;
  readonly to?: number;
  /** A name or an address. */
  readonly host?: string;
}

export async function makeCertificate({
  name,
  by,
  isAuthority = false,
  from = -1,
  to = 1,
  host,
}: Wanted): Promise<Made> {
  x509.cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: by === undefined ? `CN=${name}` : by.certificate.subject,
    notBefore: new Date(Date.now() + from * DAY),
    notAfter: new Date(Date.now() + to * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(host === undefined
        ? []
        : [new x509.SubjectAlternativeNameExtension([{ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }])]),
    ],
  });
  return { certificate, keys };
}

/** For a TLS server: the leaf first, then what is sent with it. */
export async function serverOptions(leaf: Made, ...chain: readonly Made[]): Promise<{ key: string; cert: string }> {
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leaf.keys.privateKey));
  return {
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    cert: [leaf, ...chain].map(({ certificate }) => certificate.toString('pem')).join('\n'),
  };
}
