import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ContextEntries, contextKeys } from './context-keys.ts';
import { decide, type Decision, type NamedPolicy, type Policies } from './decide.ts';
import type { Principal } from './principals.ts';

const account = '111122223333';
const user: Principal = { account, arn: `arn:aws:iam::${account}:user/ann`, entityId: 'AIDAANN' };
const session: Principal = {
  account,
  arn: `arn:aws:sts::${account}:assumed-role/web/s`,
  entityArn: `arn:aws:iam::${account}:role/web`,
  entityId: 'AROAWEB',
};

type Fields = Readonly<Record<string, unknown>>;
const policy = (...statements: readonly Fields[]): NamedPolicy => ({
  id: 'p',
  type: 'none',
  text: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const grant = (Action: string, Resource = '*', more: Fields = {}): Fields => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource = '*', more: Fields = {}): Fields => ({
  ...grant(Action, Resource, more),
  Effect: 'Deny',
});
const to = (Principal: unknown): Fields => ({ Principal });

interface Case extends Partial<Policies> {
  readonly principal?: Principal;
  readonly action?: string;
  readonly target?: string;
  readonly entries?: ContextEntries;
}

function weigh({ principal = user, action, target, entries = {}, ...policies }: Case): Decision {
  const request = {
    action: action ?? 's3:GetObject',
    resource: target ?? 'arn:aws:s3:::b/k',
    context: contextKeys(entries),
  };
  return decide(principal, request, { identity: [], resourceAccount: account, ...policies });
}
const effect = (given: Case): string => {
  const decision = weigh(given);
  return decision.effect === 'allow' ? 'allow' : `${decision.effect} by ${decision.by}`;
};

describe('in one account', () => {
  test.each<[string, Case]>([
    ['implicit deny by identity', {}],
    ['allow', { identity: [policy(grant('s3:Get*'))] }],
    ['allow', { identity: [policy(grant('S3:getobject'))] }],
    ['implicit deny by identity', { identity: [policy(grant('s3:Put*'))] }],
    ['implicit deny by identity', { identity: [policy(grant('*', 'arn:aws:s3:::B/*'))] }],
    ['explicit deny by identity', { identity: [policy(grant('*'), deny('s3:*'))] }],
    [
      'allow',
      { identity: [policy({ Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::c/*' })] },
    ],
    ['implicit deny by boundary', { identity: [policy(grant('*'))], boundary: [policy(grant('ecs:*'))] }],
    ['explicit deny by boundary', { identity: [policy(grant('*'))], boundary: [policy(deny('*'))] }],
    ['implicit deny by identity', { boundary: [policy(grant('*'))] }],
    ['implicit deny by session', { identity: [policy(grant('*'))], session: [policy(grant('ecs:*'))] }],
    ['allow', { identity: [policy(grant('*'))], session: [policy(grant('s3:*'))] }],
    ['allow', { identity: 'everything' }],
    ['explicit deny by resource', { identity: 'everything', resource: policy(deny('*', '*', to('*'))) }],
  ])('%s: %j', (expected, given) => {
    expect(effect(given)).toBe(expected);
  });

  test('a policy of the resource that names the user grants alone, beyond his boundary', () => {
    const resource = policy(grant('s3:*', '*', to({ AWS: [user.arn] })));
    expect(effect({ resource })).toBe('allow');
    expect(effect({ resource, boundary: [policy(grant('ecs:*'))] })).toBe('allow');
    expect(effect({ resource, principal: session })).toBe('implicit deny by identity');
  });

  test('one that names the role is bounded for its sessions, one that names the session is not', () => {
    const limits = { principal: session, session: [policy(grant('ecs:*'))] };
    const named = (AWS: string | undefined): NamedPolicy => policy(grant('s3:*', '*', to({ AWS })));
    expect(effect({ principal: session, resource: named(session.entityArn) })).toBe('allow');
    expect(effect({ ...limits, resource: named(session.entityArn) })).toBe('implicit deny by session');
    expect(effect({ ...limits, resource: named(session.arn) })).toBe('allow');
    expect(effect({ principal: session, resource: named('AROAWEB') })).toBe('allow');
  });

  test('one that names the account leaves it to the account', () => {
    const resource = policy(grant('s3:*', '*', to({ AWS: `arn:aws:iam::${account}:root` })));
    expect(effect({ resource })).toBe('implicit deny by identity');
    expect(effect({ resource, resourceDecides: true, identity: [policy(grant('*'))] })).toBe('allow');
  });

  test('where the resource decides, the identity alone is not enough', () => {
    expect(effect({ identity: [policy(grant('*'))], resourceDecides: true })).toBe(
      'implicit deny by resource',
    );
    expect(effect({ identity: 'everything', resourceDecides: true })).toBe('implicit deny by resource');
  });

  test('NotPrincipal spares those that it names', () => {
    const resource = policy(deny('*', '*', { NotPrincipal: { AWS: user.arn } }));
    const identity = [policy(grant('*'))];
    expect(effect({ identity, resource })).toBe('allow');
    expect(effect({ identity, resource, principal: session })).toBe('explicit deny by resource');
  });
});

describe('across accounts', () => {
  const elsewhere = { resourceAccount: '444455556666' };
  const trusting = policy(grant('s3:*', '*', to({ AWS: account })));

  test.each<[string, Case]>([
    ['implicit deny by resource', { identity: [policy(grant('*'))] }],
    ['implicit deny by identity', { resource: trusting }],
    ['implicit deny by identity', { resource: policy(grant('*', '*', to({ AWS: user.arn }))) }],
    ['allow', { identity: [policy(grant('*'))], resource: trusting }],
    ['allow', { identity: 'everything', resource: trusting }],
    ['implicit deny by resource', { identity: 'everything' }],
  ])('%s: %j', (expected, given) => {
    expect(effect({ ...elsewhere, ...given })).toBe(expected);
  });
});

test('services and guests need only be named', () => {
  const service: Principal = { account: 'aws', arn: 'ecs', service: 'ecs-tasks.amazonaws.com' };
  const guest: Principal = { account: 'aws', arn: 'oidc', federated: 'arn:aws:iam::1:oidc-provider/x' };
  const resource = policy(
    grant('*', '*', to({ Service: 'ecs-tasks.amazonaws.com', Federated: guest.federated })),
  );
  expect(effect({ principal: service, resource })).toBe('allow');
  expect(effect({ principal: guest, resource })).toBe('allow');
  expect(effect({ principal: { ...service, service: 'ec2.amazonaws.com' }, resource })).toBe(
    'implicit deny by resource',
  );
});

test('conditions and variables see the request', () => {
  const identity = [
    policy(
      grant('s3:*', 'arn:aws:s3:::home/${aws:username}/*', {
        Condition: { StringEquals: { 's3:prefix': 'x' }, Bool: { 'aws:SecureTransport': 'true' } },
      }),
    ),
  ];
  const entries = { 'aws:username': 'ann', 'S3:Prefix': 'x', 'aws:securetransport': 'true' };
  const target = 'arn:aws:s3:::home/ann/file';
  expect(effect({ identity, entries, target })).toBe('allow');
  expect(effect({ identity, entries: { ...entries, 'aws:username': 'bob' }, target })).toContain('deny');
  expect(effect({ identity, entries: { ...entries, 's3:prefix': 'y' }, target })).toContain('deny');
});

test('the statements that matched are told', () => {
  const identity = [policy(grant('ecs:*'), grant('s3:*')), policy(grant('*'))];
  expect(weigh({ identity }).matched.map(({ statement }) => statement)).toEqual([1, 0]);
});

test('an action without resources is granted only for all', () => {
  const given = { action: 'ecs:ListClusters', target: '*' };
  expect(effect({ ...given, identity: [policy(grant('*', 'arn:aws:ecs:*'))] })).toContain('deny');
  expect(effect({ ...given, identity: [policy(grant('*'))] })).toBe('allow');
});

describe('whatever the policies', () => {
  const words = fc.constantFrom('s3:GetObject', 's3:*', '*', 'ecs:RunTask', 's3:Get?bject', 'S3:get*');
  const resources = fc.constantFrom(
    '*',
    'arn:aws:s3:::b/*',
    'arn:aws:s3:::b/k',
    'arn:aws:s3:::c',
    'arn:aws:s3',
  );
  const conditions = fc.constantFrom<Fields>(
    {},
    { Condition: { StringEquals: { k: 'v' } } },
    { Condition: { StringNotEqualsIfExists: { k: '${x}' } } },
    { Condition: { Null: { k: 'true' } } },
  );
  const principals = fc.constantFrom('*', { AWS: account }, { AWS: user.arn }, { AWS: session.entityArn });
  // Mostly allows: with as many denies hardly anything would be allowed.
  const statement = fc
    .record({
      effect: fc.nat(5).map((n) => n > 0),
      word: words,
      resource: resources,
      condition: conditions,
      who: principals,
    })
    .map(({ effect: isAllow, word, resource, condition, who }) => ({
      bare: (isAllow ? grant : deny)(word, resource, condition),
      named: (isAllow ? grant : deny)(word, resource, { ...condition, Principal: who }),
    }));
  const statements = fc.array(statement, { maxLength: 4 });
  const situation = fc.record({
    mine: statements,
    limits: fc.option(statements),
    session: fc.option(statements),
    theirs: fc.option(statements),
    who: fc.constantFrom(user, session),
    where: fc.constantFrom(account, '444455556666'),
    k: fc.option(fc.constantFrom('v', 'w')),
    decides: fc.boolean(),
  });
  type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

  const caseOf = (given: Situation): Case => ({
    principal: given.who,
    resourceAccount: given.where,
    resourceDecides: given.decides,
    identity: [policy(...given.mine.map(({ bare }) => bare))],
    ...(given.limits && { boundary: [policy(...given.limits.map(({ bare }) => bare))] }),
    ...(given.session && { session: [policy(...given.session.map(({ bare }) => bare))] }),
    ...(given.theirs && { resource: policy(...given.theirs.map(({ named }) => named)) }),
    entries: { k: given.k ?? undefined },
  });
  const denyAll = { bare: deny('*'), named: deny('*', '*', to('*')) };
  const allowAll = { bare: grant('*'), named: grant('*', '*', to('*')) };

  test('a deny always wins, wherever it stands', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom('mine', 'limits', 'session', 'theirs'), (given, place) => {
        const denied = { ...given, [place]: [...(given[place] ?? []), denyAll] };
        expect(effect(caseOf(denied))).toContain('explicit deny');
      }),
    );
  });

  test('one more Allow never takes a permission away', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom('mine', 'theirs'), statement, (given, place, more) => {
        fc.pre(effect(caseOf(given)) === 'allow');
        fc.pre(more.bare['Effect'] === 'Allow');
        expect(effect(caseOf({ ...given, [place]: [...(given[place] ?? []), more] }))).toBe('allow');
      }),
      { maxSkipsPerRun: 300 },
    );
  });

  test('a limit never gives one', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom('limits', 'session'), statements, (given, place, more) => {
        fc.pre(effect(caseOf({ ...given, [place]: null })) !== 'allow');
        expect(effect(caseOf({ ...given, [place]: [...more, allowAll] }))).not.toBe('allow');
      }),
    );
  });

  test('what nothing allows is denied', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const only = (list: Situation['theirs']): Situation['mine'] =>
          (list ?? []).filter(({ bare }) => bare['Effect'] === 'Deny');
        expect(effect(caseOf({ ...given, mine: only(given.mine), theirs: only(given.theirs) }))).toContain(
          'deny',
        );
      }),
    );
  });
});
