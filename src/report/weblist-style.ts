/** How a page of source looks, in light and in dark surroundings. */
export const WEBLIST_STYLE = `
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --faint: #6b6b6b; --hot: 214 40 40; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e4e4; --paper: #171717; --faint: #9a9a9a; --hot: 255 90 80; } }
body { margin: 1rem 1.5rem 4rem; color: var(--ink); background: var(--paper); font: 13px/1.5 ui-monospace, monospace; }
header, .place, .idle { color: var(--faint); }
h2 { margin: 2rem 0 0; font-size: 15px; }
p { margin: 0 0 .5rem; }
.error { color: rgb(var(--hot)); }
table { border-collapse: collapse; }
th { color: var(--faint); font-weight: normal; }
th, td { padding: 0 .8rem 0 0; text-align: right; white-space: pre; vertical-align: top; }
td:last-child { padding-left: .6rem; text-align: left; tab-size: 4; border-left: 2px solid rgb(var(--hot) / var(--heat, 0)); }
tbody tr:not(.idle) td { background: rgb(var(--hot) / calc(var(--heat, 0) * .22)); }
tbody tr:hover td { outline: 1px solid rgb(128 128 128 / .25); }
summary { cursor: pointer; list-style: none; }
summary::after { content: " ▸"; color: var(--faint); }
details[open] summary::after { content: " ▾"; }
ul { margin: .2rem 0 .4rem; padding: 0 0 0 1.5rem; list-style: none; color: var(--faint); }
li b { display: inline-block; min-width: 6rem; color: var(--ink); font-weight: normal; }
li i { font-style: normal; opacity: .75; }
`;
