/**
 * What a dead letter's ERROR_CODE says, of those that AWS lists.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export type DeliveryErrorCode =
  | 'CONNECTION_FAILURE'
  | 'ERROR_FROM_TARGET'
  | 'INVALID_PARAMETER'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'RESOURCE_LIMIT_EXCEEDED'
  | 'SDK_CLIENT_ERROR'
  | 'THIRD_ACCOUNT_HOP_DETECTED'
  | 'THROTTLING'
  | 'TIMEOUT'
  | 'UNKNOWN';

export interface DeliveryErrorOptions {
  readonly code: DeliveryErrorCode;
  /** Whether it may go better another time. */
  readonly isRetriable: boolean;
  /** Milliseconds that the target asks to be left alone. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** A target has not taken an event. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: DeliveryErrorCode;
  readonly isRetriable: boolean;
  readonly retryAfter: number | undefined;

  constructor(message: string, options: DeliveryErrorOptions) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.isRetriable = options.isRetriable;
    this.retryAfter = options.retryAfter;
  }
}
