import { backoff } from '../../kernel/backoff.ts';
import type { AwsError } from '../aws-error.ts';

/** What EventBridge and its Scheduler promise of targets that fail. */
export interface RetryPolicy {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
}

/** What holds where a target has no policy of its own: AWS's. */
export const defaultRetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

const firstWait = 1000;
const longestWait = 300_000;

export interface FailedAttempt {
  readonly policy: RetryPolicy | undefined;
  /** How many attempts have failed, this one included. */
  readonly attempts: number;
  /** When the event came; milliseconds since the epoch, as `now`. */
  readonly since: number;
  readonly now: number;
  /** Milliseconds that the target asks to be left alone. */
  readonly retryAfter?: number | undefined;
}

export type NextAttempt =
  | { readonly at: number }
  | { readonly exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' };

/** Attempts are further apart the more there were, until one of the policy's two bounds is reached. */
export function nextAttempt({ policy, attempts, since, now, retryAfter }: FailedAttempt): NextAttempt {
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = { ...defaultRetryPolicy, ...policy };
  const at = now + Math.max(retryAfter ?? 0, backoff(attempts, firstWait, longestWait));
  if (attempts > MaximumRetryAttempts) return { exhausted: 'MaximumRetryAttempts' };
  if (at > since + MaximumEventAgeInSeconds * 1000) return { exhausted: 'MaximumEventAgeInSeconds' };
  return { at };
}

/** Whether the same call may go better another time. */
export const isRetriable = ({ fault, code }: AwsError): boolean =>
  fault === 'server' || /Throttl|LimitExceeded|TooManyRequests|ServiceUnavailable|InternalError/.test(code);
