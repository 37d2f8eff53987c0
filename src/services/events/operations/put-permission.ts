import type { PutPermissionRequest } from '../../../aws/contract/events.types.gen.ts';
import { malformedPolicy, policyTooLong, validation } from '../errors.ts';
import { busOf } from '../model/find.ts';
import { parsePolicy, policyText, type Statement } from '../model/policy.ts';
import type { EventsCall, EventsOperation } from '../operation.ts';

const mostBytes = 10_240;

/** Sets the whole policy of a bus, or one statement of it. */
export const putPermission: EventsOperation<'PutPermission'> = (input, call) => {
  const bus = busOf(call, input.EventBusName);
  const policy =
    input.Policy ?? policyText(withStatement(input, call, bus.arn, parsePolicy(bus.policy) ?? []));
  if (parsePolicy(policy) === undefined) throw malformedPolicy('it has no Statement');
  if (Buffer.byteLength(policy) > mostBytes) throw policyTooLong();
  call.tables.buses.put({ ...bus, policy, modifiedAt: call.now });
  return {};
};

function withStatement(
  input: PutPermissionRequest,
  call: EventsCall,
  busArn: string,
  statements: readonly Statement[],
): readonly Statement[] {
  const { Action: action, Principal: principal, StatementId: id, Condition: condition } = input;
  if (action === undefined) throw validation('Parameter Action must be specified.');
  if (principal === undefined) throw validation('Parameter Principal must be specified.');
  if (id === undefined) throw validation('Parameter StatementId must be specified.');
  if (action !== 'events:PutEvents') {
    throw validation("Provided value in parameter 'action' is not supported.");
  }
  if (principal !== '*' && !/^\d{12}$/.test(principal)) {
    throw validation("Provided value in parameter 'principal' is not valid.");
  }
  const statement = {
    Sid: id,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:${call.partition}:iam::${principal}:root` },
    Action: action,
    Resource: busArn,
    ...(condition !== undefined && { Condition: { [condition.Type]: { [condition.Key]: condition.Value } } }),
  };
  return [...statements.filter(({ Sid }) => Sid !== id), statement];
}
