import { MINUTE_WORDS, monthWords } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import type { LetterLocale } from '../../../core/letters.ts';
import { money } from '../../../core/money.ts';
import type { NoticeData } from '../../../core/noticeData.ts';
import { inThrees, usd } from '../../../core/usd.ts';
import { linkTo } from '../frame.ts';
import { inLocale, moreWords, type NoticeWording } from './wording.ts';

/** Words about what AWS says and what is read of it: answers held back, old data, charges, the bill. */

const SOURCES: Readonly<Record<LetterLocale, Readonly<Record<string, string>>>> = {
  en: {
    charges: 'Bill',
    usage: 'Token usage',
    profiles: 'Inference profiles',
    tags: 'Tags of profiles',
    catalogue: 'Models',
  },
  ja: {
    charges: '請求',
    usage: 'トークン使用量',
    profiles: '推論プロファイル',
    tags: 'プロファイルのタグ',
    catalogue: 'モデル',
  },
};
/** Of the bill: which of its readings. */
const PARTS: Readonly<Record<LetterLocale, Readonly<Record<string, string>>>> = {
  en: {
    usage: 'lines of usage',
    others: 'credits, taxes and other records',
    profile: 'by the tag of profiles',
    owner: 'by the tags of owners',
    principal: 'by IAM caller',
  },
  ja: {
    usage: '利用の明細',
    others: 'クレジットや税などの明細',
    profile: 'プロファイルのタグ別',
    owner: '所有者のタグ別',
    principal: 'IAM の呼び出し元別',
  },
};
const partName = (source: string, name: string, locale: LetterLocale): string => {
  if (source !== 'charges') return name;
  const [part = '', ...account] = name.split(' ');
  return [PARTS[locale][part] ?? part, ...account].join(locale === 'ja' ? '、アカウント' : ' of account ');
};
const sourceName = (source: string, locale: LetterLocale): string => SOURCES[locale][source] ?? source;

type HeldSum = NoticeData['heldBack']['sums'][number];

function heldLine({ source, name, from, until, days, unit, before, after }: HeldSum, locale: LetterLocale) {
  const amount = (value: string) => (unit === 'usd' ? usd(money(value)) : inThrees(value));
  const when =
    days === 0 ? '' : from === until ? from : locale === 'ja' ? `${from}〜${until}` : `${from} to ${until}`;
  const called = partName(source, name, locale);
  const about = when === '' ? called : `${called}${locale === 'ja' ? '、' : ', '}${when}`;
  return locale === 'ja'
    ? `${sourceName(source, locale)}（${about}）：以前は${amount(before)}${unit === 'entries' ? '件' : ''}、今回の応答は${amount(after)}${unit === 'entries' ? '件' : ''}`
    : `${sourceName(source, locale)} (${about}): ${amount(before)}${unit === 'entries' ? ' entries' : ''} before, ${amount(after)} in AWS's answer`;
}

export const heldBack: NoticeWording<'heldBack'> = {
  type: 'quarantine.held',
  tone: 'warning',
  words({ sums }, wording) {
    const { locale } = wording;
    const w = inLocale(locale, {
      en: {
        subject: 'AWS says much less than before: held back until it is confirmed',
        lead: 'AWS answered without an error, and with much less than it had said itself before.',
        title: 'Held back',
        note: 'What was held stays. AWS is asked again; what it still says hours later is believed. To believe it now: "bedrock-ledger sync --force", or the page Jobs.',
        link: 'See what is held back',
      },
      ja: {
        subject: 'AWS の応答が以前より大幅に少ないため、確認できるまで保留しています',
        lead: 'AWS はエラーなしで応答しましたが、内容が以前より大幅に少なくなっています。',
        title: '保留中の応答',
        note: '保存済みのデータはそのまま維持します。AWS に再度問い合わせ、数時間後も同じ内容であれば採用します。すぐに採用する場合は「bedrock-ledger sync --force」または「ジョブ」のページをご利用ください。',
        link: '保留中の応答を見る',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      lists: [{ title: w.title, lines: sums.map((one) => heldLine(one, locale)), more: '' }],
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/jobs`),
    };
  },
};

export const staleData: NoticeWording<'staleData'> = {
  type: 'data.stale',
  tone: 'warning',
  words({ sources, more }, wording) {
    const { locale } = wording;
    const w = inLocale(locale, {
      en: {
        subject: 'Data is old: a source has not been read as often as it should be',
        lead: `${sources.length + more === 1 ? 'A source has' : `${sources.length + more} sources have`} not been read as often as they should be. Figures that rest on them are as old, and so are alerts.`,
        title: 'Not read since',
        note: 'It is tried again by itself. If it stays so, look at the page Jobs for what AWS answers; permissions that were taken away and expired credentials are the usual reasons.',
        link: 'Jobs and their runs',
      },
      ja: {
        subject: 'データが古くなっています：予定どおりに読み込めていないデータがあります',
        lead: `${sources.length + more}件のデータを予定どおりに読み込めていません。該当する金額とアラートは古い時点のものになります。`,
        title: '最後に読み込んだ日時',
        note: '自動的に再試行されます。続く場合は「ジョブ」のページで AWS の応答をご確認ください。権限の削除や認証情報の期限切れが主な原因です。',
        link: 'ジョブと実行履歴',
      },
    });
    const lines = sources.map(({ source, slice, since, error }) => {
      const [name, at] = [sourceName(source, locale), since === '' ? '–' : MINUTE_WORDS[locale](since)];
      const why = error === '' ? '' : inLocale(locale, { en: ` – ${error}`, ja: `、${error}` });
      return inLocale(locale, {
        en: `${name} (${slice}): ${at}${why}`,
        ja: `${name}（${slice}）：${at}${why}`,
      });
    });
    return {
      subject: w.subject,
      lead: w.lead,
      lists: [{ title: w.title, lines, more: moreWords(locale, more) }],
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/jobs`),
    };
  },
};

export const chargesNearCeiling: NoticeWording<'chargesNearCeiling'> = {
  type: 'aws.charges',
  tone: 'warning',
  words({ month, spent, ceiling, at }, wording) {
    const { locale } = wording;
    const isOver = at >= 100;
    const w = inLocale(locale, {
      en: {
        subject: isOver
          ? `The ceiling for requests to AWS is reached: ${usd(money(spent))} in ${monthWords(month, locale)}`
          : `${at} % of the ceiling for requests to AWS is used`,
        lead: `AWS charged ${usd(money(spent))} for Bedrock Ledger’s own requests in ${monthWords(month, locale)} (UTC); the ceiling is ${usd(money(ceiling))}.`,
        meter: `${at} % of the ceiling used`,
        note: isOver
          ? 'Watching has stopped until the next month, or until awsChargeCeiling is raised: figures grow old, and no alert comes.'
          : 'At the ceiling, watching stops until the next month. Raise awsChargeCeiling in the settings if that is not wanted.',
        link: 'What AWS charges for which requests',
      },
      ja: {
        subject: isOver
          ? `AWS へのリクエスト料金が上限に達しました：${monthWords(month, locale)}、${usd(money(spent))}`
          : `AWS へのリクエスト料金が上限の${at}%に達しました`,
        lead: `${monthWords(month, locale)}（UTC）の Bedrock Ledger 自身のリクエスト料金は${usd(money(spent))}です（上限：${usd(money(ceiling))}）。`,
        meter: `上限の${at}%を利用`,
        note: isOver
          ? '翌月になるか awsChargeCeiling を引き上げるまで、監視は停止します。金額は古くなり、アラートも届きません。'
          : '上限に達すると、翌月まで監視が停止します。必要に応じて設定の awsChargeCeiling を引き上げてください。',
        link: 'リクエスト料金の内訳',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      meter: { usedPercent: at, estimatedPercent: 0, forecastPercent: null, words: w.meter },
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/jobs`),
    };
  },
};

export const billDisagrees: NoticeWording<'billDisagrees'> = {
  type: 'bill.disagrees',
  tone: 'warning',
  words({ month, days, more }, wording) {
    const { locale } = wording;
    const name = monthWords(month, locale);
    const w = inLocale(locale, {
      en: {
        subject: `The bill of ${name} is not what was estimated`,
        lead: `On some days of ${name} AWS billed what lies outside the range that was estimated. The bill counts.`,
        title: 'The largest differences',
        columns: ['Day', 'Model', 'Estimated', 'Billed'],
        note: 'Usual reasons: a price that changed, a discount, or usage that metrics do not show. The page Reconciliation leads to the lines of each day.',
        link: 'Reconciliation',
      },
      ja: {
        subject: `${name}の請求額が推定の範囲と一致しません`,
        lead: `${name}に、AWS の請求額が推定の範囲から外れた日があります。金額には請求額を採用しています。`,
        title: '差の大きい日',
        columns: ['日', 'モデル', '推定', '請求'],
        note: '単価の変更、割引、メトリクスに現れない利用などが主な原因です。「照合」のページから各日の明細を確認できます。',
        link: '照合',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      tables: [
        {
          title: w.title,
          columns: w.columns,
          rows: days.map(({ day, model, estimated, billed }) => [
            day,
            model,
            usd(money(estimated)),
            usd(money(billed)),
          ]),
        },
      ],
      notes: [...(more > 0 ? [moreWords(locale, more)] : []), w.note],
      links: linkTo(wording, w.link, () => href`/reconciliation?${{ month }}`),
    };
  },
};
