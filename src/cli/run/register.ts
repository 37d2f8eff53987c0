import { LongshoreError } from '../../kernel/errors.ts';
import { type Client, EcsApiError } from './client.ts';
import { placeOfMessage } from './place-of-message.ts';
import type { TaskDefinitionFile } from './task-definition-file.ts';

/** Resolves to the ARN; rejects with what is wrong with the file, and where, if the API refuses it. */
export async function register(
  client: Pick<Client, 'call'>,
  { input, name, located }: TaskDefinitionFile,
): Promise<string> {
  try {
    const { taskDefinition } = await client.call('RegisterTaskDefinition', input);
    return taskDefinition?.taskDefinitionArn ?? '';
  } catch (error) {
    if (!(error instanceof EcsApiError)) throw error;
    const text = `${error.code}: ${error.message}`;
    if (UNKNOWN_CALLER.test(error.code)) throw unknownCaller(text, error);
    const hint = 'This is what Amazon ECS, too, answers to RegisterTaskDefinition.';
    const path = placeOfMessage(error.message, input);
    if (path !== undefined) throw located({ path, text }, hint);
    throw new LongshoreError('BAD_TASK_DEFINITION', `${name}: ${text}`, { hint, cause: error });
  }
}

/** Who signs with nothing, or for nobody that a Longshore knows which verifies signatures. */
const UNKNOWN_CALLER = /^(?:MissingAuthenticationToken|UnrecognizedClient|InvalidSignature|ExpiredToken)/;

const unknownCaller = (text: string, cause: unknown): LongshoreError =>
  new LongshoreError('TASK_REFUSED', `Longshore does not know who calls: ${text}`, {
    hint: 'It verifies signatures: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to those of somebody it knows.',
    cause,
  });
