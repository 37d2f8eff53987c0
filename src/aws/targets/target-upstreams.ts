/**
 * Services to which EventBridge and its Scheduler hand events and which Longshore does not have: SQS, SNS,
 * Lambda, Kinesis, Firehose, Step Functions. Somebody else's stands in (`--upstream sqs=URL`).
 */
export const upstreamTargetServices = ['firehose', 'kinesis', 'lambda', 'sns', 'sqs', 'states'] as const;

export type UpstreamTargetService = (typeof upstreamTargetServices)[number];

export interface TargetMessage {
  /** Body of the message, payload of the function, input of the state machine, data of the record. */
  readonly body: string;
  /** Message attributes, each a string: of dead letters. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of a FIFO queue. */
  readonly messageGroupId?: string;
  /** Of a Kinesis stream. */
  readonly partitionKey?: string;
  /** The same for each attempt: names what is handed over where the service tells doubles apart. */
  readonly id: string;
}

export interface TargetUpstream {
  /**
   * Hands over by the call that the service has for it: SendMessage, Publish, Invoke (as an event), PutRecord,
   * StartExecution. Throws AwsError for what the service refuses; anything else is tried again.
   */
  send(arn: string, message: TargetMessage, signal: AbortSignal): Promise<void>;
}

/** `undefined` where the service has no upstream: such targets are refused when they are set. */
export type TargetUpstreams = (service: UpstreamTargetService) => TargetUpstream | undefined;

export const noUpstreams: TargetUpstreams = () => undefined;

/** As the gateway tells of services that Longshore does not have. */
export const upstreamMissing = (service: UpstreamTargetService): string =>
  `Longshore has no ${service}. Start it with --upstream ${service}=URL to pass its calls on.`;

export const isUpstreamTargetService = (service: string): service is UpstreamTargetService =>
  upstreamTargetServices.some((known) => known === service);
