/** How people write their names: with accents, or in kanji, where their e-mail address has plain letters. */

const ACCENTED: Record<string, string> = {
  elena: 'Élena',
  fatima: 'Fátima',
  ines: 'Inês',
  maria: 'María',
  tomas: 'Tomáš',
  zoe: 'Zoë',
  diaz: 'Díaz',
  garcia: 'García',
  lopez: 'López',
  martin: 'Martín',
  muller: 'Müller',
  novak: 'Novák',
  perez: 'Pérez',
};
const KANJI: Record<string, string> = {
  aiko: '愛子',
  akira: '明',
  daichi: '大地',
  hana: '花',
  haruto: '陽翔',
  hiro: '浩',
  kaito: '海斗',
  kei: '圭',
  mei: '芽衣',
  naoki: '直樹',
  rin: '凛',
  ryo: '涼',
  sakura: '桜',
  taro: '太郎',
  yuki: '雪',
  abe: '阿部',
  endo: '遠藤',
  fujita: '藤田',
  hayashi: '林',
  ito: '伊藤',
  kato: '加藤',
  kimura: '木村',
  kobayashi: '小林',
  mori: '森',
  nakamura: '中村',
  okada: '岡田',
  saito: '斎藤',
  sato: '佐藤',
  suzuki: '鈴木',
  tanaka: '田中',
  watanabe: '渡辺',
  yamada: '山田',
  yoshida: '吉田',
};

interface WrittenName {
  given: string;
  family: string;
  /** Given name first, but for names in kanji. */
  display: string;
}

/** The name of somebody with an address `given.family@…`; who has two Japanese names writes both in kanji. */
export function nameFrom(email: string): WrittenName {
  const [first = '', last = ''] = (email.split('@')[0] ?? '').replace(/\d+$/, '').split('.');
  const [given, family] = [KANJI[first], KANJI[last]];
  if (given !== undefined && family !== undefined) return { given, family, display: `${family} ${given}` };
  const latin = { given: written(first), family: written(last) };
  return { ...latin, display: `${latin.given} ${latin.family}` };
}

const written = (plain: string) => ACCENTED[plain] ?? capitalized(plain);

/** The first letter as a capital. */
export const capitalized = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `ana.lopez@example.com` as `Ana.Lopez@example.com`. */
export function inCapitals(email: string): string {
  const [user = '', domain] = email.split('@');
  return `${user.split('.').map(capitalized).join('.')}@${domain}`;
}
