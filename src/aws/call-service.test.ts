import { describe, expect, test } from 'vitest';
import { countingIds } from '../kernel/ids.ts';
import { AwsError } from './aws-error.ts';
import { callService, type RoleAuthority } from './call-service.ts';
import { ecsContract } from './contract/ecs.gen.ts';
import type { RequestContext, Service } from './service.ts';

const scope = { partition: 'aws', region: 'us-east-1', account: '111122223333' };
const arn = 'arn:aws:iam::444455556666:role/service/starter';
const rule = { arn: 'arn:aws:events:us-east-1:444455556666:rule/nightly', account: '444455556666' };
const { signal } = new AbortController();

function recorded() {
  const calls: RequestContext[] = [];
  const asked: RequestContext[] = [];
  const service: Service = {
    name: 'ecs',
    contract: ecsContract,
    handle: (_operation, _input, context) => void calls.push(context),
    validationError: (_operation, message) => new AwsError('ClientException', message),
  };
  const authority = (trusted: boolean): RoleAuthority => ({
    trusts: (role, by, use) => trusted && role === arn && by === 'events.amazonaws.com' && use === rule,
    authorize: (_service, _operation, _input, context) => void asked.push(context),
  });
  const call = (trusted?: boolean): Promise<unknown> =>
    callService(service, countingIds(), {
      operation: 'ListClusters',
      input: {},
      scope,
      signal,
      ...(trusted !== undefined && {
        role: { arn, by: 'events.amazonaws.com', for: rule, authority: authority(trusted) },
      }),
    });
  return { calls, asked, call };
}

test('a call is made by the account’s root', async () => {
  const { calls, asked, call } = recorded();
  await call();
  expect(calls).toMatchObject([{ ...scope, principalArn: 'arn:aws:iam::111122223333:root' }]);
  expect(asked).toEqual([]);
});

describe('as a role', () => {
  test('it is weighed as a session of the role', async () => {
    const { calls, asked, call } = recorded();
    await call(true);
    expect(asked).toMatchObject([
      {
        account: '444455556666',
        principalArn: expect.stringMatching(
          /^arn:aws:sts::444455556666:assumed-role\/starter\/[0-9a-f]{32}$/,
        ),
      },
    ]);
    expect(calls).toHaveLength(1);
  });

  test('one that does not trust the service is not taken on', async () => {
    const { calls, asked, call } = recorded();
    await expect(call(false)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: `events.amazonaws.com is not authorized to assume the role ${arn}`,
    });
    expect([...calls, ...asked]).toEqual([]);
  });
});
