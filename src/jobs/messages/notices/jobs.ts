import { MINUTE_WORDS } from '../../../core/alertWords.ts';
import { href } from '../../../core/href.ts';
import { JOB_WORDS } from '../../../core/jobWords.ts';
import type { LetterLocale } from '../../../core/letters.ts';
import { linkTo, type Wording } from '../frame.ts';
import { factsOf } from '../letters/wording.ts';
import { inLocale, moreWords, type NoticeWording } from './wording.ts';

/** Words about jobs: one fails, one is well again, one does not start. */

/** One that is not known any more is called as it was. */
const jobName = (job: string, locale: LetterLocale): string =>
  (JOB_WORDS[locale] as Readonly<Record<string, string>>)[job] ?? job;

const toJobs = (wording: Wording) =>
  linkTo(
    wording,
    inLocale(wording.locale, { en: 'Jobs and their runs', ja: 'ジョブと実行履歴' }),
    () => href`/jobs`,
  );

export const jobFailing: NoticeWording<'jobFailing'> = {
  type: 'job.failing',
  tone: 'urgent',
  words({ job, status, since, errors, more }, wording) {
    const { locale } = wording;
    const name = jobName(job, locale);
    const lines = errors.map(({ slice, error }) => (slice === job ? error : `${slice}: ${error}`));
    const part = status === 'partial';
    const w = inLocale(locale, {
      en: {
        subject: `A job does not do its work: ${name}`,
        lead: `The job “${name}” of Bedrock Ledger ${part ? 'could not do all of its work' : 'failed'}, for the first time at ${MINUTE_WORDS.en(since)}.`,
        says: 'Its last run says',
        note: 'The other jobs go on, and what this one reads stays as old as it is. It is tried again by itself; you are told once more when it is well. The page Jobs shows every run, and "bedrock-ledger doctor" says what is wrong.',
      },
      ja: {
        subject: `ジョブが正常に動いていません：${name}`,
        lead: `Bedrock Ledger のジョブ「${name}」が、${MINUTE_WORDS.ja(since)}から${part ? '一部しか完了していません' : '失敗しています'}。`,
        says: '最後の実行の内容',
        note: 'ほかのジョブは続行し、このジョブが読み込むデータは古いままになります。自動的に再試行され、復旧したときにもう一度お知らせします。実行履歴は「ジョブ」のページで、原因は「bedrock-ledger doctor」で確認できます。',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      lists: [{ title: w.says, lines, more: moreWords(locale, more) }],
      notes: [w.note],
      links: toJobs(wording),
    };
  },
};

export const jobWell: NoticeWording<'jobWell'> = {
  type: 'job.well',
  tone: 'good',
  words({ job, since }, wording) {
    const name = jobName(job, wording.locale);
    const w = inLocale(wording.locale, {
      en: {
        subject: `A job does its work again: ${name}`,
        lead: `The job “${name}” did all of its work again; it had not since ${MINUTE_WORDS.en(since)}.`,
        note: 'There is nothing to do.',
      },
      ja: {
        subject: `ジョブが復旧しました：${name}`,
        lead: `${MINUTE_WORDS.ja(since)}から正常に動いていなかったジョブ「${name}」が、すべての処理を完了しました。`,
        note: '対応は不要です。',
      },
    });
    return { subject: w.subject, lead: w.lead, notes: [w.note], links: toJobs(wording) };
  },
};

export const jobStuck: NoticeWording<'jobStuck'> = {
  type: 'job.stuck',
  tone: 'urgent',
  words({ job, lastStartedAt }, wording) {
    const name = jobName(job, wording.locale);
    const w = inLocale(wording.locale, {
      en: {
        subject: `A job does not start: ${name}`,
        lead: `The job “${name}” should have started again and has not since ${MINUTE_WORDS.en(lastStartedAt)}.`,
        last: 'Last start',
        note: 'What it reads grows old, and alerts with it. Look whether the server runs and whether another sync holds the ledger: "bedrock-ledger doctor" says which.',
      },
      ja: {
        subject: `ジョブが開始されていません：${name}`,
        lead: `ジョブ「${name}」が予定の時刻を過ぎても開始されていません（前回の開始：${MINUTE_WORDS.ja(lastStartedAt)}）。`,
        last: '前回の開始',
        note: 'このジョブが読み込むデータとアラートが古くなります。サーバーが動いているか、別の同期処理が台帳を占有していないかをご確認ください。「bedrock-ledger doctor」で原因を確認できます。',
      },
    });
    return {
      subject: w.subject,
      lead: w.lead,
      facts: factsOf([w.last, MINUTE_WORDS[wording.locale](lastStartedAt)]),
      notes: [w.note],
      links: toJobs(wording),
    };
  },
};
