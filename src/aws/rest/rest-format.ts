import type { ServiceContract, ShapeName, StructureShape } from '../contract/contract.ts';

/** How a REST protocol writes documents: XML or JSON. All else is alike in restXml and restJson1. */
export interface RestFormat {
  /** Content types of documents, and of a payload that is mere text. */
  readonly documentType: string;
  readonly textType: string;
  /** A document as the value that awsJson would hold; members that travel elsewhere are left out. */
  read(contract: ServiceContract, shape: ShapeName, text: string): unknown;
  /** A structure that is the whole body: a member of the operation's output. */
  writePayload(contract: ServiceContract, output: StructureShape, member: string, value: unknown): string;
  /** The members of an output that travel in the body; empty where the protocol sends none. */
  writeMembers(contract: ServiceContract, name: ShapeName, output: StructureShape, value: unknown): string;
}

/** Names of the members that travel in the body. */
export function membersInBody({ members, wire }: StructureShape): string[] {
  return Object.keys(members).filter((member) => wire?.[member]?.at === undefined);
}
