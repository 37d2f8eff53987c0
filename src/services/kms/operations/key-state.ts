import { notPending, ownKey } from '../model/find-key.ts';
import type { KmsOperation } from '../operation.ts';

export const enableKey: KmsOperation<'EnableKey'> = (input, call) => {
  const key = notPending(ownKey(call, input.KeyId, 'EnableKey'));
  call.tables.keys.put({ ...key, enabled: true });
  return {};
};

export const disableKey: KmsOperation<'DisableKey'> = (input, call) => {
  const key = notPending(ownKey(call, input.KeyId, 'DisableKey'));
  call.tables.keys.put({ ...key, enabled: false });
  return {};
};

export const updateKeyDescription: KmsOperation<'UpdateKeyDescription'> = (input, call) => {
  const key = notPending(ownKey(call, input.KeyId, 'UpdateKeyDescription'));
  call.tables.keys.put({ ...key, description: input.Description });
  return {};
};
