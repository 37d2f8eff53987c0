import type { EngineClient } from '../../../src/docker/client.ts';

type Rooms = 'containers' | 'images' | 'networks' | 'volumes' | 'system';

/** The calls that a test answers; any other call fails the test. */
export type FakeCalls = { readonly [Room in Rooms]?: Partial<EngineClient[Room]> } & {
  readonly openEvents?: EngineClient['openEvents'];
};

/** An engine client that knows only the calls that it is given. */
export function fakeEngine(calls: FakeCalls): EngineClient {
  const refuse = (name: string): never => {
    throw new Error(`the engine was asked for ${name}, which this test does not expect`);
  };
  const room = (name: Rooms): object =>
    new Proxy(calls[name] ?? {}, {
      get: (target, call) => Reflect.get(target, call) ?? (() => refuse(`${name}.${String(call)}`)),
    });
  const endpoint = { kind: 'unix', path: '/fake.sock', address: 'unix:///fake.sock', source: 'test' };
  return {
    endpoint,
    containers: room('containers'),
    images: room('images'),
    networks: room('networks'),
    volumes: room('volumes'),
    exec: {},
    system: room('system'),
    openEvents: calls.openEvents ?? (() => refuse('openEvents')),
  } as EngineClient;
}
