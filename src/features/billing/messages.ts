/** Sentences about the bill and its comparison with the estimate: what a request costs, and what the numbers cover. */

import { l10n } from 'vscode';
import { COST_EXPLORER_REQUEST_USD } from '../../core/billing/charges';
import { paragraph } from '../../ui/messages/paragraph';

/** What loading the bill costs. @param findsServices whether Bedrock's services have to be found first. */
export const billPriceText = (findsServices: boolean): string =>
  paragraph(
    l10n.t(
      'Cost Explorer charges ${0} per page of results, usually one or two pages. Results are kept for all windows until there can be new data.',
      COST_EXPLORER_REQUEST_USD,
    ),
    findsServices ? l10n.t('One more request is sent first, to find the services that belong to Bedrock.') : undefined,
  );

/** No charge has a value of the tag. */
export const tagWithoutValuesText = (key: string): string =>
  l10n.t('No charges have the tag {0}. It may not be active as a cost allocation tag.', key);

/** How many requests the bill took. @param next the earliest time of new data, formatted. */
export const requestsText = (requests: number, next: string): string =>
  requests === 1
    ? l10n.t('1 request to Cost Explorer. No new data before {0}.', next)
    : l10n.t('{0} requests to Cost Explorer. No new data before {1}.', requests, next);

/** What comparing costs while the bill that is loaded is the newest. */
export const comparingIsFreeText = (): string =>
  l10n.t(
    'There is no newer bill yet, so comparing sends no requests to Cost Explorer. Daily usage comes from CloudWatch ($0.01 per 1,000 metrics).',
  );

/** What comparing costs. @param cost of the requests, formatted. */
export const comparingPriceText = (requests: number, cost: string): string =>
  l10n.t(
    'Cost Explorer requests: {0} ({1}, more if results have several pages), so that all data is from the same time. Daily usage of all profiles comes from CloudWatch ($0.01 per 1,000 metrics). Results are kept.',
    requests,
    cost,
  );

/** What estimate and bill cover. */
export const coverageText = (region: string): string =>
  l10n.t(
    'Days are in UTC. The estimate covers {0}; the bill covers usage in the whole account, before credits and tax.',
    region,
  );

/** @param day the last complete day of the bill, formatted. */
export const lastCompleteDayText = (day: string): string => l10n.t('Last complete day of the bill: {0}.', day);

/** The parts of the bill were loaded at different times. */
export const differentTimesText = (): string =>
  l10n.t(
    'Cost Explorer’s data is from different times of the day, so details of incomplete days are approximate. Refresh to load all of it at once.',
  );

/** How many profiles are left out. */
export const unreadableProfilesText = (profiles: number): string =>
  l10n.t('Profiles not included because their tags can’t be read: {0}.', profiles);
