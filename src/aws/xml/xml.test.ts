import { describe, expect, test } from 'vitest';
import { s3Contract } from '../contract/s3.gen.ts';
import { stsContract } from '../contract/sts.gen.ts';
import { readXml } from './xml-reader.ts';
import { escapeXml, timestampText, XmlWriter } from './xml-writer.ts';

const tagging = (body: string): unknown => readXml(s3Contract, 'Tagging', body);

describe('reading', () => {
  test('lists with an element around them', () => {
    const text = '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>';
    expect(tagging(text)).toEqual({ TagSet: [{ Key: 'a', Value: '1' }] });
    expect(tagging('<Tagging>\n  <TagSet/>\n</Tagging>')).toEqual({ TagSet: [] });
  });

  test('flattened lists, numbers, Booleans, blanks between elements', () => {
    const text = `<?xml version="1.0"?>
      <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Object><Key> a b </Key></Object> <Object><Key>c</Key><Size>7</Size></Object> <Quiet>true</Quiet>
      </Delete>`;
    expect(readXml(s3Contract, 'Delete', text)).toEqual({
      Objects: [{ Key: ' a b ' }, { Key: 'c', Size: 7 }],
      Quiet: true,
    });
  });

  test('every entity that XML has, however many', () => {
    const key = '&amp;&lt;&gt;&quot;&apos;&#13;&#xA;&#x1F600;'.repeat(2000);
    const read = readXml(s3Contract, 'Delete', `<Delete><Object><Key>${key}</Key></Object></Delete>`);
    expect(read).toEqual({ Objects: [{ Key: '&<>"\'\r\n\u{1F600}'.repeat(2000) }] });
  });

  test('CDATA, comments and attributes', () => {
    const text =
      '<Tagging><!-- x --><TagSet><Tag><Key x="1">a</Key><Value><![CDATA[<b>]]></Value></Tag></TagSet></Tagging>';
    expect(tagging(text)).toEqual({ TagSet: [{ Key: 'a', Value: '<b>' }] });
  });

  test.each([
    ['nothing', ''],
    ['no XML', 'a=b'],
    ['an element that does not end', '<Tagging><TagSet>'],
    ['two roots', '<Tagging/><Tagging/>'],
    ['an element twice', '<Tagging><TagSet/><TagSet/></Tagging>'],
    ['a made-up entity', '<Tagging><TagSet><Tag><Key>&x;</Key></Tag></TagSet></Tagging>'],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><Tagging><TagSet/></Tagging>'],
    ['a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Tagging>&x;</Tagging>'],
  ])('%s is malformed', (_, text) => {
    expect(() => tagging(text)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});

describe('writing', () => {
  test('lists, flattened lists, attributes and namespaces', () => {
    const writer = new XmlWriter(s3Contract);
    const grants = [{ Grantee: { Type: 'CanonicalUser', ID: 'a&b' }, Permission: 'READ' }];
    expect(writer.members('GetBucketAclOutput', { Grants: grants })).toBe(
      '<AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>a&amp;b</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList>',
    );
    const listed = { Contents: [{ Key: 'a', LastModified: 1 }], CommonPrefixes: [], IsTruncated: false };
    expect(writer.members('ListObjectsV2Output', listed)).toBe(
      '<Contents><Key>a</Key><LastModified>1970-01-01T00:00:01.000Z</LastModified></Contents><IsTruncated>false</IsTruncated>',
    );
  });

  test('members that are not there, or not in the model, are left out', () => {
    const output = { UserId: undefined, Account: '1', Secret: 'x' };
    expect(new XmlWriter(stsContract).members('GetCallerIdentityResponse', output)).toBe(
      '<Account>1</Account>',
    );
  });

  test('characters that XML cannot hold as they are', () => {
    expect(escapeXml('<a b="c">&\'\r\u0001')).toBe('&lt;a b=&quot;c&quot;&gt;&amp;&#39;&#xd;&#x1;');
  });

  test('times in each form', () => {
    expect(timestampText(1.5, 'date-time', false)).toBe('1970-01-01T00:00:01.500Z');
    expect(timestampText(1, 'date-time', false)).toBe('1970-01-01T00:00:01Z');
    expect(timestampText(1, 'http-date', true)).toBe('Thu, 01 Jan 1970 00:00:01 GMT');
    expect(timestampText(1.5, 'epoch-seconds', true)).toBe('1.5');
  });
});
