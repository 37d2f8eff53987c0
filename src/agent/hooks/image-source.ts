/** An image of a registry that Longshore itself keeps. */
export interface SourcedImage {
  readonly kind: 'image';
  /** Of the manifest: what DescribeTasks tells as `imageDigest`. */
  readonly digest: string;
  /** What an engine on this machine pulls: `127.0.0.1:4566/app@sha256:…`. */
  readonly pullName: string;
  readonly auth: { readonly username: string; readonly password: string };
  /** Whether an image of this id, as engines name it, is this one, for whatever platform. */
  isId(id: string): boolean;
  /** Whether it is any image that the repository has. */
  isIdOfRepository(id: string): boolean;
  /** Whether a repository name on the engine, however its host is written, is that of this image. */
  isRepository(name: string): boolean;
  /**
   * The image as `docker load` takes it, to be called `name`; `undefined` where the registry has none for the
   * platform (`linux/arm64`).
   */
  archive(name: string, platform: string): AsyncIterable<Uint8Array> | undefined;
}

export type Sourced =
  | SourcedImage
  /** The name is one of ours, but there is no such image: `problem` says so in the registry's words. */
  | { readonly kind: 'absent'; readonly problem: string };

/** Where images of ECR come from. */
export interface ImageSource {
  /** `undefined`: an image of some other registry. */
  find(image: string): Sourced | undefined;
}
