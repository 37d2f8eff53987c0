export interface DeliveryErrorOptions {
  /** Whether it may go better another time. */
  readonly isRetriable: boolean;
  /** Milliseconds that the target asks to be left alone. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** A target has not taken an event. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly isRetriable: boolean;
  readonly retryAfter: number | undefined;

  constructor(message: string, options: DeliveryErrorOptions) {
    super(message, { cause: options.cause });
    this.isRetriable = options.isRetriable;
    this.retryAfter = options.retryAfter;
  }
}
