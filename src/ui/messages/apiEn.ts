/** Words about what programs may change: the page of the API, tokens, and refusals. */

export const apiWords = {
  sent: 'Send',
  field: 'Field',
  optional: 'may be left out',
  writes: 'changes something',
};

export const accessWords = {
  vend: 'makes and deletes inference profiles in AWS, for whom you may; it reads none of your figures',
  budget: 'sets, changes, raises and ends budgets, where you may; it reads no spend and no list',
  writes: 'Writing',
};

export const invalidApi = {
  sourceTwice: 'Say either the source, or model and geography.',
  geographyOfModel: (there: readonly string[]) =>
    `Say one of the ways that this model has there: ${there.join(', ')}.`,
};

export const notJson = 'The API takes JSON, and what was sent is something else. Nothing was changed.';
