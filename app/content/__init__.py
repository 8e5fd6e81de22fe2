"""From Markdown files to validated items, or to one message per problem."""
