import { imageId } from '../../../aws/images/ami.ts';
import {
  type EcsImage,
  ecsAgentVersion,
  ecsRuntimeVersion,
  type PlainImage,
  publicImages,
} from '../../../aws/images/public-images.ts';

/** What a parameter is in a region. */
export type ValueOf = (region: string) => string;

/** Parameters of images, by name: `/aws/service/ecs/optimized-ami/…/recommended/image_id`. */
export function imageParameters(): [name: string, value: ValueOf][] {
  return publicImages().flatMap((image): [string, ValueOf][] => {
    const idOf: ValueOf = (region) => imageId(region, image.name);
    switch (image.kind) {
      case 'ecs':
        return image.paths.flatMap((path) => ecsParameters(`/aws/service/${path}`, image));
      case 'linux':
        return image.paths.map((path) => [`/aws/service/${path}`, idOf]);
      case 'bottlerocket':
        return image.paths.flatMap((path) => bottlerocketParameters(`/aws/service/${path}`, image, idOf));
      default:
        return image satisfies never;
    }
  });
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
function ecsParameters(path: string, image: EcsImage): [string, ValueOf][] {
  const membersIn = (region: string): Record<string, string | number> => ({
    ecs_agent_version: ecsAgentVersion,
    ecs_runtime_version: ecsRuntimeVersion,
    image_id: imageId(region, image.name),
    image_name: image.name,
    image_version: image.version,
    os: image.os,
    schema_version: 1,
    source_image_name: image.source,
  });
  const whole: ValueOf = (region) => JSON.stringify(membersIn(region));
  const parts = Object.keys(membersIn('')).map((member): [string, ValueOf] => [
    member,
    (region) => String(membersIn(region)[member]),
  ]);
  // The recommended image is also there under its own name, as every release before it is on AWS.
  return ['recommended', image.name].flatMap((version): [string, ValueOf][] => [
    [`${path}/${version}`, whole],
    ...parts.map(([member, value]): [string, ValueOf] => [`${path}/${version}/${member}`, value]),
  ]);
}

/** https://github.com/bottlerocket-os/bottlerocket/blob/develop/QUICKSTART-ECS.md: the newest, and by version. */
function bottlerocketParameters(path: string, image: PlainImage, idOf: ValueOf): [string, ValueOf][] {
  const [short = ''] = image.version.split('-');
  return ['latest', image.version, short].flatMap((version): [string, ValueOf][] => [
    [`${path}/${version}/image_id`, idOf],
    [`${path}/${version}/image_version`, () => image.version],
  ]);
}
