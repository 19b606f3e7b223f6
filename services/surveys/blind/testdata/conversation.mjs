// Lets a test speak with the reference client: one JSON request a line, one JSON answer a line, bytes as base64.
import { createInterface } from 'node:readline'
import { blind, blindWith, finalize, prepare } from './client.mjs'

// Browsers have it, and Node from version 19 on.
globalThis.crypto ??= (await import('node:crypto')).webcrypto

const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'))
const base64 = (data) => Buffer.from(data).toString('base64')

// What has nothing to do with the client itself: WebCrypto's own verification.
async function verifies(jwk, message, signature) {
  const scheme = { name: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 }
  const key = await crypto.subtle.importKey('jwk', jwk, scheme, false, ['verify'])
  return crypto.subtle.verify(scheme, key, signature, message)
}

const steps = {
  async blind({ key }) {
    const message = prepare()
    const { blinded, state } = await blind(key, message)
    return { message: base64(message), blinded: base64(blinded), state }
  },
  async blindWith({ key, message, salt, factor }) {
    const { blinded, state } = await blindWith(key, fromBase64(message), fromBase64(salt), BigInt('0x' + factor))
    return { blinded: base64(blinded), state }
  },
  async unblind({ key, message, state, blindSignature }) {
    const signature = finalize(key, state, fromBase64(blindSignature))
    return { signature: base64(signature), verifies: await verifies(key, fromBase64(message), signature) }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...request } = JSON.parse(line)
  const answer = await steps[step](request).catch((error) => ({ error: error.message }))
  process.stdout.write(JSON.stringify(answer) + '\n')
}
