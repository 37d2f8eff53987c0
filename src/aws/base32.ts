const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bytes in the digits that AWS makes its unique ids and access key ids of; five bits each, no padding. */
export function base32(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let at = 0; at < Math.ceil((bytes.length * 8) / 5); at += 1) {
    text = `${DIGITS[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return text;
}

/** The number that such digits write; what is no digit counts as none. */
export function readBase32(text: string): bigint {
  let bits = 0n;
  for (const digit of text.toUpperCase()) bits = (bits << 5n) | BigInt(Math.max(0, DIGITS.indexOf(digit)));
  return bits;
}
