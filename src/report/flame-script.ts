/** How the picture looks, in light and in dark surroundings. */
export const FLAME_STYLE = `
text { fill: #222; pointer-events: none; }
.paper { fill: #fff; }
#frames g { cursor: pointer; }
#frames rect { stroke: #fff; stroke-width: 0.6; }
#frames g.above { opacity: 0.5; }
#frames g.gone { display: none; }
@media (prefers-color-scheme: dark) { .paper { fill: #1b1b1b; } svg > text { fill: #ddd; } #frames rect { stroke: #1b1b1b; } }
#frames g:hover rect { stroke: #777; stroke-width: 1.5; }
`;

/**
 * What the picture does in a browser: a click on a frame makes it as wide as the picture, with the frames it stands on
 * as wide and faint, and what is beside it gone; a click on the lowest of them brings everything back.
 */
export const FLAME_SCRIPT = `
const frames = [...document.querySelectorAll("#frames g")];
const whole = Math.max(...frames.map((g) => +g.dataset.x + +g.dataset.w));
function show(g, x, width) {
  const [rect, text] = [g.querySelector("rect"), g.querySelector("text")];
  rect.setAttribute("x", x);
  rect.setAttribute("width", width);
  text.setAttribute("x", x + 3);
  const room = Math.floor((width - 6) / 7);
  const name = text.dataset.n.length <= room ? text.dataset.n : text.dataset.n.replace(/^[^ (]*\\//, "");
  text.textContent = room < 3 ? "" : name.length <= room ? name : name.slice(0, room - 1) + "…";
}
for (const clicked of frames) clicked.addEventListener("click", () => {
  const [left, width, depth] = [+clicked.dataset.x, +clicked.dataset.w, +clicked.dataset.d];
  const back = depth === 0 && !frames.some((g) => g.classList.contains("above")) && clicked.dataset.z;
  for (const g of frames) {
    const [x, w, d] = [+g.dataset.x, +g.dataset.w, +g.dataset.d];
    const below = d < depth && x <= left + 0.01 && x + w >= left + width - 0.01;
    const inside = d >= depth && x >= left - 0.01 && x + w <= left + width + 0.01;
    g.classList.toggle("above", below && !back);
    g.classList.toggle("gone", !back && !below && !inside);
    delete g.dataset.z;
    if (back) show(g, x, w);
    else if (below) show(g, 0, whole);
    else if (inside) show(g, (x - left) * (whole / width), w * (whole / width));
  }
  if (!back) clicked.dataset.z = "1";
});
`;
