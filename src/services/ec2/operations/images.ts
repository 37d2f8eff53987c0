import type { Image } from '../../../aws/contract/ec2.types.gen.ts';
import { describe } from '../model/describe.ts';
import { imageFilters } from '../model/images.ts';
import type { Ec2Operation } from '../operation.ts';

export const describeImages: Ec2Operation<'DescribeImages'> = (input, call) => {
  const { ImageIds, Owners } = input;
  const images = ImageIds?.map((id) => call.catalog.image(call.region, id)) ?? [
    ...call.catalog.images(call.region).values(),
  ];
  const { items, nextToken } = describe(
    images.filter((image) => Owners === undefined || Owners.some((owner) => isOf(image, owner))),
    input,
    {
      filters: imageFilters,
      show: (image) => image,
      keyOf: ({ ImageId }) => ImageId,
      smallestPage: 1,
      idsParameter: ImageIds === undefined ? undefined : 'imagesSet',
    },
  );
  return { Images: items, NextToken: nextToken };
};

/** An account, or the name of its owner; `self` has none here. */
const isOf = ({ OwnerId, ImageOwnerAlias }: Image, owner: string): boolean =>
  owner === OwnerId || owner === ImageOwnerAlias;
