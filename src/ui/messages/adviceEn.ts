/** Words about what would have cost somebody less. */

export const advice = {
  title: 'What would cost less',
  intro: (first: string, last: string) =>
    `Calculated from the tokens of ${first} to ${last} at today’s rates, where both are known.`,
  less: (saved: string) => `${saved} less`,
  /** What it is of, behind the amount; `model` is what was used, `cost` what it cost, `instead` what it would have cost. */
  words: {
    newer: (model: string, other: string, cost: string, instead: string) =>
      `the tokens of ${model} cost ${cost}; the same on ${other}, a newer version, would have cost ${instead}.`,
    other: (model: string, other: string, cost: string, instead: string) =>
      `the tokens of ${model} cost ${cost}; the same on ${other} would have cost ${instead}.`,
    cacheUnread: (model: string, times: string, cost: string, instead: string) =>
      `what was written to the cache of ${model} was read ${times} times. Writing and reading cost ${cost}; as input, without a cache, the same would have cost ${instead}.`,
    /** @param share null: nothing */
    cacheReads: (model: string, share: string | null) =>
      `for each tenth of the input of ${model} that is read from the cache. Of what was sent there, ${share === null ? 'nothing' : `only ${share}`} came from the cache.`,
    batch: (model: string) => `for each tenth of the use of ${model} that can wait for a batch job.`,
    flex: (model: string) => `for each tenth of the use of ${model} that can wait for the flex tier.`,
  },
  /** What it does not say. */
  notes: {
    newer: 'Answers may differ, and another version may count the same text as more or fewer tokens.',
    other: 'Answers differ in quality, and another model may count the same text as more or fewer tokens.',
    cacheUnread: 'A cache pays where the same beginning of a prompt is sent again before it expires.',
  },
  /** Money per million tokens. */
  cacheNote: (input: string, read: string, write: string, pays: bigint) =>
    `A million tokens cost ${input} as input, ${write} to write to the cache and ${read} to read from it: it pays from the ${pays === 1n ? 'first' : `${pays}th`} reading on, before the cache expires.`,
  docs: 'Prompt caching in the AWS documentation',
  getProfile: (model: string) => `Get a profile of ${model}`,
  how: 'How this was calculated',
  columns: { cost: 'Cost', rate: 'Rate per million', instead: 'Would have cost', from: 'Rate from' },
  /** Which rates were taken. */
  basis: (route: string, region: string, day: string) =>
    `Cost is as on the bill, or estimated where the bill does not count yet. Rates: ${route}, ${region}, in force on ${day}.`,
  tenth: 'The tokens are a tenth of those of these days.',
};
export type AdviceWords = typeof advice;
