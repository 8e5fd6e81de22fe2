// Makes the style sheet, fonts, icons and script of the site in app/web/static/vendor, from the design system and from app/web/site/static.
import { copyFile, cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { PurgeCSS } from "purgecss";

const root = new URL("../", import.meta.url);
const own = new URL("app/web/site/static/", root);
const target = new URL("app/web/static/vendor/", root);
const modules = new URL("node_modules/", root);

// Only the components that the templates use. The purge then drops their unused variants, and every design token that nothing uses.
const COMPONENTS = [
  "root", "body", "skip-link", "page-header", "page-footer", "page-body", "heading-1", "heading-2", "heading-3", "paragraph", "link",
  "button", "button-link", "textbox", "textarea", "select", "checkbox", "form-label", "badge-list", "data-badge", "alert", "pagination", "table",
  "unordered-list", "breadcrumb-nav", "mark", "link-list",
];
const NOTICE =
  "/*! Menukaart, EUPL-1.2. With parts of @utrecht/component-library-css (Frameless B.V., Gemeente Utrecht)\n" +
  "and @nl-design-system-unstable/voorbeeld-design-tokens (NL Design System Community), both EUPL-1.2. */\n";

/** Our own style sheets in the order in which they win: the look, the frame, parts of pages, kinds of page, paper. */
async function sheets() {
  const order = (name) => ["tokens.css", "site.css", "parts.css"].indexOf(name) + 1 || (name === "print.css" ? 9 : 4);
  const found = (await readdir(own)).filter((name) => name.endsWith(".css"));
  return found.sort((one, other) => order(one) - order(other) || one.localeCompare(other));
}

async function styles() {
  const files = [
    new URL("@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css", modules),
    ...COMPONENTS.map((name) => new URL(`@utrecht/${name}-css/dist/index.css`, modules)),
    ...(await sheets()).map((name) => new URL(name, own)),
  ];
  const all = await Promise.all(files.map((file) => readFile(file, "utf8")));
  // The purge sees a token in use only where its name follows the bracket at once.
  const raw = all.join("\n").replace(/var\(\s+/g, "var(");
  const templates = new URL("app/web/site/templates/", root);
  const names = (await readdir(templates)).map((name) => new URL(name, templates));
  // The own style sheets are content too, so that nothing of them is dropped.
  const sources = [...names, ...(await readdir(own)).filter((name) => /\.(css|js)$/.test(name)).map((name) => new URL(name, own))];
  const content = await Promise.all(sources.map(async (file) => ({ raw: await readFile(file, "utf8"), extension: "html" })));
  const [purged] = await new PurgeCSS().purge({ content, css: [{ raw }], variables: true, keyframes: true });
  return NOTICE + purged.css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s*\n\s*/g, "\n");
}

await mkdir(target, { recursive: true });
await writeFile(new URL("site.css", target), await styles());
for (const weight of [400, 600]) {
  const name = `fira-sans-latin-${weight}-normal.woff2`;
  await copyFile(new URL(`@fontsource/fira-sans/files/${name}`, modules), new URL(name, target));
}
await copyFile(new URL("@fontsource/fira-sans/LICENSE", modules), new URL("fira-sans.LICENSE", target));
for (const name of (await readdir(own)).filter((name) => !name.endsWith(".css"))) {
  await cp(new URL(name, own), new URL(name, target));
}
