/** An event of Amazon ECS, before it has an id and a bus. */
export interface EcsEvent {
  readonly account: string;
  readonly region: string;
  readonly source: 'aws.ecs';
  /** `ECS Task State Change` */
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Where events go. `publish` writes within the transaction that is open: the event is kept with the change. */
export interface EventSink {
  publish(event: EcsEvent): unknown;
}
