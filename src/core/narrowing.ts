/** What of somebody's spend a budget is about, where it is not all of it. Pure. */

/** `family`: models such as `claude-opus`; `vendor`: such as `anthropic`; `tag`: profiles that bear a further tag. */
export type Narrowing =
  | { kind: 'family'; key: string }
  | { kind: 'vendor'; key: string }
  | { kind: 'tag'; key: string; value: string };

/** As it is kept and typed: `family:claude-opus`, `vendor:anthropic`, `tag:Project=Atlas`; '' for all of it. */
export function narrowingText(narrowing: Narrowing | null): string {
  if (narrowing === null) return '';
  return narrowing.kind === 'tag'
    ? `tag:${narrowing.key}=${narrowing.value}`
    : `${narrowing.kind}:${narrowing.key}`;
}

/** Reads it as `narrowingText` writes it; `undefined`: it says nothing that is known. */
export function narrowingFrom(text: string): Narrowing | null | undefined {
  if (text === '') return null;
  const [, kind, rest = ''] = /^(family|vendor|tag):(.+)$/su.exec(text) ?? [];
  if (kind === 'family' || kind === 'vendor') return { kind, key: rest };
  if (kind !== 'tag') return undefined;
  const at = rest.indexOf('=');
  return at <= 0 || at === rest.length - 1
    ? undefined
    : { kind, key: rest.slice(0, at), value: rest.slice(at + 1) };
}
