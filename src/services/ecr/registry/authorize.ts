import type { IncomingMessage } from 'node:http';
import { scopeInHost } from '../model/address.ts';
import type { RegistryScope } from '../model/tables.ts';
import { type Answer, refusal } from './answers.ts';
import type { TokenHolder, Tokens } from './tokens.ts';

export type Admission =
  | { readonly kind: 'admitted'; readonly scope: RegistryScope; readonly holder: TokenHolder | undefined }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** The query parameter by which a URL of GetDownloadUrlForLayer carries its right. */
export const urlToken = 'X-Longshore-Token';

/**
 * Lets in who has a token of GetAuthorizationToken, to push and to pull alike, as AWS does; what
 * he may beyond that, policies say. The registry
 * that is meant is the one that the host name states; under a plain address it is the token's own.
 */
export function admit(request: IncomingMessage, query: URLSearchParams, tokens: Tokens): Admission {
  const host = request.headers.host ?? '';
  const password =
    passwordIn(request.headers.authorization) ??
    (request.method === 'GET' || request.method === 'HEAD' ? query.get(urlToken) : null);
  if (password === null) return refused(challenge(host, 'authentication required'));
  const verdict = tokens.check(password);
  switch (verdict.kind) {
    case 'valid':
      return { kind: 'admitted', scope: scopeInHost(host) ?? verdict.scope, holder: verdict.holder };
    case 'expired':
      return refused(
        refusal(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.'),
      );
    case 'invalid':
      return refused(challenge(host, 'the password is no authorization token of this registry'));
  }
}

const refused = (answer: Answer): Admission => ({ kind: 'refused', answer });

function challenge(host: string, message: string): Answer {
  return refusal(401, 'UNAUTHORIZED', message, {
    'www-authenticate': `Basic realm="http://${host}/",service="ecr.amazonaws.com"`,
  });
}

/** The password of user `AWS`; of any other user nothing is believed. */
function passwordIn(header: string | undefined): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/_=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const [, user, password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return user === 'AWS' ? password : '';
}
