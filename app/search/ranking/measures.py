"""The numbers of the ranking. `docs/search.md` has what each bought."""

# Below this nearness (`QueryNearness.nearness`) an item is near by chance.
MIN_NEARNESS = 1.0
# From this one on it can be good enough without any term that is meant.
MIN_NEARNESS_ALONE = 3.0
# An item that lacks the words is a result from this measure on: nearness, the terms that are meant and how much of the words it covers,
# by their weights below. Neither filters nor other items change it.
MIN_MEASURE = 4.5
# Without meanings the measure has less to add up.
MIN_MEASURE_BY_WORDS = 2.0
# The share of the greatest score by words that a good match reaches: a text about nothing but what is looked for has all of it.
USUAL_COVER = 2 / 3
# So many terms that are meant draw items.
MAX_MEANT_TOPICS = 4
MAX_PERHAPS = 5
# When no item has any of the words: how near to something that people say for a term the query must be, as a cosine, to pass for a
# question of this field. By the bundled model, "vliegtickets" and the like come to .92 and "parental involvement" to .94. Another
# model that gives lower cosines makes suggestions of such results, which does no harm.
MIN_TOPIC_COSINE = 0.93

# The weights of the features, against one standard deviation of nearness in meaning, which weighs 1. A third more or less of any of
# them changed nDCG@10 on the tuning half by at most .02 (docs/search.md). The best match by words gets all of this, others their share:
W_WORDS = 12.0
# An item gets this for the terms that are meant: by nearness in meaning, and by the words that people use for them.
W_TOPICS_BY_MEANING = 10.0
W_TOPICS_BY_WORDS = 4.0
# Likeness to the best few, in meaning and in terms: what is like a good answer is often one.
W_SIMILAR_ITEMS = 1.0
W_SIMILAR_TOPICS = 8.0
EXAMPLES = 5
# How much the first of these few counts more than the last: one that is behind by a quarter of W_WORDS counts e times less.
EXAMPLE_SHARPNESS = 4
