import { AwsError } from '../../../src/aws/aws-error.ts';
import type { ServiceContract } from '../../../src/aws/contract/contract.ts';
import type { Service } from '../../../src/aws/service.ts';
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts';
import { realClock } from '../../../src/kernel/clock.ts';
import { randomIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { fromSdk, relaxed, sampleOf, toSdk } from './samples.ts';

/** A server of services that answer what a test wants. */
export interface TestServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly gateway: Gateway;
}

export async function serveServices(services: readonly Service[]): Promise<TestServer> {
  const gateway = createGateway({
    services,
    clock: realClock,
    ids: randomIds,
    log: silentLog,
    defaults: { account: '000000000000', region: 'us-east-1' },
    allowHosts: [],
  });
  const endpoint = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return { endpoint, gateway, [Symbol.asyncDispose]: () => gateway.close() };
}

export interface Echo extends Service {
  /** What the last call brought. */
  lastInput: unknown;
  /** Thrown by the next call, once. */
  nextError: AwsError | undefined;
}

/** Answers each operation with a sample of all that its output can hold. */
export function echoService(real: ServiceContract, more: Partial<Service> = {}): Echo {
  const contract = relaxed(real);
  return {
    name: real.signingName,
    contract,
    lastInput: undefined,
    nextError: undefined,
    handle(operation, input) {
      this.lastInput = input;
      const error = this.nextError;
      this.nextError = undefined;
      if (error !== undefined) throw error;
      return sampleOf(contract, contract.operations.get(operation)?.output ?? 'Unit', operation);
    },
    validationError: (_operation, message) => new AwsError('ValidationException', message),
    ...more,
  };
}

interface Client {
  send(command: never): Promise<unknown>;
}

/**
 * Calls an operation by a client of the SDK with all that its input can hold, and tells what each side
 * saw of what the other sent.
 */
export async function exchange(
  echo: Echo,
  client: Client,
  commands: Readonly<Record<string, unknown>>,
  operation: string,
): Promise<Record<'sent' | 'received' | 'answered' | 'understood', unknown>> {
  const { contract } = echo;
  const { input = '', output = '' } = contract.operations.get(operation) ?? {};
  const Command = commands[`${operation}Command`] as new (input: unknown) => never;
  const sent = sampleOf(contract, input, operation);
  const understood = fromSdk(await client.send(new Command(toSdk(contract, input, sent))));
  return { sent, received: echo.lastInput, answered: sampleOf(contract, output, operation), understood };
}
