/** Cost Explorer's filter expressions. */

import type { BillLine } from '../billing/billLine';
import { validation } from '../errors';
import type { Input } from '../input';
import { readDimension, type Dimension } from './costInput';

export type LineFilter = (line: BillLine) => boolean;

const ROOTS = ['And', 'Or', 'Not', 'Tags', 'Dimensions', 'CostCategories'] as const;

/** The value of a dimension on a line. */
export function dimensionOf(line: BillLine, dimension: Dimension): string {
  switch (dimension) {
    case 'SERVICE':
      return line.service;
    case 'USAGE_TYPE':
      return line.usageType;
    case 'LINKED_ACCOUNT':
      return line.account;
    case 'REGION':
      return line.region;
    case 'RECORD_TYPE':
      return line.recordType;
    case 'OPERATION':
      return line.operation;
  }
}

function readMatch(leaf: Input, allowed: readonly string[]): readonly string[] {
  const options = leaf.texts('MatchOptions') ?? [];
  const wrong = options.find((option) => !allowed.includes(option));
  if (wrong !== undefined) throw validation(`MatchOption ${wrong} is not supported for this operation.`);
  return options;
}

function readValues(leaf: Input): ReadonlySet<string> {
  const values = leaf.texts('Values') ?? [];
  if (values.length === 0) throw validation('Expression must have at least one value.');
  return new Set(values);
}

function dimensions(leaf: Input): LineFilter {
  const dimension = readDimension(leaf.text('Key'));
  readMatch(leaf, ['EQUALS', 'CASE_SENSITIVE']);
  const values = readValues(leaf);
  return (line) => values.has(dimensionOf(line, dimension));
}

/** An empty value means a line without the tag, or with the tag empty. */
function tags(leaf: Input): LineFilter {
  const key = leaf.text('Key') ?? '';
  if (key === '') throw validation('Tag key must be specified.');
  const match = readMatch(leaf, ['EQUALS', 'ABSENT', 'CASE_SENSITIVE']);
  if (match.includes('ABSENT')) return (line) => (line.tags.get(key) ?? '') === '';
  const values = readValues(leaf);
  return (line) => values.has(line.tags.get(key) ?? '');
}

function several(expression: Input, root: 'And' | 'Or'): readonly LineFilter[] {
  const operands = expression.list(root) ?? [];
  if (operands.length < 2) throw validation(`${root} expression must have at least 2 operands`);
  return operands.map(readExpression);
}

/** Throws ValidationException for an expression that AWS would refuse. */
export function readExpression(expression: Input): LineFilter {
  const [root, ...more] = ROOTS.filter((name) => expression.has(name));
  if (root === undefined || more.length > 0) {
    throw validation(
      'Expression has zero or more than one roots. Only one root operator is allowed for each expression: "and", "or", "not", "tag" or "dimensionValue"',
    );
  }
  const child = expression.fields[root];
  switch (root) {
    case 'And': {
      const operands = several(expression, root);
      return (line) => operands.every((operand) => operand(line));
    }
    case 'Or': {
      const operands = several(expression, root);
      return (line) => operands.some((operand) => operand(line));
    }
    case 'Not': {
      const operand = readExpression(expression.object(root) ?? expression);
      return (line) => !operand(line);
    }
    case 'Tags':
      return tags(expression.object(root) ?? expression);
    case 'Dimensions':
      return dimensions(expression.object(root) ?? expression);
    case 'CostCategories':
      throw validation(`The account has no cost category ${JSON.stringify(child)}.`);
  }
}

/** The parameter Filter; without it, all lines match. */
export function readFilter(input: Input): LineFilter {
  const filter = input.object('Filter');
  return filter ? readExpression(filter) : () => true;
}
