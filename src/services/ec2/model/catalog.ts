import type { Image, InstanceTypeInfo, ServiceDetail } from '../../../aws/contract/ec2.types.gen.ts';
import { endpointServices } from './endpoint-services.ts';
import { lacking } from './find.ts';
import { imagesIn } from './images.ts';
import { showInstanceType } from './instance-type-info.ts';
import { type InstanceType, instanceTypes } from './instance-types.ts';

/**
 * AWS's own images, types of instances and services of endpoints: the same for all accounts, made when first
 * asked for and kept.
 */
export class Catalog {
  readonly #images = new Map<string, ReadonlyMap<string, Image>>();
  readonly #services = new Map<string, readonly ServiceDetail[]>();
  #types: ReadonlyMap<string, InstanceType> | undefined;
  #typeInfos: readonly InstanceTypeInfo[] | undefined;

  images(region: string): ReadonlyMap<string, Image> {
    const known = this.#images.get(region);
    if (known !== undefined) return known;
    const made = new Map(imagesIn(region).map((image) => [image.ImageId ?? '', image]));
    this.#images.set(region, made);
    return made;
  }

  image(region: string, id: string): Image {
    const found = this.images(region).get(id);
    if (found === undefined) throw lacking('image', id);
    return found;
  }

  types(): ReadonlyMap<string, InstanceType> {
    return (this.#types ??= new Map(instanceTypes().map((type) => [type.name, type])));
  }

  /** `undefined` for one of which nothing is known here. */
  type(name: string): InstanceType | undefined {
    return this.types().get(name);
  }

  typeInfos(): readonly InstanceTypeInfo[] {
    return (this.#typeInfos ??= [...this.types().values()].map(showInstanceType));
  }

  endpointServices(region: string): readonly ServiceDetail[] {
    const known = this.#services.get(region) ?? endpointServices(region);
    this.#services.set(region, known);
    return known;
  }

  endpointService(region: string, name: string, type: 'Gateway' | 'Interface'): ServiceDetail | undefined {
    return this.endpointServices(region).find(
      ({ ServiceName, ServiceType }) => ServiceName === name && ServiceType?.[0]?.ServiceType === type,
    );
  }
}
