import { hash, verify } from "@node-rs/argon2";

/** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Longer ones cost time and protect nothing more. */
const maxLength = 512;

/** Compared with where there is no user, so that the answer takes as long. */
const nobodysHash = hash("nobody", options);

/** argon2id in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

/** False where there is no hash, after as much work as with one. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? (await nobodysHash), password.slice(0, maxLength));
  return isRight && passwordHash !== null && password.length <= maxLength;
}
