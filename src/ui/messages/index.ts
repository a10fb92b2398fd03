import { en, type Messages } from './en.ts';
import { ja } from './ja.ts';

export const LOCALES = ['en', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];
const CATALOGUE: Readonly<Record<Locale, Messages>> = { en, ja };

export const messagesOf = (locale: Locale): Messages => CATALOGUE[locale];
export const isLocale = (text: string | undefined): text is Locale =>
  LOCALES.some((locale) => locale === text);

/** The first language of an Accept-Language header that there is. */
export function preferredLocale(header: string | undefined): Locale {
  const wanted = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find(isLocale) ?? 'en';
}
export type { Messages };
