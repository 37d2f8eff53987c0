import type { Ids } from '../kernel/ids.ts';
import { type ArnScope, parseArn, rootArn } from './arn.ts';
import type { Authorize } from './authorization.ts';
import { cannotAssumeRole } from './protocol-errors.ts';
import type { RequestContext, Service } from './service.ts';
import { parseInput } from './validation/validate.ts';

export interface InnerCall {
  readonly operation: string;
  readonly input: unknown;
  /** Account and region in which it is made, by the account's root. */
  readonly scope: ArnScope;
  /** Where policies are enforced: the role as which it is made instead. */
  readonly role?: ServiceRole;
  readonly signal: AbortSignal;
}

/** A role that a service of AWS takes on to make calls for its users. */
export interface ServiceRole {
  readonly arn: string;
  /** `events.amazonaws.com` */
  readonly by: string;
  readonly for: RoleUse;
  readonly authority: RoleAuthority;
}

/** What a service takes on a role for: trust policies ask, so that nobody has it used for somebody else's. */
export interface RoleUse {
  /** ARN of the rule, the group of schedules: `aws:SourceArn`. */
  readonly arn: string;
  /** `aws:SourceAccount` */
  readonly account: string;
}

/** What IAM says of such roles. Stated here; `main.ts` hands it over. */
export interface RoleAuthority {
  /** Whether the role's trust lets the service take it on, for that. */
  trusts(roleArn: string, service: string, use: RoleUse): boolean;
  readonly authorize: Authorize;
}

/** A call that one service makes of another, checked as if it had come over the wire. Throws AwsError. */
export async function callService(service: Service, ids: Ids, call: InnerCall): Promise<unknown> {
  const { operation, input, scope, role, signal } = call;
  const { partition, region, account } = scope;
  const parsed = parseInput(service.contract, operation, JSON.stringify(input), service.validationError);
  const requestId = ids.uuid();
  const context = { requestId, account, region, partition, principalArn: rootArn(scope), signal };
  if (role !== undefined) weigh(role, service, { operation, parsed, context, session: ids.hex(32) });
  return service.handle(operation, parsed, context);
}

function weigh(
  { arn, by, for: use, authority }: ServiceRole,
  service: Service,
  call: {
    readonly operation: string;
    readonly parsed: unknown;
    readonly context: RequestContext;
    readonly session: string;
  },
): void {
  if (!authority.trusts(arn, by, use)) throw cannotAssumeRole(arn, by);
  const { account = '', partition = 'aws', resource = '' } = parseArn(arn) ?? {};
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const principalArn = `arn:${partition}:sts::${account}:assumed-role/${name}/${call.session}`;
  authority.authorize(service, call.operation, call.parsed, { ...call.context, account, principalArn });
}
