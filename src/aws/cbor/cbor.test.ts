import { cbor } from '@smithy/core/cbor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceContract } from '../contract/contract.ts';
import { ecsContract } from '../contract/ecs.gen.ts';
import { TextTable } from '../contract/table.ts';
import { CborTag, decodeCbor } from './cbor-decoder.ts';
import { encodeCbor } from './cbor-encoder.ts';
import { cborInput } from './cbor-input.ts';

const contract: ServiceContract = {
  ...ecsContract,
  shapes: new TextTable(`
All {"kind":"structure","members":{"Text":"String","On":"Boolean","Count":"Integer","Long":"Long","Ratio":"Double","Half":"Float","At":"Timestamp","Bytes":"Blob","Few":"SmallBlob","List":"Times","Map":"Blobs","Free":"Document","Deep":"All"}}
SmallBlob {"kind":"blob","max":8}
Times {"kind":"list","member":"Timestamp"}
Blobs {"kind":"map","key":"String","value":"Blob"}
`),
};

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const encoded = (shape: string, value: unknown): string => encodeCbor(contract, shape, value).toString('hex');
const read = (text: string): unknown => cborInput(contract, 'All', decodeCbor(hex(text)));

describe('decoding', () => {
  // RFC 8949, appendix A.
  test.each([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['20', -1],
    ['3903e7', -1000],
    ['f90000', 0],
    ['f98000', -0],
    ['f93c00', 1],
    ['f97bff', 65_504],
    ['f90001', 5.960464477539063e-8],
    ['f9c400', -4],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['f97c00', Infinity],
    ['fb7ff8000000000000', Number.NaN],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['60', ''],
    ['62c3bc', 'ü'],
    ['64f0908591', '\u{10151}'],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['83010203', [1, 2, 3]],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['c11a514b67b0', new CborTag(1, 1_363_896_240)],
  ])('%s', (bytes, value) => {
    expect(decodeCbor(hex(bytes))).toEqual(value);
  });

  test('strings of bytes, whole and in pieces', () => {
    expect(decodeCbor(hex('4401020304'))).toEqual(Buffer.from([1, 2, 3, 4]));
    expect(decodeCbor(hex('5f42010243030405ff'))).toEqual(Buffer.from([1, 2, 3, 4, 5]));
  });

  test('a key __proto__ is data', () => {
    const value = decodeCbor(hex('a1 695f5f70726f746f5f5f a1 61 61 01'));
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(value).not.toHaveProperty('a');
  });

  test.each([
    ['nothing', ''],
    ['a length that is reserved', '1c'],
    ['a break that ends nothing', 'ff'],
    ['a simple value of nobody', 'f8 20'],
    ['an open tag', 'df 00'],
    ['half an integer', '19 03'],
    ['half a string', '62 61'],
    ['a list that does not end', '9f 01'],
    ['a map that ends behind a key', 'bf 6161 ff'],
    ['pieces of another kind', '7f 41 61 ff'],
    ['pieces in pieces', '7f 7f 61 61 ff ff'],
    ['a character in two pieces', '7f 61 c3 61 bc ff'],
    ['more than one value', '00 00'],
  ])('%s is refused', (_, bytes) => {
    expect(() => decodeCbor(hex(bytes))).toThrow(expect.objectContaining({ code: 'SerializationException' }));
  });

  test('any bytes are a value or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          decodeCbor(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'SerializationException' });
        }
      }),
    );
  });
});

describe('encoding', () => {
  test.each([
    ['Integer', 23, '17'],
    ['Integer', -1, '20'],
    ['Integer', 24, '1818'],
    ['Integer', 256, '190100'],
    ['Long', 2 ** 32, '1b0000000100000000'],
    ['Long', -(2 ** 32), '3affffffff'],
    ['Double', 1, 'fb3ff0000000000000'],
    ['Float', 0.5, 'fa3f000000'],
    ['Float', 1.1, 'fb3ff199999999999a'],
    ['Timestamp', 1, 'c1fb3ff0000000000000'],
    ['Blob', 'AQID', '43010203'],
    ['SmallBlob', 'AQID', '43010203'],
    ['String', 'ü', '62c3bc'],
    ['Boolean', true, 'f5'],
    ['Times', [1], '81c1fb3ff0000000000000'],
    ['Blobs', { a: 'AQID' }, 'a1616143010203'],
    ['All', { Text: undefined, Count: 1, Nowhere: 2 }, 'a165436f756e7401'],
    ['Document', { a: [1, null, 'x'] }, 'a161618301f66178'],
  ])('a %s', (shape, value, bytes) => {
    expect(encoded(shape, value)).toBe(bytes);
  });

  test('what grows beyond the first buffer', () => {
    const list = Array.from({ length: 300 }, (_, index) => index);
    expect(cbor.deserialize(encodeCbor(contract, 'Times', list))).toHaveLength(300);
    const text = '€'.repeat(70_000);
    expect(cbor.deserialize(encodeCbor(contract, 'String', text))).toBe(text);
  });

  test('documents come back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const bytes = encodeCbor(contract, 'Document', value);
        // JSON has no minus zero either.
        const expected = JSON.parse(JSON.stringify(value)) as unknown;
        expect(decodeCbor(bytes)).toEqual(expected);
      }),
    );
  });
});

describe('as JSON would hold it', () => {
  test('bytes and times, at any depth', () => {
    const bytes = encodeCbor(contract, 'All', {
      Bytes: 'AQID',
      At: 1.5,
      Deep: { List: [1, 2], Map: { a: 'AQID' } },
      Free: { a: 1 },
    });
    expect(read(bytes.toString('hex'))).toEqual({
      Bytes: 'AQID',
      At: 1.5,
      Deep: { List: [1, 2], Map: { a: 'AQID' } },
      Free: { a: 1 },
    });
  });

  test('members that the model has not are left behind, whatever they hold', () => {
    expect(read('a2 6161 c001 6162 4101')).toEqual({});
  });

  test.each([
    ['bytes for a structure', '41 01', 'BYTE_STRING cannot be converted to All'],
    ['text for bytes', 'a1 65 4279746573 61 61', 'STRING cannot be converted to Blob'],
    ['a number without a tag for a time', 'a1 62 4174 01', 'NUMBER cannot be converted to Timestamp'],
    ['a time that is text', 'a1 62 4174 c0 61 61', 'TAG_0 cannot be converted to Timestamp'],
    ['bytes in a document', 'a1 64 46726565 81 41 01', 'BYTE_STRING cannot be converted to Document'],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(message);
  });
});
