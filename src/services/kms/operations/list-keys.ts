import { paginate } from '../../../aws/paging.ts';
import { invalidMarker } from '../errors.ts';
import type { KmsOperation } from '../operation.ts';

/** The keys of the account, those of AWS's services among them, by id. */
export const listKeys: KmsOperation<'ListKeys'> = ({ Limit: limit, Marker: marker }, call) => {
  const { tables, account, region } = call;
  const { items, nextToken } = paginate(
    (after, most) =>
      tables.keys.select({
        where: { account, region },
        ...(after !== undefined && { after: [after] }),
        limit: most,
      }),
    ({ id }) => id,
    {
      nextToken: marker,
      maxResults: limit,
      defaultSize: 100,
      query: [account, region],
      invalidToken: invalidMarker,
    },
  );
  return {
    Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
    Truncated: nextToken !== undefined,
    ...(nextToken !== undefined && { NextMarker: nextToken }),
  };
};
