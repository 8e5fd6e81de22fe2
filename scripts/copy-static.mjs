// Copies the files that the service serves from npm packages to app/web/static/vendor.
import { copyFile, mkdir } from "node:fs/promises";

const target = new URL("../app/web/static/vendor/", import.meta.url);
const source = new URL("../node_modules/swagger-ui-dist/", import.meta.url);

await mkdir(target, { recursive: true });
for (const name of ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE"]) {
  await copyFile(new URL(name, source), new URL(name === "LICENSE" ? "swagger-ui.LICENSE" : name, target));
}
