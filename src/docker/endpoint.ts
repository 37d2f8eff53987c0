/** Certificates in PEM. */
export interface EndpointTls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly verify: boolean;
}

/** Where an engine listens, found by `connect.ts` and used by `transport.ts`. */
export type EngineEndpoint = {
  /** What a person would write into DOCKER_HOST; error messages name it. */
  readonly address: string;
  /** Who said so, e.g. `DOCKER_HOST` or `docker context "colima"`. */
  readonly source: string;
} & (
  | { readonly kind: 'unix'; readonly path: string }
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      readonly tls?: EndpointTls | undefined;
    }
);
