"use strict";

window.addEventListener("DOMContentLoaded", () => {
  window.SwaggerUIBundle({ url: "/v1/openapi.json", dom_id: "#api-docs", deepLinking: true, validatorUrl: null });
});
