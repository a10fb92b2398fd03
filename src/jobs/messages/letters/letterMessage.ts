import { publicAddress } from '../../../core/href.ts';
import type { AboutAny, Letter, LetterKind, LetterLocale } from '../../../core/letters.ts';
import { type Answer, type Message, NO_PARTS, type Tone } from '../../../core/message.ts';
import { type Wording as Framed, lateNote, personWords, stopOf, whyOf } from '../frame.ts';
import { budgetAnswered } from './budgetAnswered.ts';
import { budgetAsked } from './budgetAsked.ts';
import { requestAnswered } from './requestAnswered.ts';
import { requestAsked } from './requestAsked.ts';
import { rolledOver } from './rolledOver.ts';
import type { Worded, Wording } from './wording.ts';

/** The words of each kind of letter, a file for each. */
const WORDINGS: { readonly [K in LetterKind]: Wording<K> } = {
  requestAsked,
  requestAnswered,
  budgetAsked,
  budgetAnswered,
  rolledOver,
};

/** What is made here as text of several lines. */
const TEXTS: ReadonlySet<string> = new Set(['environment', 'claudeCode']);

/** What somebody wrote stands on its own line: a break in a reason would begin a line that looks like one of the letter's. */
const inLines = <Data extends object>(data: Data): Data =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' && !TEXTS.has(key)
        ? value.replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, ' / ')
        : value,
    ]),
  ) as Data;

/** Words are of one kind and its data: which the type of a letter holds together. */
const wordedBy = <K extends LetterKind>(
  { kind, data, locale }: Extract<Letter, { kind: K }>,
  link: (made: () => string) => string,
): Worded => (WORDINGS[kind as K] as Wording<K>)[locale](inLines(data) as never, link);

/** The same letter with those whom it names by name; what machines read keeps the addresses. */
function named<L extends Letter>(letter: L, { nameOf }: Framed): L {
  const data = letter.data as Readonly<Record<string, unknown>>;
  const said = Object.fromEntries(
    ['by', 'deputyFor'].flatMap((key) => {
      const email = data[key];
      return typeof email === 'string' && email !== ''
        ? [[key, personWords(email, letter.locale, nameOf(email))]]
        : [];
    }),
  );
  return { ...letter, data: { ...data, ...said } };
}

/** A letter in its language. Who is asked may answer where they read it, on channels that know who presses. */
export function letterMessage(letter: Letter, wording: Framed): Message {
  const { kind, to, locale, data, raisedAt } = letter;
  const { publicUrl } = wording;
  const link = (made: () => string) => (publicUrl === null ? '' : publicAddress(publicUrl, made));
  const { subject, said, notes = [], ...parts } = wordedBy(named(letter, wording), link);
  const flat = Object.entries(data).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.join('\n') : value,
  ]);
  return {
    ...NO_PARTS,
    ...parts,
    ...{ id: wording.id, type: `letter.${kind}`, tone: TONES[kind], locale, raisedAt },
    about: letter.about || letter.id,
    subject,
    lead: said.join(locale === 'ja' ? '' : ' '),
    notes: [...notes, ...lateNote({ ...wording, locale }, raisedAt)],
    answers: answersTo(letter),
    why: whyOf({ ...wording, locale }),
    ...stopOf(wording, kind),
    data: { ...Object.fromEntries(flat), type: `letter.${kind}`, to, raisedAt },
  };
}

const TONES: Readonly<Record<LetterKind, Tone>> = {
  requestAsked: 'warning',
  budgetAsked: 'warning',
  requestAnswered: 'news',
  budgetAnswered: 'news',
  rolledOver: 'news',
};

const ANSWERS: Readonly<Record<LetterLocale, Readonly<Record<Answer['answer'], string>>>> = {
  en: { approve: 'Approve', decline: 'Decline' },
  ja: { approve: '承認', decline: '却下' },
};

function answersTo({ kind, data, locale }: Letter): Answer[] {
  if (kind !== 'requestAsked' && kind !== 'budgetAsked') return [];
  const { requestId } = data as AboutAny;
  const words = ANSWERS[locale];
  return (['approve', 'decline'] as const).map((answer) => ({ label: words[answer], requestId, answer }));
}
