export default {
  extends: ["stylelint-config-standard"],
  ignoreFiles: ["app/web/static/vendor/**"],
  rules: {
    "color-hex-length": "long", // the colours are a list to read down
    "media-feature-range-notation": "prefix", // browsers of before 2023 know `min-width` alone
    "no-descending-specificity": null, // the parts of a page stand in its order; it compares selectors that never meet
    "selector-class-pattern": "^[a-z][a-z0-9]*(?:(?:-|--|__)[a-z0-9]+)*$", // with the element and modifier of the design system
    "value-keyword-case": ["lower", { ignoreKeywords: ["A4"] }],
  },
};
