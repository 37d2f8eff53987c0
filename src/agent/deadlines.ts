/** How long the engine may take, in milliseconds. */
export interface Deadlines {
  /** What is done for a whole task before or after its containers. */
  readonly stage: number;
  /** Of all that there is on the engine. */
  readonly list: number;
  /** Of all that was made for one task. */
  readonly clean: number;
  readonly pull: number;
  readonly create: number;
  readonly start: number;
  /** On top of the container's own stopTimeout. */
  readonly stop: number;
  /** How long an engine that was there before may be away, as when it restarts. */
  readonly outage: number;
}

/** Those for containers are the reference agent's. */
export const agentDeadlines: Deadlines = {
  stage: 4 * 60_000,
  list: 60_000,
  clean: 5 * 60_000,
  pull: 2 * 60 * 60_000,
  create: 4 * 60_000,
  start: 3 * 60_000,
  stop: 2 * 60_000,
  outage: 60_000,
};
