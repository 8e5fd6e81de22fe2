// For the scripts that visitors' browsers run, the build of the static files and the check of HTML.
import js from "@eslint/js";
import globals from "globals";

const rules = {
  eqeqeq: ["error", "always", { null: "ignore" }], // `== null` means neither null nor undefined
  "no-implicit-globals": "error",
  "no-var": "error",
  "prefer-const": "error",
};

export default [
  { ignores: ["app/web/static/vendor/", "node_modules/", ".venv/", "var/"] },
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["app/web/**/*.js"], languageOptions: { sourceType: "module", globals: globals.browser }, rules },
  { files: ["**/api-docs.js"], languageOptions: { sourceType: "script" } }, // its page loads it as a plain script
  { files: ["**/*.mjs"], languageOptions: { sourceType: "module", globals: globals.node }, rules },
];
