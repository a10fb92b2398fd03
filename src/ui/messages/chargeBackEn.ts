/** Words about what is charged to whom. */

export interface ChargeBackWords {
  title: string;
  intro: string;
  summary: string;
  detail: string;
  unbilled: string;
  /** @param spent the total, @param billed what the invoice comes to */
  lead(spent: string, billed: string): string;
}

export const chargeBackEn: ChargeBackWords = {
  title: 'Charge-back',
  intro:
    'What is charged to whom: the summary has a row for each cost center and for each reason why nobody owns some, the detail one for each person, model and profile. Both come to the same, and "billed" to the invoice.',
  summary: 'Summary',
  detail: 'Detail',
  unbilled: 'Not billed',
  lead: (spent, billed) => `${spent} was spent; the bill comes to ${billed}, with tax, credits and refunds.`,
};
