import { noPolicy, noStatement, validation } from '../errors.ts';
import { busOf } from '../model/find.ts';
import { parsePolicy, policyText } from '../model/policy.ts';
import type { EventsOperation } from '../operation.ts';

export const removePermission: EventsOperation<'RemovePermission'> = (input, call) => {
  const bus = busOf(call, input.EventBusName);
  const { policy: _, ...without } = bus;
  if (input.RemoveAllPermissions === true) {
    call.tables.buses.put({ ...without, modifiedAt: call.now });
    return {};
  }
  if (input.StatementId === undefined) throw validation('Parameter StatementId must be specified.');
  const statements = parsePolicy(bus.policy);
  if (statements === undefined) throw noPolicy();
  const left = statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (left.length === statements.length) throw noStatement();
  const policy = left.length === 0 ? {} : { policy: policyText(left) };
  call.tables.buses.put({ ...without, ...policy, modifiedAt: call.now });
  return {};
};
