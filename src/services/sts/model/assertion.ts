import { createHash } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { invalidAssertion, missingSamlAttribute, notYourAssertion, samlExpired } from '../errors.ts';

/** What a SAML 2.0 assertion says of who assumes a role. */
export interface Assertion {
  readonly sessionName: string;
  /** `ROLE_ARN,PROVIDER_ARN`, in either order, as the provider wrote it. */
  readonly roles: readonly string[];
  readonly subject: string;
  readonly subjectType: string;
  readonly issuer: string;
  readonly audience: string;
  readonly sessionSeconds: number | undefined;
}

const ATTRIBUTES = 'https://aws.amazon.com/SAML/Attributes';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (name) => name === 'Attribute' || name === 'AttributeValue',
});

/**
 * Reads the response of an identity provider, in base64. It must be one, with a subject, an issuer, the
 * attributes that AWS asks for and an end that has not come. Its signature is not checked.
 */
export function readAssertion(base64: string, now: number): Assertion {
  const text = Buffer.from(base64, 'base64').toString();
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw invalidAssertion();
  const document: unknown = parser.parse(text);
  const response = at(document, 'Response') ?? document;
  const assertion = at(response, 'Assertion');
  const subject = at(assertion, 'Subject');
  if (assertion === undefined || subject === undefined) throw invalidAssertion();
  const confirmation = at(subject, 'SubjectConfirmation', 'SubjectConfirmationData');
  const end = at(confirmation, '@NotOnOrAfter');
  if (typeof end === 'string' && Date.parse(end) <= now) throw samlExpired();
  const attributes = attributesOf(assertion);
  const [sessionName] = attributes.get(`${ATTRIBUTES}/RoleSessionName`) ?? [];
  if (sessionName === undefined || !/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw missingSamlAttribute('RoleSessionName');
  }
  const roles = attributes.get(`${ATTRIBUTES}/Role`);
  if (roles === undefined) throw missingSamlAttribute('Role');
  const seconds = Number(attributes.get(`${ATTRIBUTES}/SessionDuration`)?.[0]);
  return {
    sessionName,
    roles,
    subject: textOf(at(subject, 'NameID')),
    subjectType:
      textOf(at(subject, 'NameID', '@Format'))
        .split(':')
        .at(-1) ?? '',
    issuer: textOf(at(assertion, 'Issuer')) || textOf(at(response, 'Issuer')),
    audience: textOf(at(confirmation, '@Recipient')),
    sessionSeconds: Number.isInteger(seconds) ? seconds : undefined,
  };
}

/** The assertion must offer this role by this provider. */
export function checkOffered({ roles }: Assertion, roleArn: string, providerArn: string): void {
  const offers = roles.some((pair) => {
    const arns = pair.split(',').map((arn) => arn.trim());
    return arns.includes(roleArn) && arns.includes(providerArn);
  });
  if (!offers) throw notYourAssertion();
}

/** What policies may ask of who came by an assertion. */
export function samlClaims(
  { issuer, subject, subjectType, audience }: Assertion,
  providerArn: string,
  account: string,
): {
  readonly 'saml:namequalifier': string;
  readonly 'saml:aud': string;
  readonly 'saml:iss': string;
  readonly 'saml:sub': string;
  readonly 'saml:sub_type': string;
} {
  const provider = providerArn.split('/').slice(1).join('/');
  return {
    'saml:namequalifier': createHash('sha1').update(`${issuer}${account}/${provider}`).digest('base64'),
    'saml:aud': audience,
    'saml:iss': issuer,
    'saml:sub': subject,
    'saml:sub_type': subjectType,
  };
}

/** Values by attribute name. */
function attributesOf(assertion: unknown): ReadonlyMap<string, readonly string[]> {
  const found = at(assertion, 'AttributeStatement', 'Attribute');
  const attributes: readonly unknown[] = Array.isArray(found) ? found : [];
  return new Map(
    attributes.map((attribute) => {
      const values = at(attribute, 'AttributeValue');
      return [textOf(at(attribute, '@Name')), (Array.isArray(values) ? values : []).map(textOf)];
    }),
  );
}

function at(node: unknown, ...path: readonly string[]): unknown {
  let found = node;
  for (const name of path) found = isElement(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return found;
}

function textOf(node: unknown): string {
  const text = isElement(node) ? node['#text'] : node;
  return typeof text === 'string' ? text.trim() : '';
}

function isElement(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
