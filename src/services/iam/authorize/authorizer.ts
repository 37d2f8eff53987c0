import { parseArn } from '../../../aws/arn.ts';
import type { Authorize, Demand } from '../../../aws/authorization.ts';
import { plainDemand } from '../../../aws/demands.ts';
import type { RequestContext, Service } from '../../../aws/service.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { denied } from '../errors.ts';
import { type ContextKeys, contextKeys } from '../evaluate/context-keys.ts';
import { decide, type Decision } from '../evaluate/decide.ts';
import type { IamTables } from '../model/tables.ts';
import { type Caller, callerOf } from './caller.ts';
import { denialText, wantedStatement } from './denial.ts';
import type { Enforcement } from './mode.ts';
import { requestKeys, timeKeys } from './request-keys.ts';
import type { SessionSource } from './sessions.ts';

export interface AuthorizerParts {
  readonly tables: IamTables;
  readonly sessions: SessionSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly enforcement: Enforcement;
}

/** Refusals that are remembered, so that each is told once. */
const mostRemembered = 10_000;

/** Weighs every call of every service by the policies that there are. */
export class Authorizer {
  readonly #parts: AuthorizerParts;
  readonly #told = new Set<string>();
  #denials = 0;

  constructor(parts: AuthorizerParts) {
    this.#parts = parts;
  }

  get mode(): Enforcement {
    return this.#parts.enforcement;
  }

  /** How many calls policies have denied, whether they were refused or not. */
  get denials(): number {
    return this.#denials;
  }

  readonly authorize: Authorize = (service, operation, input, context) => {
    const demands = service.demands?.(operation, input, context) ?? [
      plainDemand(service.contract.signingName, operation),
    ];
    if (demands.length === 0) return;
    const { tables, sessions, enforcement, clock } = this.#parts;
    const now = clock.now();
    const caller = callerOf(context, tables, sessions, { takesAnybody: takesAnybody(service), now });
    const keys = contextKeys(requestKeys(context, now), caller.keys);
    for (const demand of demands) {
      const decision = weigh(caller, demand, context, keys);
      if (decision.effect === 'allow') continue;
      this.#denials += 1;
      const { arn } = caller.principal;
      const text = caller.kind === 'anonymous' ? 'Access Denied' : denialText(arn, demand, decision);
      this.#tell(arn, demand, text);
      if (enforcement === 'strict') throw denied(service.contract, text);
    }
  };

  /** Whether a service may take on a role for what it runs (`use`): by the role's trust policy alone. */
  trusts(roleArn: string, service: string, use: { readonly arn: string; readonly account: string }): boolean {
    const { tables, clock, log, enforcement } = this.#parts;
    const [, , , , account = '', resource = ''] = roleArn.split(':');
    const role = tables.roles.get(account, resource.slice(resource.lastIndexOf('/') + 1));
    const now = clock.now();
    const context = contextKeys(
      {
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': service,
        'aws:SourceArn': use.arn,
        'aws:SourceAccount': use.account,
      },
      timeKeys(now),
    );
    const decision = decide(
      { account: service, arn: service, service },
      { action: 'sts:AssumeRole', resource: roleArn, context },
      {
        identity: [],
        resourceAccount: account,
        resourceDecides: true,
        ...(role !== undefined && { resource: { id: role.name, type: 'resource', text: role.trustPolicy } }),
      },
    );
    if (decision.effect === 'allow') return true;
    this.#denials += 1;
    log.warn({ role: roleArn, service, iam: enforcement }, `the role does not trust ${service}`);
    return enforcement === 'soft';
  }

  #tell(arn: string, demand: Demand, text: string): void {
    const { log, enforcement } = this.#parts;
    const key = `${arn} ${demand.action} ${demand.resource}`;
    if (this.#told.has(key)) return;
    if (this.#told.size >= mostRemembered) this.#told.clear();
    this.#told.add(key);
    const { action, resource } = demand;
    const found = { caller: arn, action, resource, statement: wantedStatement(demand) };
    if (enforcement === 'soft') log.warn(found, `would be refused by --iam strict: ${text}`);
    else log.info(found, text);
  }
}

function weigh(caller: Caller, demand: Demand, context: RequestContext, keys: ContextKeys): Decision {
  const resourceAccount = ownerOf(demand, context);
  if (isRootAtHome(caller, demand, resourceAccount === context.account))
    return { effect: 'allow', matched: [] };
  const { action, resource, conditions = {}, federated } = demand;
  const { resourceDecides, resourcePolicy } = demand;
  const own = contextKeys({ 'aws:ResourceAccount': resourceAccount }, conditions);
  const guest = federated !== undefined && { account: federated, arn: federated, federated };
  return decide(
    guest || caller.principal,
    { action, resource, context: new Map([...keys, ...own]) },
    {
      ...(guest ? { identity: [] } : caller.policies),
      resourceAccount,
      ...(resourceDecides !== undefined && { resourceDecides }),
      ...(resourcePolicy !== undefined && {
        resource: { id: 'ResourcePolicy', type: 'resource', text: resourcePolicy },
      }),
    },
  );
}

/** A role is passed within its account only: whoever passes another's would get what it may. */
function ownerOf({ action, resource, resourceAccount }: Demand, { account }: RequestContext): string {
  if (action === 'iam:PassRole') return parseArn(resource)?.account ?? account;
  return resourceAccount ?? account;
}

/**
 * An account's root may do all in its account. Of a role that leaves who may assume it to its trust policy, the
 * policy must name it all the same.
 */
function isRootAtHome({ kind }: Caller, demand: Demand, isHome: boolean): boolean {
  return kind === 'root' && isHome && !demand.action.startsWith('sts:') && demand.federated === undefined;
}

/** Of a service that answers those who sign nothing: elsewhere they are the account's root, as without policies. */
const takesAnybody = ({ contract }: Service): boolean => contract.protocol === 'restXml';
