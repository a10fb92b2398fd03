import { tidy } from '../core/signs.ts';

/** What is read from the enterprise attributes of a user. */
interface Enterprise {
  costCenter: string | null;
  /** What names the manager: a user id, as a rule. */
  manager: string | null;
}

/**
 * Reads the document `aws:identitystore:enterprise`. AWS's model does not say what is in it, only that it aligns with
 * SCIM (release of 2025-12-08), whose enterprise user has `costCenter` and `manager` with `value` and `$ref` (RFC 7643
 * §4.3). Names in other letters, numbers, and a manager that is a plain text are therefore read as well; what cannot be
 * read is null.
 */
export function enterpriseOf(document: unknown): Enterprise {
  const { costcenter, manager } = membersOf(document);
  const { value, $ref } = membersOf(manager);
  return {
    costCenter: textOf(costcenter),
    manager: textOf(manager) ?? textOf(value) ?? lastPartOf(textOf($ref)),
  };
}

/** A text as it is read everywhere; null for an empty one, for what is no text, and for `-`, which in files says so. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = tidy(String(value));
  return text === '' || text === '-' ? null : text;
}

/** Of `../Users/ID` the id. */
const lastPartOf = (reference: string | null) => textOf(reference?.split('/').at(-1));

/** An object's members by their names in small letters; none for anything else. */
function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}
