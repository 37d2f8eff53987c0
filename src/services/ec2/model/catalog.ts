import type { Image } from '../../../aws/contract/ec2.types.gen.ts';
import { lacking } from './find.ts';
import { imagesIn } from './images.ts';
import { type InstanceType, instanceTypes } from './instance-types.ts';

/** AWS's own images and types of instances: the same for all accounts, made when first asked for and kept. */
export class Catalog {
  readonly #images = new Map<string, ReadonlyMap<string, Image>>();
  #types: ReadonlyMap<string, InstanceType> | undefined;

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
}
