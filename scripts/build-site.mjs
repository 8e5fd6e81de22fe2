// Makes the style sheet, fonts, icons and scripts of the site in app/web/static/vendor, from the design system and the folders of app/web/site.
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { PurgeCSS } from "purgecss";

const root = new URL("../", import.meta.url);
const site = new URL("app/web/site/", root);
const shared = new URL("_shared/", site);
const target = new URL("app/web/static/vendor/", root);
const modules = new URL("node_modules/", root);

// Only the components that the templates use. The purge then drops their unused variants, and every design token that nothing uses.
const COMPONENTS = [
  "root", "body", "skip-link", "page-header", "page-footer", "page-body", "heading-1", "heading-2", "heading-3", "paragraph", "link",
  "button", "button-link", "textbox", "textarea", "select", "checkbox", "form-label", "badge-list", "data-badge", "alert", "pagination", "table",
  "unordered-list", "breadcrumb-nav", "mark", "link-list",
];
// What is served under a name of its own.
const SERVED = {
  "advice.js": "advice/script.js", "list.js": "lists/script.js", "search.js": "search/script.js",
  "copy.js": "_shared/copy.js", "site.js": "_shared/site.js",
  "favicon.svg": "_shared/favicon.svg", "icons.svg": "_shared/icons.svg", "share.png": "_shared/share.png",
};
const NOTICE =
  "/*! Menukaart, EUPL-1.2. With parts of @utrecht/component-library-css (Frameless B.V., Gemeente Utrecht)\n" +
  "and @nl-design-system-unstable/voorbeeld-design-tokens (NL Design System Community), both EUPL-1.2. */\n";

/** The files of the site with one of some endings, by folder and name. */
async function sources(...endings) {
  const found = await readdir(site, { recursive: true });
  return found.filter((name) => endings.some((ending) => name.endsWith(ending))).sort().map((name) => new URL(name, site));
}

/** Our own style sheets in the order in which they win: the look, the frame, parts of pages, kinds of page, paper. */
async function sheets() {
  const of = (name) => new URL(name, shared);
  const pages = await sources("/style.css");
  return [of("tokens.css"), of("site.css"), of("parts.css"), ...pages, of("print.css")];
}

async function styles() {
  const files = [
    new URL("@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css", modules),
    ...COMPONENTS.map((name) => new URL(`@utrecht/${name}-css/dist/index.css`, modules)),
    ...await sheets(),
  ];
  const all = await Promise.all(files.map((file) => readFile(file, "utf8")));
  // The purge sees a token in use only where its name follows the bracket at once.
  const raw = all.join("\n").replace(/var\(\s+/g, "var(");
  // The own style sheets are content too, so that nothing of them is dropped.
  const content = await Promise.all((await sources(".html", ".css", ".js")).map(async (file) => ({ raw: await readFile(file, "utf8"), extension: "html" })));
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
for (const [name, source] of Object.entries(SERVED)) {
  await copyFile(new URL(source, site), new URL(name, target));
}
