"""Site search: the words of pages, their search index, and the queries on it.

Other code calls `ranked_ids`, `matching_ids`, `ids_with_prefixes` and `correct_query` of `search.queries`. Search
doesn't know what is public: callers intersect its results with `listed()`.
"""
