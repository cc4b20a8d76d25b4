import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
/** The little of CBOR that WebAuthn takes: small integers, bytes and text up to 64 kB, maps. */
function cbor(value: number | Buffer | string | Map<number | string, unknown>): Buffer {
  const head = (major: number, length: number) => {
    if (length < 24) return Buffer.of((major << 5) | length);
    return length < 256
      ? Buffer.of((major << 5) | 24, length)
      : Buffer.of((major << 5) | 25, length >> 8, length & 255);
  };
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, held]) => [cbor(key), cbor(held as Buffer)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

interface PasskeyRequest {
  challengeId: string;
  options: Record<string, unknown>;
}

/** An authenticator with one passkey, whose user always agrees. @param origin of the page that asks */
export function createPasskey(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const rpIdHash = sha256(new URL(origin).hostname);
  let counter = 0;
  const clientData = (type: string, { options }: PasskeyRequest) =>
    Buffer.from(JSON.stringify({ type, challenge: options.challenge, origin, crossOrigin: false }));
  const answer = ({ challengeId }: PasskeyRequest, response: Record<string, Buffer>) => ({
    challengeId,
    response: {
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(
        Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]),
      ),
    },
  });
  /** User present and verified; `made`: with the credential itself. */
  const authenticatorData = (made?: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter++);
    return Buffer.concat([rpIdHash, Buffer.of(made ? 0x45 : 0x05), count, made ?? Buffer.alloc(0)]);
  };
  return {
    make(request: PasskeyRequest) {
      const key = new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const made = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cbor(key)]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authenticatorData(made)],
      ]);
      return answer(request, {
        clientDataJSON: clientData('webauthn.create', request),
        attestationObject: cbor(attestation),
      });
    },
    sign(request: PasskeyRequest) {
      const clientDataJSON = clientData('webauthn.get', request);
      const data = authenticatorData();
      const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), privateKey);
      return answer(request, { clientDataJSON, authenticatorData: data, signature });
    },
  };
}
