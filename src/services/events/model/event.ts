/** An event as targets, patterns and people see it. */
export interface EventDocument {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Seconds are the smallest unit: `2026-01-01T00:00:00Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** Present where an archive has sent it again. */
  readonly 'replay-name'?: string;
}

/** What whoever makes an event says of it; the bus adds the rest. */
export interface NewEvent {
  readonly account: string;
  readonly region: string;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export function eventDocument(id: string, event: NewEvent): EventDocument {
  return {
    version: '0',
    id,
    'detail-type': event.detailType,
    source: event.source,
    account: event.account,
    time: eventTime(event.time),
    region: event.region,
    resources: event.resources,
    detail: event.detail,
  };
}

/** AWS cuts off what is below a second. */
export const eventTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
