import type { RequestContext } from '../../aws/service.ts';

/** An event of Amazon S3, before it has an id and a bus. */
export interface S3Event {
  readonly account: string;
  readonly region: string;
  readonly source: 'aws.s3';
  readonly detailType: 'Object Created' | 'Object Deleted' | 'Object Tags Added' | 'Object Tags Deleted';
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Where events go. `publish` writes within the transaction that is open: the event is kept with the change. */
export interface EventSink {
  publish(event: S3Event): unknown;
}

/** The keys of KMS by which objects are said to be encrypted. */
export interface KeySource {
  /**
   * The ARN of a key that can encrypt, of whatever names it: id, ARN, alias. Throws AwsError as KMS does for one
   * that is not there or disabled.
   */
  usableKey(keyId: string, caller: RequestContext): string;
}
