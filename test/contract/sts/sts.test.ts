import {
  AssumeRoleCommand,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { ListClustersCommand, ECSClient } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientOptions, refusal } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

let longshore: TestLongshore;
let sts: STSClient;
const RoleArn = 'arn:aws:iam::222233334444:role/service/web';

beforeAll(async () => {
  longshore = await startTestLongshore();
  sts = new STSClient(clientOptions(longshore));
});
afterAll(() => longshore[Symbol.asyncDispose]());

const withCredentials = (credentials: Credentials | undefined): STSClient =>
  new STSClient(clientOptions(longshore, credentials?.AccessKeyId, credentials?.SessionToken));
const assume = async (RoleSessionName: string): Promise<Credentials | undefined> =>
  (await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }))).Credentials;

test('GetCallerIdentity of an account', async () => {
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    UserId: '111122223333',
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:root',
  });
});

describe('AssumeRole', () => {
  test('gives credentials that stand for the role in its own account', async () => {
    const before = Date.now();
    const { AssumedRoleUser, Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', Tags: [{ Key: 'a', Value: 'b' }] }),
    );
    expect(AssumedRoleUser).toEqual({
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:me$/),
      Arn: 'arn:aws:sts::222233334444:assumed-role/web/me',
    });
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const lasts = (Credentials?.Expiration?.getTime() ?? 0) - before;
    expect(lasts).toBeGreaterThan(3_598_000);
    expect(lasts).toBeLessThan(3_605_000);

    expect(await withCredentials(Credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
      UserId: AssumedRoleUser?.AssumedRoleId,
      Account: '222233334444',
      Arn: 'arn:aws:sts::222233334444:assumed-role/web/me',
    });
    const info = new GetAccessKeyInfoCommand({ AccessKeyId: Credentials?.AccessKeyId });
    expect(await sts.send(info)).toMatchObject({ Account: '222233334444' });
  });

  test('has the id and the longest session of a role that was made', async () => {
    const iam = new IAMClient(clientOptions(longshore, '333344445555'));
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    await iam.send(
      new CreateRoleCommand({ RoleName: 'made', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'made' }));
    const made = { RoleArn: Role?.Arn ?? '', RoleSessionName: 'me' };
    const { AssumedRoleUser } = await sts.send(new AssumeRoleCommand(made));
    expect(AssumedRoleUser?.AssumedRoleId).toBe(`${Role?.RoleId}:me`);
    expect(await refusal(sts.send(new AssumeRoleCommand({ ...made, DurationSeconds: 3601 })))).toEqual({
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      status: 400,
    });
  });

  test.each([
    [
      'bounds of the model',
      { RoleArn: 'x', RoleSessionName: 'a b' },
      'ValidationError',
      "2 validation errors detected: Value 'x' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      'a text that is no ARN',
      { RoleArn: 'the role that I mean', RoleSessionName: 'me' },
      'ValidationError',
      'the role that I mean is invalid',
    ],
    [
      'another kind of ARN',
      { RoleArn: 'arn:aws:iam::222233334444:user/web', RoleSessionName: 'me' },
      'ValidationError',
      'Request ARN is invalid',
    ],
    [
      'a policy that is none',
      { RoleArn, RoleSessionName: 'me', Policy: '{' },
      'MalformedPolicyDocumentException',
      'This policy contains invalid Json',
    ],
    [
      'a tag twice',
      {
        RoleArn,
        RoleSessionName: 'me',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'A', Value: '2' },
        ],
      },
      'InvalidParameterValue',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    ],
  ])('refuses %s', async (_, input, name, message) => {
    expect(await refusal(sts.send(new AssumeRoleCommand(input)))).toEqual({ name, message, status: 400 });
  });

  test('in a chain lasts an hour at most', async () => {
    const client = withCredentials(await assume('first'));
    const input = { RoleArn, RoleSessionName: 'second', DurationSeconds: 3601 };
    expect(await refusal(client.send(new AssumeRoleCommand(input)))).toMatchObject({
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    });
  });
});

describe('session credentials', () => {
  test('are of no use without their token, or with another', async () => {
    const credentials = await assume('me');
    for (const token of [undefined, 'made up']) {
      const client = new STSClient(clientOptions(longshore, credentials?.AccessKeyId, token));
      expect(await refusal(client.send(new GetCallerIdentityCommand({})))).toEqual({
        name: 'InvalidClientTokenId',
        message: 'The security token included in the request is invalid.',
        status: 403,
      });
      const ecs = new ECSClient(clientOptions(longshore, credentials?.AccessKeyId, token));
      expect(await refusal(ecs.send(new ListClustersCommand({})))).toMatchObject({
        name: 'UnrecognizedClientException',
      });
    }
  });

  test('stand for the account of the role with every service', async () => {
    const credentials = await assume('me');
    const options = clientOptions(longshore, credentials?.AccessKeyId, credentials?.SessionToken);
    const { clusterArns } = await new ECSClient(options).send(new ListClustersCommand({}));
    expect(clusterArns).toEqual(['arn:aws:ecs:us-east-1:222233334444:cluster/default']);
  });

  test('of others are the account of the default', async () => {
    const client = new STSClient(clientOptions(longshore, 'ASIAQNZGKIQY56JQ7WML', 'of AWS itself'));
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '000000000000' });
  });
});

test('GetSessionToken stands for the caller, and is not for sessions', async () => {
  const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
  const client = withCredentials(Credentials);
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    UserId: '111122223333',
    Arn: 'arn:aws:iam::111122223333:root',
  });
  expect(await refusal(client.send(new GetSessionTokenCommand({})))).toEqual({
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
    status: 403,
  });
});

test('GetFederationToken', async () => {
  const { Credentials, FederatedUser } = await sts.send(new GetFederationTokenCommand({ Name: 'ann' }));
  expect(FederatedUser).toEqual({
    FederatedUserId: '111122223333:ann',
    Arn: 'arn:aws:sts::111122223333:federated-user/ann',
  });
  expect(await withCredentials(Credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
    UserId: '111122223333:ann',
    Arn: FederatedUser?.Arn,
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  const jwt = (claims: object): string =>
    `${[{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.c2ln`;
  const claims = {
    iss: 'https://issuer.test/x',
    sub: 'somebody',
    aud: 'sts.amazonaws.com',
    exp: 4_000_000_000,
  };
  const call = (WebIdentityToken: string): AssumeRoleWithWebIdentityCommand =>
    new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'me', WebIdentityToken });

  test('gives a session for a token', async () => {
    expect(await sts.send(call(jwt(claims)))).toMatchObject({
      SubjectFromWebIdentityToken: 'somebody',
      Audience: 'sts.amazonaws.com',
      Provider: 'arn:aws:iam::222233334444:oidc-provider/issuer.test/x',
      AssumedRoleUser: { Arn: 'arn:aws:sts::222233334444:assumed-role/web/me' },
    });
  });

  test.each([
    ['no token', 'none at all', 'InvalidIdentityTokenException', /^The ID Token provided is not a valid JWT/],
    [
      'an old one',
      jwt({ ...claims, exp: 1000 }),
      'ExpiredTokenException',
      /^Token expired: current .* 1000$/,
    ],
    ['no subject', jwt({ ...claims, sub: undefined }), 'InvalidIdentityTokenException', /: sub$/],
  ])('refuses %s', async (_, token, name, message) => {
    expect(await refusal(sts.send(call(token)))).toEqual({
      name,
      message: expect.stringMatching(message),
      status: 400,
    });
  });
});

describe('AssumeRoleWithSAML', () => {
  const PrincipalArn = 'arn:aws:iam::222233334444:saml-provider/corp';
  const names = 'https://aws.amazon.com/SAML/Attributes';
  const attribute = (name: string, value: string): string =>
    `<saml:Attribute Name="${names}/${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;
  const response = (end: string, attributes: string): string =>
    Buffer.from(
      `<samlp:Response xmlns:samlp="p" xmlns:saml="a"><saml:Assertion><saml:Issuer>https://idp.test</saml:Issuer>
      <saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ann</saml:NameID>
      <saml:SubjectConfirmation><saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="https://signin.aws.amazon.com/saml"/>
      </saml:SubjectConfirmation></saml:Subject><saml:AttributeStatement>${attributes}</saml:AttributeStatement>
      </saml:Assertion></samlp:Response>`,
    ).toString('base64');
  const later = '2100-01-01T00:00:00Z';
  const offered = attribute('Role', `${RoleArn},${PrincipalArn}`);
  const named = attribute('RoleSessionName', 'ann');
  const call = (SAMLAssertion: string): AssumeRoleWithSAMLCommand =>
    new AssumeRoleWithSAMLCommand({ RoleArn, PrincipalArn, SAMLAssertion });

  test('gives a session for an assertion', async () => {
    const { Credentials, ...answer } = await sts.send(call(response(later, offered + named)));
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: 'arn:aws:sts::222233334444:assumed-role/web/ann' },
      Subject: 'ann',
      SubjectType: 'persistent',
      Issuer: 'https://idp.test',
      Audience: 'https://signin.aws.amazon.com/saml',
    });
    expect(await withCredentials(Credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:sts::222233334444:assumed-role/web/ann',
    });
  });

  test.each([
    ['no assertion', 'PHg+', 'InvalidIdentityTokenException'],
    [
      'entities of its own',
      Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a/>').toString('base64'),
      'InvalidIdentityTokenException',
    ],
    ['an old one', response('2020-01-01T00:00:00Z', offered + named), 'ExpiredTokenException'],
    ['one without a name', response(later, offered), 'InvalidIdentityTokenException'],
    [
      'one for another role',
      response(later, attribute('Role', `${RoleArn}2,${PrincipalArn}`) + named),
      'InvalidIdentityTokenException',
    ],
  ])('refuses %s', async (_, assertion, name) => {
    expect(await refusal(sts.send(call(assertion)))).toMatchObject({ name, status: 400 });
  });
});

test('what cannot be done says so', async () => {
  const decode = new DecodeAuthorizationMessageCommand({ EncodedMessage: 'abc' });
  expect(await refusal(sts.send(decode))).toMatchObject({ name: 'InvalidAuthorizationMessageException' });
});
