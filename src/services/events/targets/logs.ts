import type { Delivery } from '../model/tables.ts';

/**
 * What CloudWatch Logs gets. A template for a log group makes an object with `timestamp` and `message`, and
 * these are taken; anything else is one message.
 */
export function logLine(delivery: Delivery): { readonly timestamp: number; readonly message: string } {
  const made = delivery.target.InputTransformer === undefined ? undefined : lineIn(delivery.input);
  return made ?? { timestamp: delivery.ingestedAt, message: delivery.input };
}

function lineIn(input: string): { readonly timestamp: number; readonly message: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(input);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('timestamp' in value) || !('message' in value)) {
    return undefined;
  }
  const { timestamp, message } = value;
  const at = typeof timestamp === 'number' ? timestamp : Date.parse(String(timestamp));
  if (Number.isNaN(at)) return undefined;
  return { timestamp: at, message: typeof message === 'string' ? message : JSON.stringify(message) };
}
