import { expect, test } from 'vitest';
import { startTestLongshore } from '../../support/longshore.ts';
import { send, signed } from '../wire/http.ts';

const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
const jwt = [
  '{"alg":"none"}',
  '{"iss":"https://id.example","sub":"s","aud":"a","exp":4102444800,"iat":1}',
  'x',
]
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');
const RoleArn = 'arn:aws:iam::111122223333:role/web';
const calls: readonly Readonly<Record<string, string>>[] = [
  { Action: 'AssumeRole', RoleArn, RoleSessionName: 'me' },
  { Action: 'AssumeRoleWithWebIdentity', RoleArn, RoleSessionName: 'me', WebIdentityToken: jwt },
  { Action: 'GetSessionToken' },
  { Action: 'GetFederationToken', Name: 'me', Policy: JSON.stringify({ Version: '2012-10-17', Statement }) },
];

test('a session’s token is as long as it is asked to be, and good', async () => {
  await using longshore = await startTestLongshore();
  const { endpoint } = longshore.longshore;
  const ask = async (call: Readonly<Record<string, string>>, more: object) => {
    const body = String(new URLSearchParams({ Version: '2011-06-15', ...call, ...more }));
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signed('sts') };
    return (await send(endpoint, { method: 'POST', headers, body })).body;
  };
  for (const call of calls) {
    for (const size of [0, 300, 4096]) {
      const answer = await ask(call, { MinimumSessionTokenSize: String(size) });
      const [, token = ''] = /<SessionToken>([^<]+)</.exec(answer) ?? [];
      expect(token.length, `${call['Action']} ${size}: ${answer}`).toBeGreaterThanOrEqual(
        Math.max(size, 200),
      );
      const [, id = ''] = /<AccessKeyId>([^<]+)</.exec(answer) ?? [];
      const authorization = signed('sts').authorization.replace('111122223333', id);
      const own = await send(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization,
          'x-amz-security-token': token,
        },
        body: 'Action=GetCallerIdentity&Version=2011-06-15',
      });
      expect(own.status, own.body).toBe(200);
    }
    expect(await ask(call, { MinimumSessionTokenSize: '4097' })).toContain('<Code>ValidationError</Code>');
  }
  // An access token of OAuth 2.0 is another thing than the token of OpenID Connect that is read here.
  expect(await ask(calls[1] ?? {}, { ProviderId: 'www.amazon.com' })).toContain(
    'ProviderId is not implemented by this version of Longshore.',
  );
});
