import { invalidWindow, notPendingDeletion } from '../errors.ts';
import { notPending, ownKey } from '../model/find-key.ts';
import { day, type KmsOperation, seconds } from '../operation.ts';

const defaultWindow = 30;

/** The clock deletes the key when the time is up; until then it can be had back, but not used. */
export const scheduleKeyDeletion: KmsOperation<'ScheduleKeyDeletion'> = (input, call) => {
  const { PendingWindowInDays: window = defaultWindow } = input;
  if (window < 7 || window > 30) throw invalidWindow();
  const key = notPending(ownKey(call, input.KeyId, 'ScheduleKeyDeletion'));
  const deletionAt = call.now + window * day;
  call.tables.keys.put({ ...key, deletionAt });
  return {
    KeyId: key.arn,
    DeletionDate: seconds(deletionAt),
    KeyState: 'PendingDeletion',
    PendingWindowInDays: window,
  };
};

/** Leaves the key disabled, as AWS does. */
export const cancelKeyDeletion: KmsOperation<'CancelKeyDeletion'> = (input, call) => {
  const { deletionAt, ...key } = ownKey(call, input.KeyId, 'CancelKeyDeletion');
  if (deletionAt === undefined) throw notPendingDeletion(key.arn);
  call.tables.keys.put({ ...key, enabled: false });
  return { KeyId: key.arn };
};
