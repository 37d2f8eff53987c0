import { AwsError } from '../../aws/aws-error.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { TaskRecord } from '../model/task-record.ts';
import type { TagMembers } from './documents/task.ts';
import type { TagErrorDocument } from './documents/v2-types.ts';

/** ListTagsForResource, as the agent calls it. Rejects with an `AwsError` where ECS refuses. */
export interface TagSource {
  tagsOf(resourceArn: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
}

/** The tags of a task and of the instance that it runs on. What could not be had is told and harms nothing else. */
export async function tagMembers(
  parts: { readonly tags: TagSource; readonly ids: Ids },
  task: TaskRecord,
  signal: AbortSignal,
): Promise<TagMembers> {
  const { containerInstanceArn } = task;
  const [instance, own] = await Promise.all([
    containerInstanceArn === undefined
      ? { tags: {} }
      : look(parts, 'ContainerInstanceTags', containerInstanceArn, signal),
    look(parts, 'TaskTags', task.arn, signal),
  ]);
  const errors = [instance, own].flatMap((found) => ('error' in found ? [found.error] : []));
  return {
    ...('tags' in own && { TaskTags: own.tags }),
    ...('tags' in instance && { ContainerInstanceTags: instance.tags }),
    Errors: errors,
  };
}

type Look = { readonly tags: Readonly<Record<string, string>> } | { readonly error: TagErrorDocument };

async function look(
  { tags, ids }: { readonly tags: TagSource; readonly ids: Ids },
  field: TagErrorDocument['ErrorField'],
  arn: string,
  signal: AbortSignal,
): Promise<Look> {
  try {
    return { tags: await tags.tagsOf(arn, signal) };
  } catch (error) {
    const isAws = error instanceof AwsError;
    return {
      error: {
        ErrorField: field,
        ErrorCode: isAws ? error.code : 'ServerException',
        ErrorMessage: messageOf(error),
        StatusCode: isAws ? error.httpStatus : 500,
        RequestId: ids.uuid(),
        ResourceARN: arn,
      },
    };
  }
}
