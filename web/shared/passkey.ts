import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { PasskeyRequest } from '../../contract/sign-in.ts';

/** Whether this browser knows passkeys at all. */
export const hasPasskeys = browserSupportsWebAuthn;

interface Signed {
  challengeId: string;
  response: {
    id: string;
    rawId: string;
    type: 'public-key';
    response: Record<string, unknown>;
    [more: string]: unknown;
  };
}

/** The customer closed the browser's own question, or had no passkey for it. */
export class PasskeyNotUsed extends Error {
  override readonly name = 'PasskeyNotUsed';
}

/** Asks the browser for a signature. @throws PasskeyNotUsed */
export async function signWithPasskey({ challengeId, options }: PasskeyRequest): Promise<Signed> {
  try {
    const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
    const signed = await startAuthentication({ optionsJSON });
    return { challengeId, response: signed as unknown as Signed['response'] };
  } catch (error) {
    throw new PasskeyNotUsed('no signature', { cause: error });
  }
}

/** Asks the browser to make a passkey. @throws PasskeyNotUsed */
export async function makePasskey({ challengeId, options }: PasskeyRequest): Promise<Signed> {
  try {
    const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
    const made = await startRegistration({ optionsJSON });
    return { challengeId, response: made as unknown as Signed['response'] };
  } catch (error) {
    throw new PasskeyNotUsed('none was made', { cause: error });
  }
}
