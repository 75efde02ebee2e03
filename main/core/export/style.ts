/** How an exported chat looks: readable without anything beside it, in light and dark, on paper too. */
export const styleSheet = `
:root { color-scheme: light dark; --line: light-dark(#e5e1dd, #34302d); --soft: light-dark(#514b47, #c3bcb7); }
body { max-width: 760px; margin: 0 auto; padding: 24px 16px; background: light-dark(#fff, #1f1d1b);
  color: light-dark(#1d1a18, #f2efed); font: 15px/1.45 system-ui, sans-serif; }
h1 { margin: 0; font-size: 24px; } h2 { margin: 32px 0 12px; color: var(--soft); font-size: 13px; text-align: center; }
header p, .who, .note, .forwarded, .gone, nav { margin: 4px 0; color: var(--soft); font-size: 13px; }
.note { text-align: center; }
nav { display: flex; gap: 16px; padding-block: 12px; }
a { color: inherit; overflow-wrap: anywhere; }
article { width: fit-content; max-width: 80%; margin: 6px 0; padding: 8px 12px; border-radius: 14px;
  background: light-dark(#f2f0ee, #292624); break-inside: avoid; }
article.own { margin-inline-start: auto; background: light-dark(#f8e7e1, #41271f); }
article p { margin: 2px 0; }
.text { overflow-wrap: anywhere; white-space: pre-wrap; }
.felt { font-size: 18px; }
blockquote { margin: 4px 0; padding-inline-start: 8px; border-inline-start: 3px solid #9f301e; font-size: 13px; }
blockquote a { text-decoration: none; }
img, video { max-width: 100%; max-height: 420px; border-radius: 8px; }
.bold { font-weight: 600; } .italic { font-style: italic; } .strikethrough { text-decoration: line-through; }
.monospace, .code-block { font-family: ui-monospace, monospace; font-size: 0.92em; }
.code-block { display: block; padding: 8px; border-radius: 8px; background: var(--line); }
.quote { border-inline-start: 3px solid var(--line); padding-inline-start: 8px; color: var(--soft); }
.spoiler { background: currentColor; } .spoiler:hover, .spoiler:focus { background: none; }
`
