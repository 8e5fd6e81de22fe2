// The rules of HTML and of the WAI for every page of the site, with a reason for each exception.
export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Everything comes from this very server.
    "require-sri": "off",
    // What scrolls by itself is a region, and no section of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // The facets have headings and stand before the heading of the results.
    "heading-level": ["error", { minInitialRank: "h2" }],
  },
};
