import type { CreateConnectionAuthRequestParameters } from '../../../aws/contract/events.types.gen.ts';
import type { Cipher } from '../../../kernel/cipher.ts';
import type { ConnectionRecord, EventsTables } from './tables.ts';

/** What a connection signs in with, passwords and all, as it lies in the store. */
export const sealParameters = (
  cipher: Cipher,
  arn: string,
  parameters: CreateConnectionAuthRequestParameters,
): string => cipher.seal(Buffer.from(JSON.stringify(parameters)), arn);

/** Throws UnsealError where the record was sealed with another key. */
export function openParameters(
  cipher: Cipher,
  { arn, sealed }: Pick<ConnectionRecord, 'arn' | 'sealed'>,
): CreateConnectionAuthRequestParameters {
  // Only what fits the contract was sealed.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(cipher.open(sealed, arn).toString()) as CreateConnectionAuthRequestParameters;
}

/** As connections were kept before they were sealed. */
interface OpenConnection {
  readonly parameters?: CreateConnectionAuthRequestParameters;
}

/** Seals what an earlier version kept in the open. SQL has no cipher, so no migration can. */
export function sealConnections({ connections }: Pick<EventsTables, 'connections'>, cipher: Cipher): void {
  for (const connection of connections.select()) {
    const { parameters, ...rest }: ConnectionRecord & OpenConnection = connection;
    if (parameters !== undefined) {
      connections.put({ ...rest, sealed: sealParameters(cipher, rest.arn, parameters) });
    }
  }
}
