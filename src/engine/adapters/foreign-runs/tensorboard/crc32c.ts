/** CRC-32C (Castagnoli), table by table as in RFC 3720, appendix B.4; Node has only the other CRC-32. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

export const crc32c = (bytes: Uint8Array): number => {
  let value = 0xffffffff;
  for (let index = 0; index < bytes.length; index += 1) {
    value = table[(value ^ bytes[index]!) & 0xff]! ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
};

/** As event files store it: rotated and moved, so that the checksum of data with checksums in it is no fixed point. */
export const maskedCrc32c = (bytes: Uint8Array): number => {
  const value = crc32c(bytes);
  return (((value >>> 15) | (value << 17)) + 0xa282ead8) >>> 0;
};
