"""The shapes of the API's answers, in camelCase: they document, and they build what is made once per publish."""
