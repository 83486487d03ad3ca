/** Where policies and reports are shown, as package.json knows it. */

export const SCHEMES = { policy: 'bedrock-tally-policy', report: 'bedrock-tally-report' } as const;
export type Scheme = (typeof SCHEMES)[keyof typeof SCHEMES];
