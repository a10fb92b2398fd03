/** Words about what is charged to whom. */

export interface ChargeBackWords {
  title: string;
  intro: string;
  summary: string;
  detail: string;
  unbilled: string;
  lead(said: ChargeBackLead): string;
  /** How that comes to the invoice. */
  way(said: ChargeBackLead): string;
  /** Where it is said why nobody owns a part of it. */
  mend: string;
}

/** Amounts as they are shown; null: there is none. */
export interface ChargeBackLead {
  period: string;
  spent: string;
  charged: string;
  centers: number;
  nobodys: string | null;
  unbilled: string | null;
  /** What the bill of days that are not billed in full has beyond their estimate. */
  beyond: string | null;
  /** Tax, credits, refunds and discounts together, and whether they make the bill less. */
  others: string | null;
  isLess: boolean;
  /** What the invoice comes to. */
  billed: string;
}

export const chargeBackEn: ChargeBackWords = {
  title: 'Charge-back',
  intro:
    'What is charged to whom. The summary has a row for each cost center and for each reason why nobody owns some; the detail has one for each person, model and profile. Both come to the same total, and "Billed" to the invoice.',
  summary: 'Summary',
  detail: 'Detail',
  unbilled: 'Not billed',
  lead: ({ period, spent, charged, centers, nobodys }) =>
    [
      centers === 0
        ? `${period}: nothing of ${spent} is charged to a cost center.`
        : `${period}: ${charged} of ${spent} is charged to ${centers === 1 ? 'one cost center' : `${centers} cost centers`}.`,
      nobodys !== null && `Nobody is charged for ${nobodys}.`,
    ]
      .filter(Boolean)
      .join(' '),
  way: ({ unbilled, beyond, others, isLess, billed }) =>
    [
      unbilled !== null && `${unbilled} is not on the bill.`,
      beyond !== null && `The bill has ${beyond} more than is counted so far.`,
      others === null
        ? `The bill comes to ${billed}.`
        : `Discounts, credits, refunds and tax come to ${others} ${isLess ? 'less' : 'more'}: the bill is ${billed}.`,
    ]
      .filter(Boolean)
      .join(' '),
  mend: 'Why nobody owns it, and what mends it',
};
