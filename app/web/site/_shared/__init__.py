"""Parts of several pages: the frame, cards, ratings, links, forms and how a template becomes an answer."""
