/** The attribution view's table as it leaves the page: a row for each model or profile. */

import type { ExportedTable } from '../../../core/export/exportedTable';
import type { PageAttributionReport, PageState } from '../../../protocol/usagePage/state';
import { TOKEN_KINDS, totalTokens } from '../../../core/usage/usage';
import { amountIn } from '../billing/rows';
import { limitRows, moneyValue, sampleLine } from '../tables/exportColumns';
import type { Format } from '../../format';
import type { Strings } from '../../../protocol/usagePage/strings';
import { cellOf, limitLines } from '../tables/tsv';
import { fill } from '../messages';

/** Raw values with their units. */
export function exportedAttribution(
  { start, end, asOf, classes, notes, missing }: PageAttributionReport,
  state: PageState,
  t: Strings,
  f: Format,
): ExportedTable {
  return limitRows(
    {
      title: t.attributionTable,
      columns: [
        { id: 'class', label: t.columnClass },
        { id: 'tagged', label: t.columnTagged },
        { id: 'id', label: t.columnModelOrProfileId },
        { id: 'profile', label: t.columnProfile },
        { id: 'owner', label: t.columnOwner },
        { id: 'model', label: t.columnModel },
        { id: 'tier', label: t.columnTier },
        { id: 'estimate', label: t.estimate, unit: 'USD' },
        { id: 'estimateWhole', label: t.rawWhole },
        { id: 'unpricedTokens', label: t.rawUnpriced },
        ...TOKEN_KINDS.map((kind) => ({ id: kind, label: t[`kinds.${kind}`], unit: 'tokens' })),
        { id: 'total', label: t.totalTokens },
        { id: 'price', label: t.columnPriceSource },
      ],
      rows: classes.flatMap(({ label, tagged, subjects }) =>
        subjects.map(({ id, name, owner, model, tier, price, money, unpriced, tokens }) => [
          label,
          tagged ? t.yes : t.no,
          id,
          name ?? null,
          owner ?? null,
          model,
          tier,
          moneyValue({ amount: amountIn(money) }),
          money.whole ? t.yes : t.no,
          unpriced,
          ...TOKEN_KINDS.map((kind) => tokens[kind]),
          totalTokens(tokens),
          price,
        ]),
      ),
      about: [
        ...sampleLine(state, t),
        `${t.span}: ${fill(t.spanInZone, f.span(start, end), f.zone(end))}`,
        `${t.source}: ${state.source}`,
        `${t.asOf}: ${new Date(asOf).toISOString()}`,
        ...missing,
        ...notes,
        state.prices.sentence,
      ],
    },
    t,
  );
}

/** The same as tab-separated text. */
export function copiedAttribution({ columns, rows, about }: ExportedTable, t: Strings): string {
  const line = (cells: readonly (string | number | null)[]): string =>
    cells.map((cell) => (typeof cell === 'string' ? cellOf(cell) : (cell ?? ''))).join('\t');
  const head = line(columns.map(({ label, unit }) => (unit === undefined ? label : `${label} (${unit})`)));
  return limitLines({ head, lines: rows.map(line), foot: [], about }, t);
}
