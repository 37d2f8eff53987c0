/** Shapes of the Engine API's networks, named as on the wire; only what we use. */
export interface IpamPool {
  readonly Subnet?: string;
  readonly IPRange?: string;
  readonly Gateway?: string;
  readonly AuxiliaryAddresses?: Readonly<Record<string, string>>;
}

export interface Ipam {
  readonly Driver?: string;
  readonly Config?: readonly IpamPool[] | null;
  readonly Options?: Readonly<Record<string, string>> | null;
}

export interface NetworkConfig {
  readonly Name: string;
  /** Default `bridge`. */
  readonly Driver?: string;
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly EnableIPv6?: boolean;
  readonly IPAM?: Ipam;
  readonly Options?: Readonly<Record<string, string>>;
  readonly Labels?: Readonly<Record<string, string>>;
}

export interface NetworkInspect {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Created: string;
  readonly Internal: boolean;
  readonly EnableIPv6: boolean;
  readonly IPAM: Ipam;
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  /** By container id; only of running containers, and absent from lists. */
  readonly Containers?: Readonly<
    Record<string, { readonly Name: string; readonly IPv4Address: string; readonly MacAddress: string }>
  > | null;
}

/** One end of a container in a network, as asked for. */
export interface EndpointConfig {
  readonly IPAMConfig?: { readonly IPv4Address?: string; readonly IPv6Address?: string };
  readonly Aliases?: readonly string[];
  readonly Links?: readonly string[];
  readonly MacAddress?: string;
  readonly DriverOpts?: Readonly<Record<string, string>>;
}

/** One end of a container in a network, as it is. */
export interface EndpointInspect {
  readonly NetworkID: string;
  readonly EndpointID: string;
  readonly IPAddress: string;
  readonly IPPrefixLen: number;
  readonly Gateway: string;
  readonly MacAddress: string;
  readonly GlobalIPv6Address: string;
  readonly Aliases: readonly string[] | null;
  readonly IPAMConfig?: { readonly IPv4Address?: string } | null;
}
