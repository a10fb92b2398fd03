import { monthWords } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import { money } from '../../../core/money.ts';
import { inThrees, usd } from '../../../core/usd.ts';
import { linkTo } from '../frame.ts';
import { factsOf } from '../letters/wording.ts';
import { inLocale, type NoticeWording } from './wording.ts';

/** Words about how models are used: new ones, without a price, round the profiles, by people who left. */

export const newModel: NoticeWording<'newModel'> = {
  type: 'model.new',
  tone: 'news',
  words({ model, modelKey, day, spent }, wording) {
    const w = inLocale(wording.locale, {
      en: {
        subject: `A new model is used: ${model}`,
        lead: `${model} is used for the first time: ${usd(money(spent))} since ${day} (UTC).`,
        note: 'If everybody may use it, nothing is to be done. Which models the policies allow is on the page Policies.',
        link: 'Who uses it',
      },
      ja: {
        subject: `新しいモデルが使われ始めました：${model}`,
        lead: `${model} が初めて使われました（${day}以降${usd(money(spent))}、UTC）。`,
        note: '利用を認めている場合、対応は不要です。許可しているモデルは「ポリシー」のページで確認できます。',
        link: 'ユーザーを見る',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/models/${modelKey}`),
    };
  },
};

export const newRegion: NoticeWording<'newRegion'> = {
  type: 'region.new',
  tone: 'news',
  words({ region, day, spent }, wording) {
    const w = inLocale(wording.locale, {
      en: {
        subject: `A new Region is used: ${region}`,
        lead: `Models in ${region} are called for the first time: ${usd(money(spent))} since ${day} (UTC).`,
        note: 'If that is not wanted, narrow the Regions on the page Policies and print the policies anew.',
        link: 'Policies in force',
      },
      ja: {
        subject: `新しいリージョンが使われ始めました：${region}`,
        lead: `${region} のモデルが初めて呼び出されました（${day}以降${usd(money(spent))}、UTC）。`,
        note: '意図しない利用の場合は、「ポリシー」のページでリージョンを絞り込み、ポリシーを出力し直してください。',
        link: '有効なポリシー',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/policies/in-force`),
    };
  },
};

export const unpricedModel: NoticeWording<'unpricedModel'> = {
  type: 'model.unpriced',
  tone: 'warning',
  words({ model, day, tokens }, wording) {
    const w = inLocale(wording.locale, {
      en: {
        subject: `A model without a price is used: ${model}`,
        lead: `${inThrees(tokens)} tokens of ${model} have no price since ${day} (UTC).`,
        note: 'Against budgets they count at the cautious rate, and totals say “at least”. Once AWS bills them the price is learned by itself; to have one now: "bedrock-ledger rates set".',
        link: 'Rates',
      },
      ja: {
        subject: `単価のないモデルが使われています：${model}`,
        lead: `${day}（UTC）以降、${model} の${inThrees(tokens)}トークンの単価が未定です。`,
        note: '予算に対しては安全側の単価で計算し、合計は「以上」と表示します。AWS が請求すると単価は自動的に学習されます。すぐに設定する場合は「bedrock-ledger rates set」をご利用ください。',
        link: '単価',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/rates`),
    };
  },
};

export const outsideProfiles: NoticeWording<'outsideProfiles'> = {
  type: 'spend.outsideProfiles',
  tone: 'warning',
  words({ month, spent, models }, wording) {
    const { locale } = wording;
    const name = monthWords(month, locale);
    const w = inLocale(locale, {
      en: {
        subject: `Models are called without a profile: ${usd(money(spent))} in ${name}`,
        lead: `${usd(money(spent))} was spent in ${name} (UTC) by calls that use no inference profile. Nobody is charged for them, and no budget counts them.`,
        models: 'Models',
        note: 'The page Bypass says who is likely to call them and what ends it; the printed policies allow models only through profiles.',
        link: 'Who goes round the profiles',
      },
      ja: {
        subject: `プロファイルを使わない呼び出しがあります：${name}、${usd(money(spent))}`,
        lead: `${name}（UTC）に、推論プロファイルを使わない呼び出しで${usd(money(spent))}が利用されました。誰にも配賦されず、予算にも計上されません。`,
        models: 'モデル',
        note: '呼び出し元の候補と止め方は「プロファイル外利用」のページで確認できます。出力されるポリシーは、プロファイル経由の呼び出しだけを許可します。',
        link: 'プロファイル外利用を見る',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      facts: factsOf([w.models, models.join(locale === 'ja' ? '、' : ', ')]),
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/bypass`),
    };
  },
};

export const ownersLeft: NoticeWording<'ownersLeft'> = {
  type: 'people.left',
  tone: 'warning',
  words({ people }, wording) {
    const { locale } = wording;
    const w = inLocale(locale, {
      en: {
        subject: 'People left who still have profiles',
        lead: 'The directory says that these have left. Their profiles can still be called.',
        title: 'Who left, and their profiles',
        line: (email: string, count: number, named: string) =>
          `${email}: ${count === 1 ? '1 profile' : `${count} profiles`} (${named})`,
        note: 'Hand the profiles over to somebody, or retire them: the page Hygiene has a button for each.',
        link: 'Profiles of people who left',
      },
      ja: {
        subject: '退職したユーザーのプロファイルが残っています',
        lead: 'ディレクトリによると、次のユーザーは退職しています。プロファイルは引き続き呼び出せる状態です。',
        title: '退職したユーザーとプロファイル',
        line: (email: string, count: number, named: string) => `${email}：${count}件（${named}）`,
        note: 'ほかのユーザーに引き継ぐか、削除してください。「整備」のページから1件ずつ対処できます。',
        link: '退職したユーザーのプロファイル',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      lists: [
        { title: w.title, lines: people.map((one) => w.line(one.email, one.profiles, one.named)), more: '' },
      ],
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/profiles/hygiene`),
    };
  },
};

export const test: NoticeWording<'test'> = {
  type: 'test',
  tone: 'news',
  words({ channel }, wording) {
    const w = inLocale(wording.locale, {
      en: {
        subject: `A test of the channel ${channel}`,
        lead: `This is a test: Bedrock Ledger reaches you by the channel ${channel}.`,
        note: 'There is nothing to do.',
        link: 'Open Bedrock Ledger',
      },
      ja: {
        subject: `通知手段「${channel}」のテスト`,
        lead: `これはテストです。Bedrock Ledger からの通知は「${channel}」で届きます。`,
        note: '対応は不要です。',
        link: 'Bedrock Ledger を開く',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      notes: [w.note],
      links: linkTo(wording, w.link, () => href`/`),
    };
  },
};
