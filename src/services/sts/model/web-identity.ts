import { missingClaim, notAToken } from '../errors.ts';

/** What a token of an OpenID Connect provider says. */
export interface WebIdentity {
  readonly subject: string;
  readonly audience: string;
  /** `accounts.example.com/path` */
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly expiry: number;
  /** By condition key: `accounts.example.com:sub`. */
  readonly claims: Readonly<Record<string, string>>;
}

type Claims = Readonly<Record<string, unknown>>;

/** Reads a token; it must have the claims that AWS asks for. Its signature is not checked. */
export function readToken(token: string): WebIdentity {
  const parts = token.split('.');
  const [head, claims] = parts.slice(0, 2).map(jsonObject);
  if (parts.length !== 3 || head === undefined || claims === undefined) throw notAToken();
  const [subject, url] = [claim(claims, 'sub'), claim(claims, 'iss')];
  const audience = typeof claims['azp'] === 'string' ? claims['azp'] : claim(claims, 'aud');
  const expiry = claims['exp'];
  if (typeof expiry !== 'number') throw missingClaim('exp');
  const issuer = url.replace(/^https:\/\//, '');
  return {
    subject,
    audience,
    issuer,
    expiry,
    claims: {
      [`${issuer}:sub`]: subject,
      [`${issuer}:aud`]: audience,
      ...(typeof claims['azp'] === 'string' && { [`${issuer}:oaud`]: claim(claims, 'aud') }),
    },
  };
}

function jsonObject(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}

function claim(claims: Claims, name: string): string {
  const value = claims[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string' || first === '') throw missingClaim(name);
  return first;
}
