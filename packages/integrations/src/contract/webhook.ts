/** A webhook as it came, before anything is believed. `header` looks names up in lower case. */
export interface WebhookRequest {
  header(name: string): string | undefined;
  /** The bytes as sent: signatures cover these and nothing else. */
  body: Buffer;
  /** Receipt, milliseconds since 1970. */
  receivedAtMs: number;
}

/** What the receiving connection accepts as proof. */
export interface AcceptedProof {
  /** Any may match: a replaced secret stays valid for an overlap. */
  secrets: readonly string[];
  /** The unguessable key in the path is proof enough when nothing is signed (product page §5.3). */
  pathKeyAlone: boolean;
}

export type Verdict =
  | { ok: true; scheme: 'signature' | 'plain-signature' | 'secret-key' | 'token' | 'path-key' }
  | { ok: false; reason: 'missing' | 'stale' | 'mismatch' };

/** The body is JSON but not what its provider sends. `issues` name the places. */
export class BadBody extends Error {
  readonly issues: { path: string; message: string }[];

  constructor(issues: { path: string; message: string }[]) {
    super('the body does not have the shape of this webhook');
    this.name = 'BadBody';
    this.issues = issues;
  }
}
