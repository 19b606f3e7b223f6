// Reference client of RFC 9474, suite RSABSSA-SHA384-PSS-Randomized, for browsers (secure contexts) and Node 20. It
// needs BigInt and WebCrypto only. Byte strings are Uint8Array; keys are the JWK that the server publishes; the state
// is plain JSON, to be kept in this browser until the blind signature has come.
//
//   const message = prepare()
//   const { blinded, state } = await blind(key, message)
//   // the server signs `blinded`, against the invitation: ask again with the same one if the answer is lost
//   const signature = finalize(key, state, blindSignature)
//   // later: the answer goes along with `message` and `signature`

const HASH = 'SHA-384'
const HASH_BYTES = 48
const SALT_BYTES = 48
const MESSAGE_BYTES = 64

export function prepare() {
  return randomBytes(MESSAGE_BYTES)
}

export async function blind(key, message) {
  if (message.length !== MESSAGE_BYTES) throw new Error('not a prepared message')
  const n = number(fromBase64URL(key.n))
  return blindWith(key, message, randomBytes(SALT_BYTES), randomUnit(n))
}

// The random choices are given, which the RFC's test vectors need and nobody else may do.
export async function blindWith(key, message, salt, factor) {
  const { n, e, length } = parse(key)
  const encoded = number(await encodePSS(message, bitLength(n) - 1, salt))
  const inverse = inverseOf(factor, n)
  if (inverse === undefined || inverseOf(encoded, n) === undefined) throw new Error('not coprime to the modulus')
  const blinded = bytes((encoded * power(factor, e, n)) % n, length)
  return { blinded, state: { encoded: encoded.toString(16), inverse: inverse.toString(16) } }
}

export function finalize(key, state, blindSignature) {
  const { n, e, length } = parse(key)
  if (blindSignature.length !== length) throw new Error('not a blind signature')
  const signature = (number(blindSignature) * BigInt('0x' + state.inverse)) % n
  if (power(signature, e, n) !== BigInt('0x' + state.encoded)) throw new Error('not signed by this key')
  return bytes(signature, length)
}

function parse(key) {
  const modulus = fromBase64URL(key.n)
  return { n: number(modulus), e: number(fromBase64URL(key.e)), length: modulus.length }
}

// EMSA-PSS-ENCODE, RFC 8017, section 9.1.1
async function encodePSS(message, bits, salt) {
  const length = Math.ceil(bits / 8)
  const hash = await digest(concat(new Uint8Array(8), await digest(message), salt))
  const block = new Uint8Array(length - HASH_BYTES - 1)
  block[block.length - salt.length - 1] = 1
  block.set(salt, block.length - salt.length)
  const mask = await maskOf(hash, block.length)
  const masked = block.map((byte, i) => byte ^ mask[i])
  masked[0] &= 0xff >> (8 * length - bits)
  return concat(masked, hash, Uint8Array.of(0xbc))
}

// MGF1, RFC 8017, appendix B.2.1
async function maskOf(seed, length) {
  const blocks = []
  for (let i = 0; i * HASH_BYTES < length; i++) blocks.push(await digest(concat(seed, bytes(BigInt(i), 4))))
  return concat(...blocks).slice(0, length)
}

async function digest(data) {
  return new Uint8Array(await crypto.subtle.digest(HASH, data))
}

function power(base, exponent, n) {
  let result = 1n
  for (let square = base % n; exponent > 0n; exponent >>= 1n, square = (square * square) % n) {
    if (exponent & 1n) result = (result * square) % n
  }
  return result
}

// The extended Euclidean algorithm; undefined for what shares a factor with n.
function inverseOf(a, n) {
  let [r, next, s, nextS] = [n, a % n, 0n, 1n]
  while (next > 0n) [r, next, s, nextS] = [next, r % next, nextS, s - (r / next) * nextS]
  return r === 1n ? ((s % n) + n) % n : undefined
}

// Uniform among what has an inverse, by drawing again.
function randomUnit(n) {
  const bits = bitLength(n)
  for (;;) {
    const drawn = number(randomBytes(Math.ceil(bits / 8))) >> BigInt((8 - (bits % 8)) % 8)
    if (drawn < n && inverseOf(drawn, n) !== undefined) return drawn
  }
}

const randomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))
const concat = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]))
const bitLength = (n) => n.toString(2).length
const number = (data) => BigInt('0x0' + Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(''))
const bytes = (n, length) =>
  Uint8Array.from(n.toString(16).padStart(2 * length, '0').match(/../g), (pair) => parseInt(pair, 16))
const fromBase64URL = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
