/** VS Code's own default themes, as far as the page uses their colours. Names are VS Code's, with dots as dashes. */

export const THEMES = ['dark', 'light', 'hc', 'hc-light'] as const;
export type ThemeName = (typeof THEMES)[number];

interface Theme {
  /** The class that VS Code puts on `body`. */
  readonly bodyClass: string;
  readonly kind: string;
  readonly colors: Readonly<Record<string, string>>;
}

const dark: Theme = {
  bodyClass: 'vscode-dark',
  kind: 'vscode-dark',
  colors: {
    'editor-background': '#1f1f1f',
    'editor-foreground': '#cccccc',
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'settings-headerForeground': '#ffffff',
    'editorWidget-background': '#202020',
    'panel-border': '#2b2b2b',
    focusBorder: '#0078d4',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-border': 'rgba(255, 255, 255, 0.07)',
    'button-hoverBackground': '#026ec1',
    'button-secondaryBackground': '#313131',
    'button-secondaryForeground': '#cccccc',
    'button-secondaryHoverBackground': '#3c3c3c',
    'dropdown-background': '#313131',
    'dropdown-foreground': '#cccccc',
    'dropdown-border': '#3c3c3c',
    'textLink-foreground': '#4daafc',
    'textLink-activeForeground': '#4daafc',
    'progressBar-background': '#0078d4',
    'editorInfo-foreground': '#3794ff',
    'editorWarning-foreground': '#cca700',
    'editorError-foreground': '#f14c4c',
    'inputValidation-infoBackground': '#063b49',
    'inputValidation-infoBorder': '#007acc',
    'list-hoverBackground': '#2a2d2e',
    'list-inactiveSelectionBackground': '#37373d',
    'panelTitle-activeForeground': '#cccccc',
    'panelTitle-inactiveForeground': '#9d9d9d',
    'panelTitle-activeBorder': '#0078d4',
    'charts-blue': '#59a4f9',
    'charts-green': '#89d185',
    'charts-yellow': '#cca700',
    'charts-purple': '#b180d7',
  },
};

const light: Theme = {
  bodyClass: 'vscode-light',
  kind: 'vscode-light',
  colors: {
    'editor-background': '#ffffff',
    'editor-foreground': '#3b3b3b',
    foreground: '#3b3b3b',
    descriptionForeground: '#3b3b3b',
    'settings-headerForeground': '#1f1f1f',
    'editorWidget-background': '#f8f8f8',
    'panel-border': '#e5e5e5',
    focusBorder: '#005fb8',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-border': 'rgba(0, 0, 0, 0.1)',
    'button-hoverBackground': '#0258a8',
    'button-secondaryBackground': '#e5e5e5',
    'button-secondaryForeground': '#3b3b3b',
    'button-secondaryHoverBackground': '#cccccc',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#3b3b3b',
    'dropdown-border': '#cecece',
    'textLink-foreground': '#005fb8',
    'textLink-activeForeground': '#005fb8',
    'progressBar-background': '#005fb8',
    'editorInfo-foreground': '#1a85ff',
    'editorWarning-foreground': '#bf8803',
    'editorError-foreground': '#e51400',
    'inputValidation-infoBackground': '#d6ecf2',
    'inputValidation-infoBorder': '#007acc',
    'list-hoverBackground': '#f2f2f2',
    'list-inactiveSelectionBackground': '#e4e6f1',
    'panelTitle-activeForeground': '#3b3b3b',
    'panelTitle-inactiveForeground': '#3b3b3b',
    'panelTitle-activeBorder': '#005fb8',
    'charts-blue': '#0063d3',
    'charts-green': '#388a34',
    'charts-yellow': '#bf8803',
    'charts-purple': '#652d90',
  },
};

const hc: Theme = {
  bodyClass: 'vscode-high-contrast',
  kind: 'vscode-high-contrast',
  colors: {
    'editor-background': '#000000',
    'editor-foreground': '#ffffff',
    foreground: '#ffffff',
    descriptionForeground: 'rgba(255, 255, 255, 0.7)',
    'settings-headerForeground': '#ffffff',
    'editorWidget-background': '#0c141f',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
    'panel-border': '#6fc3df',
    focusBorder: '#f38518',
    'button-background': '#000000',
    'button-foreground': '#ffffff',
    'button-border': '#6fc3df',
    'button-secondaryBackground': '#000000',
    'button-secondaryForeground': '#ffffff',
    'dropdown-background': '#000000',
    'dropdown-foreground': '#ffffff',
    'dropdown-border': '#6fc3df',
    'textLink-foreground': '#21a6ff',
    'textLink-activeForeground': '#21a6ff',
    'progressBar-background': '#6fc3df',
    'editorInfo-foreground': '#3794ff',
    'editorWarning-foreground': '#ffd370',
    'editorError-foreground': '#f48771',
    'inputValidation-infoBackground': '#000000',
    'inputValidation-infoBorder': '#6fc3df',
    'list-hoverBackground': 'rgba(255, 255, 255, 0.1)',
    'panelTitle-activeForeground': '#ffffff',
    'panelTitle-inactiveForeground': '#ffffff',
    'panelTitle-activeBorder': '#6fc3df',
    'charts-blue': '#59a4f9',
    'charts-green': '#89d185',
    'charts-yellow': '#ffd370',
    'charts-purple': '#b180d7',
  },
};

const hcLight: Theme = {
  bodyClass: 'vscode-high-contrast vscode-high-contrast-light',
  kind: 'vscode-high-contrast-light',
  colors: {
    'editor-background': '#ffffff',
    'editor-foreground': '#292929',
    foreground: '#292929',
    descriptionForeground: 'rgba(41, 41, 41, 0.7)',
    'settings-headerForeground': '#292929',
    'editorWidget-background': '#ffffff',
    contrastBorder: '#0f4a85',
    contrastActiveBorder: '#006bbd',
    'panel-border': '#0f4a85',
    focusBorder: '#006bbd',
    'button-background': '#0f4a85',
    'button-foreground': '#ffffff',
    'button-border': '#0f4a85',
    'button-hoverBackground': '#0f4a85',
    'button-secondaryBackground': '#ffffff',
    'button-secondaryForeground': '#292929',
    'dropdown-background': '#ffffff',
    'dropdown-foreground': '#292929',
    'dropdown-border': '#0f4a85',
    'textLink-foreground': '#0f4a85',
    'textLink-activeForeground': '#0f4a85',
    'progressBar-background': '#0f4a85',
    'editorInfo-foreground': '#1a85ff',
    'editorWarning-foreground': '#895503',
    'editorError-foreground': '#b5200d',
    'inputValidation-infoBackground': '#ffffff',
    'inputValidation-infoBorder': '#292929',
    'list-hoverBackground': 'rgba(15, 74, 133, 0.1)',
    'panelTitle-activeForeground': '#292929',
    'panelTitle-inactiveForeground': '#292929',
    'panelTitle-activeBorder': '#b5200d',
    'charts-blue': '#0063d3',
    'charts-green': '#374e06',
    'charts-yellow': '#895503',
    'charts-purple': '#652d90',
  },
};

const all: Readonly<Record<ThemeName, Theme>> = { dark, light, hc, 'hc-light': hcLight };

/** The class that VS Code puts on `body` for a theme, and the kind it names in a data attribute. */
export const bodyOf = (name: ThemeName): { readonly bodyClass: string; readonly kind: string } => all[name];

/** A style sheet that sets what VS Code sets on a webview's root, and VS Code's own default styles for pages. */
export function styleOf(name: ThemeName): string {
  const variables = Object.entries(all[name].colors).map(([key, value]) => `--vscode-${key}: ${value};`);
  return `:root {
  --vscode-font-family: 'Noto Sans', 'DejaVu Sans', sans-serif;
  --vscode-font-size: 13px;
  --vscode-font-weight: normal;
  ${variables.join('\n  ')}
}
html { scrollbar-color: gray var(--vscode-editor-background); }
body {
  overscroll-behavior-x: none;
  background-color: transparent;
  color: var(--vscode-editor-foreground);
  font-family: var(--vscode-font-family);
  font-weight: var(--vscode-font-weight);
  font-size: var(--vscode-font-size);
  margin: 0;
  padding: 0 20px;
}`;
}
