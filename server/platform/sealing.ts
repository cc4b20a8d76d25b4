import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts what must be read again, such as an authenticator's secret, under a key that is not in the database. */
export interface Sealing {
  /** @param context what it belongs to, such as a row's id: sealed text moved elsewhere does not open */
  seal(text: string, context: string): Buffer;
  /** Throws when it was changed, moved, or sealed under another key. */
  open(sealed: Buffer, context: string): string;
}

const version = 1;
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM under a key derived for one purpose. Layout: version (1 byte), nonce (12), tag (16), ciphertext.
 * @param key of the configuration, 32 bytes or more
 * @param purpose keeps the keys of different uses apart
 */
export function createSealing(key: Buffer, purpose: string): Sealing {
  const derived = createSecretKey(
    Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `upay.sealing.${purpose}`, 32)),
  );
  return {
    seal(text, context) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', derived, nonce, { authTagLength: tagLength });
      cipher.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, context) {
      if (sealed[0] !== version || sealed.length < 1 + nonceLength + tagLength)
        throw new Error('this is nothing that was sealed here');
      const nonce = sealed.subarray(1, 1 + nonceLength);
      const tag = sealed.subarray(1 + nonceLength, 1 + nonceLength + tagLength);
      const decipher = createDecipheriv('aes-256-gcm', derived, nonce, { authTagLength: tagLength });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(tag);
      return (
        decipher.update(sealed.subarray(1 + nonceLength + tagLength)).toString('utf8') +
        decipher.final('utf8')
      );
    },
  };
}
