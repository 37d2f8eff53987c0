import { keyOfAccount, notPending, ownKey } from '../model/find-key.ts';
import { pageOf } from '../model/page.ts';
import { mergeTags } from '../model/tags.ts';
import type { KmsOperation } from '../operation.ts';

export const tagResource: KmsOperation<'TagResource'> = (input, call) => {
  const key = notPending(ownKey(call, input.KeyId, 'TagResource'));
  call.tables.keys.put({ ...key, tags: mergeTags(key.tags, input.Tags) });
  return {};
};

export const untagResource: KmsOperation<'UntagResource'> = (input, call) => {
  const key = notPending(ownKey(call, input.KeyId, 'UntagResource'));
  const tags = key.tags.filter(({ TagKey }) => !input.TagKeys.includes(TagKey));
  call.tables.keys.put({ ...key, tags });
  return {};
};

export const listResourceTags: KmsOperation<'ListResourceTags'> = (input, call) => {
  const { tags, id } = keyOfAccount(call, input.KeyId);
  const { items, tail } = pageOf(tags, ({ TagKey }) => TagKey, input, { defaultSize: 50, query: [id] });
  return { Tags: [...items], ...tail };
};
