/** `won` and `lost` are the merchant's, as in the card networks: `lost` means that the customer gets the money back. */
export const disputeStatuses = ['needs_response', 'under_review', 'won', 'lost', 'withdrawn'] as const;
export type DisputeStatus = (typeof disputeStatuses)[number];
