import type { Service, RequestContext } from './service.ts';

/**
 * One permission that a call needs, in IAM's words. A call may need several (RunTask: itself, and PassRole
 * for each role), all of which must be granted. A service states its calls' demands; IAM weighs them.
 */
export interface Demand {
  /** `ecs:RunTask` */
  readonly action: string;
  /** An ARN, or `*` where the action knows no resources. */
  readonly resource: string;
  /**
   * Condition keys of this request beside those of every request (`aws:PrincipalArn`, `aws:SourceIp`…), by
   * the names that AWS documents: `ecs:cluster`, `aws:ResourceTag/team`, `iam:PassedToService`. A key that
   * is absent is not in the request.
   */
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
  /** The account that has the resource, where that may be another than the caller's. */
  readonly resourceAccount?: string;
  /** JSON text of the policy that the resource itself has: of a bucket, a key, a secret, a repository. */
  readonly resourcePolicy?: string;
  /**
   * That policy must itself allow the call, or hand the decision on to its account by naming it; what the
   * caller's own policies allow is not enough. So it is with the trust policies of roles and the policies of keys.
   */
  readonly resourceDecides?: boolean;
  /** Who asks, in place of who has signed: a guest of an identity provider, by the provider's ARN. */
  readonly federated?: string;
}

/** Throws AwsError for a call that the caller may not make. Returns at once where nothing is enforced. */
export type Authorize = (
  service: Service,
  operation: string,
  input: unknown,
  context: RequestContext,
) => void;
