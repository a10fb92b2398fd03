import { DAY_WORDS, MINUTE_WORDS, narrowedWords, periodWords, whoWords } from '../../../core/alertWords.ts';
import type { BudgetPeriod } from '../../../core/budgetPeriods.ts';
import { href, scopeHref } from '../../../core/href.ts';
import { ofJa } from '../../../core/japanese.ts';
import type { LetterLocale } from '../../../core/letters.ts';
import { money } from '../../../core/money.ts';
import type { NoticeData } from '../../../core/noticeData.ts';
import { usd } from '../../../core/usd.ts';
import { linkTo, type Wording } from '../frame.ts';
import { factsOf } from '../letters/wording.ts';
import { inLocale, type NoticeWording } from './wording.ts';

/** Words about stops by hard budgets: that one is near, that somebody is stopped, that models answer again. */

type About = NoticeData['stopped' | 'stopNear' | 'freed'];

/** Whoever reads it is held to it themselves. */
const isOwn = ({ scope, key }: About, { target }: Wording): boolean => scope === 'user' && key === target;

const who = ({ scope, key }: About, { locale, nameOf }: Wording): string =>
  whoWords(
    { scopeKind: scope, scopeKey: key },
    locale,
    scope === 'user' || scope === 'team' ? nameOf(key) : '',
  );

/** The budget's period and what it is narrowed to. */
const budgetOf = ({ period, start, end, narrow }: About, locale: LetterLocale): string =>
  (period === '' ? start : periodWords(period as BudgetPeriod, start, end, locale)) +
  narrowedWords(narrow, locale);

const pageOf = ({ scope, key }: About, own: boolean): string => (own ? href`/me` : scopeHref(scope, key));

/** The grace that may be taken, and whom to ask. */
function notesOf(data: About, wording: Wording): string[] {
  const { grace, graceHours, contact } = data;
  const own = isOwn(data, wording);
  const w = inLocale(wording.locale, {
    en: {
      grace: `Once in this period you can give yourself ${grace === '' ? '' : usd(money(grace))} more for ${graceHours} hours, on your page.`,
      ask: own ? `Whom to ask: ${contact}.` : `Whoever is stopped asks ${contact}.`,
      more: 'More budget is asked for on your page as well.',
    },
    ja: {
      grace: `この期間に1回、ご自身のページで${grace === '' ? '' : usd(money(grace))}の猶予（${graceHours}時間）を利用できます。`,
      ask: `問い合わせ先：${contact}`,
      more: '予算の増額も、ご自身のページから申請できます。',
    },
  });
  return [
    ...(own && grace !== '' ? [w.grace] : []),
    ...(own ? [w.more] : []),
    ...(contact === '' ? [] : [w.ask]),
  ];
}

export const stopNear: NoticeWording<'stopNear'> = {
  type: 'stop.near',
  tone: 'warning',
  words(data, wording) {
    const { locale } = wording;
    const own = isOwn(data, wording);
    const [left, limit] = [usd(money(data.left)), usd(money(data.limit))];
    const w = inLocale(locale, {
      en: {
        subject: own ? `Models stop in about ${left}` : `${who(data, wording)}: models stop in about ${left}`,
        lead: `${own ? 'Your' : 'The'} budget of ${limit} (${budgetOf(data, locale)}) is nearly used up: ${left} is left. Then models answer no more until ${DAY_WORDS.en(data.end)} (UTC).`,
        link: own ? 'What you use, and your grace' : 'See what it went to',
      },
      ja: {
        subject: own
          ? `あと約${left}でモデルの利用が停止します`
          : `${who(data, wording)}：あと約${left}でモデルの利用が停止します`,
        lead: `${own ? 'ご自身の' : ''}予算${limit}（${budgetOf(data, locale)}）の残りが${left}になりました。使い切ると、${DAY_WORDS.ja(data.end)}（UTC）までモデルは応答しません。`,
        link: own ? '利用状況と猶予を見る' : '内訳を見る',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      notes: notesOf(data, wording),
      links: linkTo(wording, w.link, () => pageOf(data, own)),
    };
  },
};

export const stopped: NoticeWording<'stopped'> = {
  type: 'stop.begun',
  tone: 'urgent',
  words(data, wording) {
    const { locale } = wording;
    const own = isOwn(data, wording);
    const [counted, limit] = [usd(money(data.counted)), usd(money(data.limit))];
    const w = inLocale(locale, {
      en: {
        subject: own
          ? 'Models do not answer you any more: your budget is used up'
          : `${who(data, wording)} is stopped: the budget is used up`,
        lead: `${counted} counts against ${own ? 'your' : 'the'} budget of ${limit} (${budgetOf(data, locale)}). Models answer again from ${DAY_WORDS.en(data.end)} (UTC), or once the budget is raised or somebody releases ${own ? 'you' : 'it'}.`,
        since: 'Stopped since',
        until: 'Until',
        client:
          'Clients show an error 403, AccessDeniedException, "with an explicit deny in an identity-based policy".',
        link: own ? 'Why, and what you can do' : 'Who is stopped',
      },
      ja: {
        subject: own
          ? '予算を使い切ったため、モデルの利用を停止しました'
          : `${ofJa(who(data, wording))}利用を停止しました（予算の使い切り）`,
        lead: `${own ? 'ご自身の' : ''}予算${limit}（${budgetOf(data, locale)}）に対する計上額が${counted}になりました。${DAY_WORDS.ja(data.end)}（UTC）になるか、予算の増額または停止の解除が行われると、モデルは再び応答します。`,
        since: '停止日時',
        until: '終了',
        client:
          'ご利用のツールには、エラー403（AccessDeniedException、「with an explicit deny in an identity-based policy」）が表示されます。',
        link: own ? '理由と対応を見る' : '停止の一覧',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      facts: factsOf([w.since, MINUTE_WORDS[locale](data.since)], [w.until, DAY_WORDS[locale](data.end)]),
      notes: [w.client, ...notesOf(data, wording)],
      links: linkTo(wording, w.link, () => (own ? href`/me` : href`/stops`)),
    };
  },
};

export const freed: NoticeWording<'freed'> = {
  type: 'stop.ended',
  tone: 'good',
  words(data, wording) {
    const { locale } = wording;
    const own = isOwn(data, wording);
    const until = data.until === '' ? '' : MINUTE_WORDS[locale](data.until);
    const w = inLocale(locale, {
      en: {
        subject: own ? 'Models answer you again' : `${who(data, wording)} is not stopped any more`,
        lead: `The stop by the budget of ${budgetOf(data, locale)} is over: ${WHY.en[data.why]}.${until === '' ? '' : ` This holds until ${until}.`} It takes a minute or two until every profile answers.`,
        link: own ? 'What you use' : 'See what it went to',
      },
      ja: {
        subject: own ? 'モデルを再び利用できます' : `${ofJa(who(data, wording))}停止を解除しました`,
        lead: `予算（${budgetOf(data, locale)}）による停止が終了しました（理由：${WHY.ja[data.why]}）。${until === '' ? '' : `${until}まで有効です。`}すべてのプロファイルが応答するまで1〜2分かかります。`,
        link: own ? '利用状況を見る' : '内訳を見る',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      notes: [],
      links: linkTo(wording, w.link, () => pageOf(data, own)),
    };
  },
};

const WHY: Readonly<Record<LetterLocale, Readonly<Record<NoticeData['freed']['why'], string>>>> = {
  en: {
    period: 'a new period has begun',
    raised: 'the budget was raised',
    fell: 'newer figures are below the limit',
    grace: 'a grace was taken',
    released: 'somebody released it',
    exempt: 'the group is never stopped',
    budget: 'the budget holds no more',
    off: 'budgets stop nobody any more',
  },
  ja: {
    period: '新しい期間の開始',
    raised: '予算の増額',
    fell: '最新の金額が上限を下回ったため',
    grace: '猶予の利用',
    released: '手動による解除',
    exempt: '停止対象外のグループへの所属',
    budget: '予算の終了',
    off: '予算による停止機能の終了',
  },
};
