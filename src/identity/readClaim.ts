/** Claims as a provider sends them, and how one of them is found. */

export type Claims = Readonly<Record<string, unknown>>;

/**
 * Reads one claim by its exact name (`cognito:groups`, `https://example.com/groups`), else by a path with dots
 * (`realm_access.roles`).
 */
export function readClaim(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Claims)[part];
  }
  return value;
}

/** Whether the claim is there at all: null and empty text say nothing. */
export const hasClaim = (claims: Claims, name: string): boolean =>
  ![undefined, null, ''].includes(readClaim(claims, name) as undefined);

/** Directories often send lists: one of one is that one. */
export const onlyOne = (raw: unknown): unknown => (Array.isArray(raw) && raw.length <= 1 ? raw[0] : raw);
