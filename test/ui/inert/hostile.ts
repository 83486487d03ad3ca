/** A text that is everything which VS Code could take for more than text. */

export const HOSTILE = [
  '[Fix it now](command:workbench.action.toggleSidebarVisibility?%5B%5D "t")',
  '[see](https://evil.example/x) [open](file:///etc/passwd)',
  '<command:workbench.action.toggleSidebarVisibility> <https://evil.example/>',
  'https://evil.example/y www.evil.example me@evil.example',
  '$(zap) \\$(zap) $(sync~spin)',
  '**bold** _it_ ~~no~~ `code` <b>html</b> <img src=x> &lt;',
  '\u202egnp.exe\u2066 \u0007',
  '# head\n\n- item\n\n    code\n\n| a | b |\n|---|---|\n\n```\nblock\n```\n[ref]: command:x',
].join(' ');

/** What it is made of, for texts that are put together at random. */
export const PIECES: readonly string[] = [
  ...['[', ']', '(', ')', '](', '$(', '$', '\\', '<', '>', '!', '"', "'", '|', '~', '~~', '*', '**', '_', '`', '```'],
  ...[
    'command:x',
    '[a](command:x)',
    '[a](https://b.c "t")',
    '<command:x>',
    'https://b.c',
    'www.b.c',
    'a@b.c',
    'ftp://b',
  ],
  ...[
    'zap',
    '$(zap)',
    '\\$(zap)',
    'sync~spin',
    '<b>',
    '</b>',
    '<!--',
    '&lt;',
    '&#60;',
    '&',
    '#',
    '# ',
    '- ',
    '+ ',
    '1. ',
  ],
  ...[
    '\n',
    '\n\n',
    '\r',
    '\t',
    '    ',
    ' ',
    '---',
    '===',
    ':--',
    '[ ] ',
    '[a]: x',
    '\u202e',
    '\u2060',
    '\u2028',
    '\u0000',
  ],
  ...['word', 'é', '開', '👩‍💻', '5', '.', ':', '/', '?', '%5B', '='],
];

/** A text as it is seen: without what has no width. */
export const shownOf = (text: string): string => text.replaceAll('\u2060', '');
