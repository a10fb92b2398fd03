import { MINUTE_WORDS } from '../../core/alertWords.ts';
import { href } from '../../core/href.ts';
import type { LetterLocale } from '../../core/letters.ts';
import { type Message, NO_PARTS } from '../../core/message.ts';
import type { NoticeData } from '../../core/noticeData.ts';
import type { Notice, NoticeKind } from '../../core/notices.ts';
import { lateNote, linkTo, stopOf, type Wording, whyOf } from './frame.ts';
import { factsOf } from './letters/wording.ts';
import { billDisagrees, chargesNearCeiling, heldBack, staleData } from './notices/data.ts';
import { jobFailing, jobStuck, jobWell } from './notices/jobs.ts';
import { jump } from './notices/jump.ts';
import { forChannels, report } from './notices/report.ts';
import { freed, stopNear, stopped } from './notices/stops.ts';
import { newModel, newRegion, outsideProfiles, ownersLeft, test, unpricedModel } from './notices/use.ts';
import { inLocale, moreWords, type NoticeWording, type WordedNotice } from './notices/wording.ts';

/** The words of each kind of notice. */
const WORDINGS: { readonly [K in NoticeKind]: NoticeWording<K> } = {
  heldBack,
  jobFailing,
  jobWell,
  jobStuck,
  ownersLeft,
  staleData,
  chargesNearCeiling,
  billDisagrees,
  unpricedModel,
  outsideProfiles,
  newModel,
  newRegion,
  jump,
  stopNear,
  stopped,
  freed,
  report,
  test,
};

/** Lines that a message names one by one. */
const LISTED = 20;

/** What somebody has to look at, as it is told. */
export function noticeMessage(notice: Notice, wording: Wording): Message {
  const { kind, lines, raisedAt } = notice;
  const { locale } = wording;
  const { type } = WORDINGS[kind];
  const { subject, lead, notes, links, tone = WORDINGS[kind].tone, ...parts } = wordsOf(notice, wording);
  return {
    ...NO_PARTS,
    ...parts,
    ...{ id: wording.id, type, tone, locale, raisedAt },
    about: notice.about || notice.id,
    subject,
    lead,
    // A report says itself as of when it is.
    facts: [
      ...(parts.facts ?? []),
      ...(kind === 'report' ? [] : factsOf([SEEN_AT[locale], MINUTE_WORDS[locale](raisedAt)])),
    ],
    notes: [...notes, ...lateNote(wording, raisedAt)],
    links,
    why: whyOf(wording),
    ...stopOf(wording, kind),
    data: {
      ...flat(toldData(notice, wording)),
      type,
      slices: lines.length,
      lines: lines.join('\n'),
      raisedAt,
    },
  };
}

const SEEN_AT: Readonly<Record<LetterLocale, string>> = { en: 'Seen at', ja: '確認日時' };

function wordsOf(notice: Notice, wording: Wording): WordedNotice {
  const { kind, data, lines } = notice;
  if (Object.keys(data).length === 0 && lines.length > 0) return fromLines(notice, wording);
  // What is kept of a kind is what it is worded from: whoever raises it holds to that.
  return (WORDINGS[kind] as NoticeWording<NoticeKind>).words(
    data as never as NoticeData[NoticeKind],
    wording,
  );
}

/** Of a notice from before there was data: its lines, as they were written then. */
function fromLines({ lines }: Notice, wording: Wording): WordedNotice {
  const { locale } = wording;
  const w = inLocale(locale, {
    en: { subject: 'Bedrock Ledger needs a look', lead: 'This was seen by Bedrock Ledger.', title: 'Seen' },
    ja: {
      subject: 'Bedrock Ledger からの確認のお願い',
      lead: 'Bedrock Ledger が次の点を検知しました。',
      title: '内容',
    },
  });
  return {
    subject: w.subject,
    lead: w.lead,
    lists: [
      { title: w.title, lines: lines.slice(0, LISTED), more: moreWords(locale, lines.length - LISTED) },
    ],
    notes: [],
    links: linkTo(wording, inLocale(locale, { en: 'Jobs', ja: 'ジョブ' }), () => href`/jobs`),
  };
}

const toldData = ({ kind, data }: Notice, { role }: Wording): Notice['data'] =>
  kind === 'report' && role === 'channel' ? forChannels(data as never as NoticeData['report']) : data;

/** For machines: plain values as they are, all else as JSON. */
const flat = (data: Notice['data']): Message['data'] =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
