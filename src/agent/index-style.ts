/** How the index page looks: no font, picture or script is fetched. */
export const styleSheet: string = `
:root { color-scheme: light dark; --faint: #6b7280; --line: #d9dde3; --key: #0b57d0; --back: #f6f7f9; }
@media (prefers-color-scheme: dark) { :root { --faint: #9aa3af; --line: #343a43; --key: #8ab4f8; --back: #1d2127; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; margin: 0; }
h2 { font-size: 1rem; margin: 2rem 0 .4rem; }
p { margin: .3rem 0; }
.faint { color: var(--faint); }
a { color: var(--key); text-decoration: none; }
a:hover { text-decoration: underline; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; color: var(--faint); border-top: 0; }
td:last-child { width: 17rem; }
code { font: 13px ui-monospace, monospace; }
pre { background: var(--back); padding: .6rem .8rem; overflow-x: auto; border-radius: 6px; }
form { display: inline; }
input { width: 4rem; font: inherit; }
button { font: inherit; }
`;
