const PRIME = 0x01000193;

/** A 32-bit checksum of bytes: FNV-1a over words of four bytes, in four lanes so that it runs at memory speed. */
export function checksum(bytes: Uint8Array): number {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  let a = 0x811c9dc5;
  let b = a ^ 1;
  let c = a ^ 2;
  let d = a ^ 3;
  let word = 0;
  for (; word + 3 < words.length; word += 4) {
    a = Math.imul(a ^ words[word]!, PRIME);
    b = Math.imul(b ^ words[word + 1]!, PRIME);
    c = Math.imul(c ^ words[word + 2]!, PRIME);
    d = Math.imul(d ^ words[word + 3]!, PRIME);
  }
  for (; word < words.length; word++) a = Math.imul(a ^ words[word]!, PRIME);
  for (let at = words.length * 4; at < aligned.length; at++) b = Math.imul(b ^ aligned[at]!, PRIME);
  let sum = bytes.length;
  for (const lane of [a, b, c, d]) sum = Math.imul(sum ^ lane ^ (lane >>> 15), PRIME);
  return sum >>> 0;
}
