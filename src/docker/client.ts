import { createApi } from './api.ts';
import { type Containers, containerCalls } from './containers.ts';
import type { EngineEndpoint } from './endpoint.ts';
import { type EventOptions, type EventStream, openEvents } from './events.ts';
import { type Execs, execCalls } from './exec.ts';
import { type Images, imageCalls } from './images.ts';
import { type Networks, networkCalls } from './networks.ts';
import { type System, systemCalls } from './system.ts';
import { createTransport } from './transport.ts';
import { type Volumes, volumeCalls } from './volumes.ts';

/** One container engine. Every failure is an EngineError. */
export interface EngineClient {
  readonly endpoint: EngineEndpoint;
  readonly containers: Containers;
  readonly images: Images;
  readonly networks: Networks;
  readonly volumes: Volumes;
  readonly exec: Execs;
  readonly system: System;
  readonly openEvents: (options?: EventOptions) => Promise<EventStream>;
}

/** Connects nothing yet: the first call does. Disposing aborts whatever is under way. */
export function createEngineClient(options: {
  readonly endpoint: EngineEndpoint;
}): EngineClient & AsyncDisposable {
  const api = createApi(createTransport(options.endpoint));
  return {
    endpoint: options.endpoint,
    containers: containerCalls(api),
    images: imageCalls(api),
    networks: networkCalls(api),
    volumes: volumeCalls(api),
    exec: execCalls(api),
    system: systemCalls(api),
    openEvents: (events = {}) => openEvents(api, events),
    [Symbol.asyncDispose]: async () => api[Symbol.dispose](),
  };
}
