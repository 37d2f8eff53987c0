/** What an Authorization header of AWS's schemes says, in parts. */
export interface AuthorizationHeader {
  /** `AWS4-HMAC-SHA256` */
  readonly scheme: string;
  /** `Credential`, `SignedHeaders`, `Signature`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** A part that is no pair. */
  readonly stray?: string;
  /** A parameter that is there twice. */
  readonly repeated?: string;
}

/**
 * Takes an Authorization header apart. Both who finds the caller and who checks the signature read it by this:
 * whoever read another of two credentials would let one in for the other.
 */
export function readAuthorization(authorization: string): AuthorizationHeader {
  const [scheme = '', rest = ''] = authorization.trim().split(/\s+(.*)/s, 2);
  const parameters = new Map<string, string>();
  for (const part of rest.split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const equals = text.indexOf('=');
    if (equals < 0) return { scheme, parameters, stray: text };
    const name = text.slice(0, equals);
    if (parameters.has(name)) return { scheme, parameters, repeated: name };
    parameters.set(name, text.slice(equals + 1));
  }
  return { scheme, parameters };
}
