import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** What renders text without making it inert. */
const rendering = [
  {
    selector: [
      "MemberExpression[object.name='vscode'][property.name='window']",
      "MemberExpression[object.name='vscode'][computed=true]",
      "ImportDeclaration[source.value='vscode'] > ImportNamespaceSpecifier[local.name!='vscode']",
      "ImportDeclaration[source.value='vscode'] > ImportSpecifier[imported.name='window']",
      "VariableDeclarator[init.name='vscode'] > ObjectPattern > Property[key.name='window']",
    ].join(', '),
    message: 'Use window of src/ui/window.ts: it makes every text inert.',
  },
  {
    selector: [
      "NewExpression[callee.name='MarkdownString']",
      "NewExpression[callee.property.name='MarkdownString']",
      'CallExpression[callee.property.name=/^append(Markdown|Text|Codeblock)$/]',
      'AssignmentExpression[left.property.name=/^(isTrusted|supportHtml|supportThemeIcons)$/]',
    ].join(', '),
    message: 'Use Tooltip of src/ui/tooltip.ts: it makes every text inert.',
  },
  {
    selector: String.raw`Literal[value=/[$]\x28([a-z]|$)/], TemplateElement[value.raw=/[$]\x28([a-z]|$)/]`,
    message: 'Name the icon beside the text: icon of a list’s row, withIcons, or Tooltip’s icon.',
  },
];

/** A key that comes from outside may be one that every object has. */
const ownKeys = {
  selector: "BinaryExpression[operator='in'][left.type!='Literal'][left.type!='PrivateIdentifier']",
  message: 'Use Object.hasOwn: every object has a constructor.',
};

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', '.cache/**', 'node_modules/**', 'coverage/**'] },
  js.configs.recommended,
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './src/webview/tsconfig.json'] } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      'max-lines': ['error', { max: 400 }],
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }] },
  },
  { files: ['src/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ownKeys] } },
  {
    // Its results depend on its arguments alone.
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'performance', 'crypto'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' },
      ],
    },
  },
  {
    files: ['src/features/**/*.ts', 'src/ui/**/*.ts', 'src/extension.ts'],
    ignores: ['src/ui/inert.ts', 'src/ui/tooltip.ts', 'src/ui/window.ts', 'src/ui/window/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ownKeys, ...rendering] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly', setTimeout: 'readonly' },
    },
  },
);
