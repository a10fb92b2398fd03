import { href } from '../../../core/href.ts';
import type { LetterData } from '../../../core/letters.ts';
import { factsOf, linkTo, type Wording } from './wording.ts';

/** To whoever asked: what became of it. */

type Data = LetterData['requestAnswered'];

const SUBJECT: Readonly<Record<'en' | 'ja', Record<Data['outcome'], (model: string) => string>>> = {
  en: {
    made: (model) => `Your profile is ready: ${model}`,
    declined: (model) => `Your request was declined: ${model}`,
    expired: (model) => `Nobody answered your request: ${model}`,
    failed: (model) => `Your profile could not be created: ${model}`,
  },
  ja: {
    made: (model) => `推論プロファイルを作成しました：${model}`,
    declined: (model) => `申請が却下されました：${model}`,
    expired: (model) => `申請は期限切れになりました：${model}`,
    failed: (model) => `推論プロファイルを作成できませんでした：${model}`,
  },
};

const SAID: Readonly<Record<'en' | 'ja', Record<Data['outcome'], (by: string) => string>>> = {
  en: {
    made: (by) => `Your request for an inference profile was approved by ${by}, and the profile is ready.`,
    declined: (by) => `Your request for an inference profile was declined by ${by}.`,
    expired: () => 'Nobody answered your request for an inference profile in time, so it has ended.',
    failed: (by) =>
      `Your request for an inference profile was approved by ${by}, but the profile could not be created.`,
  },
  ja: {
    made: (by) => `${by}が推論プロファイルの申請を承認しました。プロファイルは作成済みです。`,
    declined: (by) => `${by}が推論プロファイルの申請を却下しました。`,
    expired: () => '期限までに回答がなかったため、推論プロファイルの申請は終了しました。',
    failed: (by) => `${by}が推論プロファイルの申請を承認しましたが、プロファイルを作成できませんでした。`,
  },
};

/** The last part of an ARN is where the page of a profile is. */
const pageOf = ({ arn, requestId }: Data) =>
  arn === ''
    ? () => href`/requests/${requestId}`
    : () => href`/profiles/${arn.slice(arn.lastIndexOf('/') + 1)}`;

export const requestAnswered: Wording<'requestAnswered'> = {
  en: (data, link) => ({
    subject: SUBJECT.en[data.outcome](data.model),
    said: [SAID.en[data.outcome](data.by)],
    facts: factsOf(
      ['Model', `${data.model}`],
      ['Region and account', `${data.region}, ${data.accountId}`],
      ['Charged to', `cost center ${data.costCenter}`],
      data.why === '' ? null : ['Why', `${data.why}`],
      data.arn === '' ? null : ['ARN', `${data.arn}`],
    ),
    links: linkTo(
      data.outcome === 'made' ? 'The settings to paste' : 'The request, and how to ask again',
      link(pageOf(data)),
    ),
  }),
  ja: (data, link) => ({
    subject: SUBJECT.ja[data.outcome](data.model),
    said: [SAID.ja[data.outcome](data.by)],
    facts: factsOf(
      ['モデル', `${data.model}`],
      ['リージョンとアカウント', `${data.region}、${data.accountId}`],
      ['費用の計上先', `コストセンター ${data.costCenter}`],
      data.why === '' ? null : ['理由', `${data.why}`],
      data.arn === '' ? null : ['ARN', `${data.arn}`],
    ),
    links: linkTo(data.outcome === 'made' ? '貼り付け用の設定' : '申請の内容と再申請', link(pageOf(data))),
  }),
};
