import type { Demand } from './authorization.ts';
import type { AwsError } from './aws-error.ts';
import type { ServiceContract } from './contract/contract.ts';
import type { Violation } from './validation/violation.ts';

/** Who calls, from where, and how long the answer is wanted. Every operation gets one. */
export interface RequestContext {
  /** UUID, also the `x-amzn-requestid` of the answer. */
  readonly requestId: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** ARN of the caller: the account's root where the caller is not known better. */
  readonly principalArn: string;
  /** The caller's unique id, `AROA…:SESSION`, `AIDA…`; absent for the account's root, whose id is the account. */
  readonly principalId?: string;
  /** Absent where the request was not signed. */
  readonly accessKeyId?: string;
  /** What is known of the client, where calls are authorized: policies may ask for it. */
  readonly client?: Client;
  /** Aborted when the client hangs up or Longshore stops. */
  readonly signal: AbortSignal;
}

/** Where a request came from. */
export interface Client {
  readonly address: string;
  readonly isSecure: boolean;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
}

/** What every folder under `services/` exports to the gateway. */
export interface Service {
  /** SigV4 signing name. */
  readonly name: string;
  readonly contract: ServiceContract;
  /** Bytes of the largest request body, where that is more than most services take. */
  readonly largestBody?: number;
  /**
   * Answers one call. `input` has been checked against the contract's input shape and holds no unknown
   * members; the result, or what its promise holds, must fit the output shape. Throws AwsError; anything
   * else is a defect.
   */
  handle(operation: string, input: unknown, context: RequestContext): unknown;
  /**
   * What the caller must be allowed for this call. Pure reading: it changes nothing and never throws for what
   * does not exist; the operation itself will say so.
   */
  readonly demands?: (operation: string, input: unknown, context: RequestContext) => readonly Demand[];
  /** Of a protocol with digests in headers: throws where a document is not what they say. */
  readonly checkDocument?: (
    operation: string,
    header: (name: string) => string | undefined,
    bytes: Uint8Array,
  ) => void;
  /**
   * The error for input that breaks a constraint of the model. AWS's framework words it (`message`), but
   * each service picks the class, and some answer a violation with a text of their own.
   */
  readonly validationError: (
    operation: string,
    message: string,
    violations: readonly Violation[],
  ) => AwsError;
}
