/** A text in both languages, or one that needs no translation. */
type Words = string | Readonly<Record<Lang, string>>;

export type Lang = 'en' | 'ja';

/** Somebody whom one can be in the demo. */
export interface Persona {
  /** As the reader says it: "Engineer". */
  role: Words;
  email: string;
  name: string;
  groups: readonly string[];
  costCenter: string | null;
  /** The manager's e-mail. */
  manager: string | null;
  /** One line: what this person opens Bedrock Ledger for. */
  blurb: Words;
}

export const said = (words: Words, lang: Lang): string => (typeof words === 'string' ? words : words[lang]);
