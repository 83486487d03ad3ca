import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { stripComments } from 'jsonc-parser';
import { Document, Lexer, parse, parseDocument, visit } from 'yaml';
import type { Agent } from '../../../src/agents/agent';
import { aider } from '../../../src/agents/adapters/aider';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { continueAgent } from '../../../src/agents/adapters/continue/continue';
import { kilo, openCode } from '../../../src/agents/adapters/openCode/openCode';
import { isAgentProblem } from '../../../src/agents/problem';
import { runsOf } from '../../host/matrix';
import type { Target } from '../../../src/agents/target';
import { SECRET as GATEWAY_SECRET, throughGateway } from './gatewayRoute';
import { Machine, ONE, SET } from './machine';
import {
  withEdit,
  valueAt,
  type Edit,
  type Format,
  type Json,
  type KeyPath,
} from '../../../src/agents/documents/document';
import { parseFormat } from '../../../src/agents/documents/load';

const SECRET = 'hush-hush';

/** Keys that the plans set, so that other values are often found there. */
const KEYS = [
  'model',
  'env',
  'provider',
  'models',
  'amazon-bedrock',
  'awsRegion',
  'set-env',
  'AWS_REGION',
  'modelOverrides',
];
const key = fc.oneof(fc.constantFrom(...KEYS), fc.string(), fc.constantFrom('__proto__', 'constructor', 'a.b', ''));
const leaf = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom<Json>({ apiKey: SECRET }, [SECRET], { 'x-any': { name: SECRET } }),
);
const { value: anything } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const contents = fc
  .array(fc.tuple(key, anything), { maxLength: 6 })
  .map((entries): Json => Object.fromEntries(entries));
/** As JSON keeps it: no negative zero. */
const jsonOf = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

const indents = fc.constantFrom<string | number>(0, 2, 4, '\t', 3);
const ends = fc.constantFrom('', '\n');
const json = fc.tuple(contents, indents, ends).map(([value, indent, end]) => JSON.stringify(value, null, indent) + end);
/** Comments before, behind and between; other line ends; a byte order mark; trailing commas. */
const jsonc = fc
  .tuple(json, fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
  .map(([text, head, inside, crlf, bom]) => {
    const commented = inside
      ? text.replace(/^\{(?!\})/, '{ // kept 1\n /* kept 2 */').replace(/([^{,[]\s*)\n\}\n?$/, '$1, // kept 3\n}\n')
      : text;
    const all = `${head ? '// kept 0\n' : ''}${commented}`;
    return (bom ? '\uFEFF' : '') + (crlf ? all.replaceAll('\n', '\r\n') : all);
  });
const sameValue = (a: string, b: string): boolean => {
  const [before, after] = [parseDocument(a), parseDocument(b)];
  return after.errors.length === 0 && isDeepStrictEqual(before.toJS(), after.toJS());
};
/** Comments behind lines and between them, wherever the library takes them for comments. */
function withComments(text: string, spots: readonly (readonly [number, number])[]): string {
  let lines = text.split('\n');
  for (const [index, [spot, column]] of spots.entries()) {
    const at = spot % lines.length;
    const comment = `# kept ${index}`;
    const line = lines[at] ?? '';
    const more =
      column > 5 ? lines.with(at, `${line} ${comment}`) : lines.toSpliced(at, 0, ' '.repeat(column) + comment);
    const isComment = parsedComments(more.join('\n')) > parsedComments(lines.join('\n'));
    if (isComment && sameValue(lines.join('\n'), more.join('\n'))) lines = more;
  }
  return lines.join('\n');
}
const parsedComments = (text: string): number =>
  [...new Lexer().lex(text)].filter((token) => token.startsWith('# kept')).length;

const yaml = fc
  .tuple(
    contents,
    fc.boolean(),
    fc.boolean(),
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(60), fc.nat(9)), { maxLength: 6 }),
  )
  .map(([value, indentSeq, bareNull, flow, spots]) => {
    const document = new Document(value);
    visit(document, {
      Collection: (_key, node, path) => {
        if (flow && path.length > 2) node.flow = true;
      },
    });
    return withComments(document.toString({ indentSeq, nullStr: bareNull && !flow ? '' : 'null' }), spots);
  });

const RUNS = runsOf(60);
/** The secret of the gateway. */
const OURS = GATEWAY_SECRET;
/** Continue cannot be pointed at the gateway. */
const TARGETS: readonly Target[] = [ONE, SET, throughGateway(ONE), throughGateway(SET)];

interface Case {
  readonly agent: Agent;
  readonly path: string;
  readonly format: Format;
  readonly texts: fc.Arbitrary<string>;
}
const CASES: readonly Case[] = [
  { agent: claudeCode, path: 'home/.claude/settings.json', format: 'json', texts: json },
  { agent: openCode, path: 'home/.config/opencode/opencode.jsonc', format: 'jsonc', texts: jsonc },
  { agent: kilo, path: 'home/.config/kilo/kilo.json', format: 'jsonc', texts: jsonc },
  { agent: cline, path: 'home/.cline/data/globalState.json', format: 'json', texts: json },
  { agent: continueAgent, path: 'home/.continue/config.yaml', format: 'yaml', texts: yaml },
  { agent: aider, path: 'home/.aider.conf.yml', format: 'yaml', texts: yaml },
];

const kept = (text: string): readonly string[] => text.match(/kept \d/g) ?? [];

function valueOf(text: string, format: Format): Json {
  const parsed = parseFormat(text, format);
  if ('broken' in parsed) throw new Error(`${parsed.broken} ${parsed.where}: ${text}`);
  return parsed.value;
}

/** As a library reads it, of which nothing of ours knows. */
const readBy = (text: string, format: Format): Json =>
  (format === 'yaml'
    ? parse(text)
    : JSON.parse(stripComments(text.replace(/^\uFEFF/, '')).replace(/,(\s*\}\s*)$/, '$1'))) as Json;

const leavesIn = (value: Json, path: KeyPath = []): readonly (readonly [KeyPath, Json])[] => {
  const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? [...(value as readonly Json[]).entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return entries.length === 0 ? [[path, value]] : entries.flatMap(([key, item]) => leavesIn(item, [...path, key]));
};

/** All that no edit names: neither in it, nor empty and on the way to it. */
function untouched(value: Json, edits: readonly Edit[]): readonly string[] {
  const isNamed = (path: KeyPath): boolean =>
    edits.some((edit) => edit.path.slice(0, path.length).every((part, index) => part === path[index]));
  return leavesIn(value)
    .filter(([path]) => !isNamed(path))
    .map((leaf) => JSON.stringify(leaf))
    .sort();
}

for (const { agent, path, format, texts } of CASES) {
  describe(`any settings file of ${agent.name}`, () => {
    let machine: Machine;
    beforeEach(() => {
      machine = new Machine();
    });
    afterEach(() => {
      machine.remove();
    });

    it('is changed only as planned, keeps its comments, reveals no secret, and is restored to the byte by an undo', async () => {
      let applied = 0;
      const story = async (text: string, mode: number, to: Target): Promise<void> => {
        machine.write(path, text, mode);
        const before = valueOf(text, format);
        let plan;
        try {
          plan = await agent.plan(to, machine.host());
        } catch (error) {
          assert.ok(isAgentProblem(error), String(error));
          assert.equal(error.code, 'cannot-edit');
          assert.equal(machine.read(path), text);
          return;
        }
        applied += 1;
        assert.ok(!JSON.stringify(plan.files.map((one) => ({ ...one, changes: [], edits: [] }))).includes(SECRET));
        assert.ok(!JSON.stringify(plan.files.map((one) => ({ ...one, edits: [] }))).includes(OURS));
        const receipt = await applyPlan(plan, machine.clock);
        assert.ok(!JSON.stringify([receipt, plan.warnings]).includes(OURS));
        const edits = plan.files.find((one) => one.path.endsWith(path))?.edits ?? [];
        // An undo has to know what was replaced, and nothing else of the file.
        const replaced = edits.map((edit) => valueAt(before, edit.path) ?? null);
        const isReplaced = JSON.stringify(replaced).includes(SECRET);
        const files = isReplaced ? receipt.files.map((file) => ({ ...file, kept: undefined })) : receipt.files;
        assert.ok(!JSON.stringify([{ ...receipt, files }, plan.warnings]).includes(SECRET));
        const after = valueOf(machine.read(path), format);
        assert.ok(isDeepStrictEqual(after, edits.reduce<Json | undefined>(withEdit, before)), machine.read(path));
        const [was, is] = [readBy(text, format), readBy(machine.read(path), format)];
        assert.deepEqual(untouched(is, edits), untouched(was, edits));
        assert.deepEqual([...kept(machine.read(path))].sort(), [...kept(text)].sort());
        const isSecret = machine.read(path).includes(OURS);
        machine.assertMode(path, isSecret ? mode & 0o700 : mode);
        assert.deepEqual((await agent.plan(plan.target, machine.host())).files, []);
        await undoReceipt(receipt);
        assert.equal(machine.read(path), text);
        machine.assertMode(path, mode);
      };
      await fc.assert(
        fc.asyncProperty(
          texts,
          fc.constantFrom(0o600, 0o644, 0o664),
          fc.constantFrom(...(agent.id === 'continue' ? TARGETS.slice(0, 2) : TARGETS)),
          story,
        ),
        {
          numRuns: RUNS,
        },
      );
      assert.ok(applied > RUNS / 3, `${applied} of ${RUNS} could be planned`);
    });
  });
}

describe('JSON', () => {
  it('is read the same as JSON.parse reads it', () => {
    fc.assert(
      fc.property(contents, indents, (value, indent) => {
        assert.deepEqual(valueOf(JSON.stringify(value, null, indent), 'json'), jsonOf(value));
      }),
    );
  });
});
