import { noSuchImageParameter } from '../errors-compute.ts';
import type { Ec2Call } from '../operation.ts';

const alias = 'resolve:ssm:';

/** The name of the parameter that stands for an image; `undefined` for an image's own id. */
export const parameterNamed = (imageId: string): string | undefined =>
  imageId.startsWith(alias) ? imageId.slice(alias.length) : undefined;

/** `resolve:ssm:/aws/service/…/image_id` names the image that the parameter holds at the moment. */
export function resolveImage(call: Ec2Call, imageId: string): string {
  const name = parameterNamed(imageId);
  if (name === undefined) return imageId;
  const value = call.parameters.value(call, name);
  if (value === undefined) throw noSuchImageParameter(name);
  return value;
}
