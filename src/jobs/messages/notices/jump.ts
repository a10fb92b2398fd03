import { DAY_WORDS, MINUTE_WORDS } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import { ofJa, personJa } from '../../../core/japanese.ts';
import type { LetterLocale } from '../../../core/letters.ts';
import { money } from '../../../core/money.ts';
import type { NoticeData } from '../../../core/noticeData.ts';
import { addDays, weekdayOf } from '../../../core/periods.ts';
import { usd } from '../../../core/usd.ts';
import { linkTo } from '../frame.ts';
import { factsOf } from '../letters/wording.ts';
import { inLocale, type NoticeWording } from './wording.ts';

/** Words about a day far beyond somebody's habit. */

const WEEKDAYS: Readonly<Record<LetterLocale, readonly string[]>> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  ja: ['日曜日', '月曜日', '火曜日', '水曜日', '木曜日', '金曜日', '土曜日'],
};

/** What is usual on such a weekday, as a range. */
function usualWords({ low, high }: NoticeData['jump'], locale: LetterLocale): string {
  const [from, to] = [money(low), money(high)];
  if (to === 0n) return inLocale(locale, { en: 'nothing', ja: '利用なし' });
  return inLocale(locale, { en: `${usd(from)} to ${usd(to)}`, ja: `${usd(from)}〜${usd(to)}` });
}

export const jump: NoticeWording<'jump'> = {
  type: 'spend.jump',
  tone: 'warning',
  words(data, wording) {
    const { user, userName, day, since, until, model, profile, region } = data;
    const isOwn = wording.role === 'spender';
    const { locale } = wording;
    const who = locale === 'ja' ? personJa(user, userName) : userName === '' ? user : `${userName} (${user})`;
    const [spent, usual] = [usd(money(data.spent)), usualWords(data, locale)];
    const weekday = WEEKDAYS[locale][weekdayOf(day)] ?? '';
    const on = DAY_WORDS[locale](day);
    const w = inLocale(locale, {
      en: {
        subject: `${isOwn ? 'You spent' : `${who} spent`} ${spent} on ${on}: far more than usual`,
        lead: `${isOwn ? 'You' : who} spent ${spent} on ${weekday}, ${on} (UTC)${until === '' ? '' : ' so far'}. On a usual ${weekday} it is ${usual}.`,
        spent: `Spent on ${on}`,
        estimated: `${spent}, estimated from tokens`,
        usual: `On a usual ${weekday}`,
        since: 'Since',
        until: 'Known up to',
        model: 'Most of it on the model',
        profile: 'Most of it by the profile',
        region: 'In the Region',
        note: isOwn
          ? 'If that is your doing, nothing is to be done. If not, look for a program that runs on: an agent in a loop, a job that repeats, stolen credentials. End it, and tell your administrators if you do not know it.'
          : 'It may be wanted: ask them. If not, a program may be running on: an agent in a loop, a job that repeats, stolen credentials.',
        again: 'You are told once, until it is over or has become usual.',
        link: 'See what it went to',
      },
      ja: {
        subject: `${isOwn ? '' : ofJa(who)}${on}の利用額が${spent}で、ふだんを大きく上回っています`,
        lead: `${isOwn ? '' : ofJa(who)}${on}（${weekday}、UTC）の利用額は${until === '' ? '' : '現時点で'}${spent}です。${money(data.high) === 0n ? `ふだんの${weekday}に利用はありません。` : `ふだんの${weekday}は${usual}です。`}`,
        spent: `${on}の利用額`,
        estimated: `${spent}（トークン数からの推定）`,
        usual: `ふだんの${weekday}`,
        since: '始まった日',
        until: '集計時点',
        model: '最も多いモデル',
        profile: '最も多いプロファイル',
        region: 'リージョン',
        note: isOwn
          ? 'ご自身の利用であれば対応は不要です。心当たりがない場合は、ループしているエージェント、繰り返し実行されているジョブ、認証情報の漏えいがないかを確認し、該当するものを停止してください。不明な場合は管理者にご連絡ください。'
          : '意図した利用の可能性もありますので、ご本人にご確認ください。そうでない場合は、ループしているエージェント、繰り返し実行されているジョブ、認証情報の漏えいなどが考えられます。',
        again: '収まるか、ふだんの水準になるまで、お知らせは一度だけです。',
        link: '内訳を見る',
      },
    });
    const range = { start: day, endExclusive: addDays(day, 1) };
    return {
      subject: w.subject,
      lead: w.lead,
      facts: factsOf(
        [w.spent, data.estimated ? w.estimated : spent],
        [w.usual, usual],
        since === day ? null : [w.since, DAY_WORDS[locale](since)],
        until === '' ? null : [w.until, MINUTE_WORDS[locale](until)],
        model === '' ? null : [w.model, model],
        profile === '' ? null : [w.profile, profile],
        region === '' ? null : [w.region, region],
      ),
      notes: [w.note, w.again],
      links: linkTo(wording, w.link, () => (isOwn ? href`/me?${range}` : href`/users/${user}?${range}`)),
    };
  },
};
