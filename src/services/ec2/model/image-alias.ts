import { noSuchImageParameter } from '../errors-compute.ts';
import type { Ec2Call } from '../operation.ts';

const alias = 'resolve:ssm:';

/** `resolve:ssm:/aws/service/…/image_id` names the image that the parameter holds at the moment. */
export function resolveImage(call: Ec2Call, imageId: string): string {
  if (!imageId.startsWith(alias)) return imageId;
  const name = imageId.slice(alias.length);
  const value = call.parameters.value(call, name);
  if (value === undefined) throw noSuchImageParameter(name);
  return value;
}
