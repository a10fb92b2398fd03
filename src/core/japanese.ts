/** Names in Japanese sentences. Pure. */

/** A name before a particle: `佐藤 健 さん`, `ann@example.com `. */
export const spacedJa = (name: string): string => `${name}${/[!-~]$/.test(name) ? ' ' : ''}`;

/** A name with の behind it: `佐藤 健 さんの`, `ann@example.com の`. */
export const ofJa = (name: string): string => `${spacedJa(name)}の`;

/** Somebody by name and address; by the address alone where there is no name. */
export const personJa = (email: string, name: string): string =>
  name === '' ? `${email} さん` : `${name} さん（${email}）`;
