const suffixAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const idPattern = /^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/;
/** Characters 4 to 6 name the instance, the rest counts. */
const instance = "Lo0";
const counterLength = 9;

export function isId(value: string): boolean {
  return idPattern.test(value);
}

/** Completes 15 characters with the check suffix: bit k of a block is set where its character k is upper case. */
export function toId18(id: string): string {
  return id.length === 18 ? id : id + suffixOf(id, 0) + suffixOf(id, 5) + suffixOf(id, 10);
}

/** Ids of one type, always the same ones in the same order. */
export function createIdSequence(keyPrefix: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return toId18(keyPrefix + instance + base62(count).padStart(counterLength, "0"));
  };
}

function suffixOf(id: string, start: number): string {
  let bits = 0;
  for (let index = 0; index < 5; index += 1) {
    const code = id.charCodeAt(start + index);
    if (code >= 65 && code <= 90) bits |= 1 << index;
  }
  return suffixAlphabet.charAt(bits);
}

function base62(value: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = digits.charAt(rest % 62) + text;
  return text;
}
